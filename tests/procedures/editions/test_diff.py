"""What changed between two versions of a file, as a person reads it; and a file that comes back as it went."""

from typing import Any

import pytest

from procedures.editions import files
from procedures.editions.diff import changes
from procedures.questions.definition_checks import form_faults

CONTENTS = {content["slug"]: content for content in files.read_all()}


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"name_vi": "Cũ"}, {"name_vi": "Mới"}, ["name_vi: Cũ → Mới"]),
        ({}, {"notes_vi": "Mới"}, ["+ notes_vi: Mới"]),
        ({"notes_vi": "Cũ"}, {}, ["- notes_vi: Cũ"]),
        ({"service": {"level": 4}}, {"service": {"level": 3}}, ["service/level: 4 → 3"]),
        ({"papers": [{"key": "a", "n": 1}]}, {"papers": [{"key": "a", "n": 2}]}, ["papers/a/n: 1 → 2"]),
        ({"papers": [{"key": "a"}]}, {"papers": [{"key": "b"}, {"key": "a"}]}, ['+ papers/b: {"key": "b"}']),
        ({"papers": [{"key": "a"}, {"key": "b"}]}, {"papers": [{"key": "b"}, {"key": "a"}]}, ["papers: a, b → b, a"]),
        ({"stages": [{"value": 5}]}, {"stages": [{"value": 4}]}, ["stages/1/value: 5 → 4"]),
        ({"stages": [{"value": 5}]}, {"stages": []}, ['stages: [{"value": 5}] → []']),
        ({"laws": [{"number": "1"}]}, {"laws": []}, ['- laws/1: {"number": "1"}']),
        ({"who": ["citizen"]}, {"who": ["citizen", "foreigner"]}, ['who: ["citizen"] → ["citizen", "foreigner"]']),
        ({"own_form": True}, {"own_form": False}, []),
        ({"x": "a" * 100}, {"x": ""}, ["- x: " + "a" * 79 + "…"]),
    ],
)
def test_a_difference_says_where_and_what(old: dict[str, Any], new: dict[str, Any], lines: list[str]) -> None:
    assert [change.line for change in changes(old, new)] == lines


@pytest.mark.parametrize("slug", CONTENTS)
def test_every_file_comes_back_from_its_content(slug: str) -> None:
    text = files.write_text(CONTENTS[slug])

    assert files.read_text(text, slug) == CONTENTS[slug]


def question(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """One declared question."""
    return {"key": key, "type": kind, "label_vi": key, "required": False, "section_vi": "A", **more}


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ([question("a"), question("a")], "form/a: có hai câu hỏi cùng khóa"),
        ([question("a", validation={"gt_field": "b"})], "form/a: gt_field nêu câu hỏi b không có"),
        (
            [question("a", "date"), question("b", validation={"gt_field": "a"})],
            "form/b: gt_field so hai câu hỏi khác kiểu",
        ),
        ([question("a", asked_if={"b": "*"}), question("b")], "form/a: phụ thuộc câu hỏi b, không có ở phía trên"),
        (
            [question("a", "radio", options=[{"value": "x", "label_vi": "X"}]), question("b", asked_if={"a": "y"})],
            "form/b: phụ thuộc lựa chọn y không có",
        ),
        ([question("a", validation={"pattern": "["})], "form/a: biểu thức pattern không đọc được"),
        ([question("a", "computed", validation={"formula": "a.b"})], "form/a: công thức formula không đọc được"),
        ([question("a", "computed", validation={"formula": "1 +"})], "form/a: công thức formula không đọc được"),
    ],
)
def test_a_form_that_makes_no_sense_is_named_by_question(form: list[dict[str, Any]], fault: str) -> None:
    assert form_faults(form) == [fault]
