"""Questions that depend on another answer: asked only then, kept while one changes one's mind, not filed otherwise."""

from datetime import date
from typing import Any

import pytest

from procedures.editions import files
from procedures.questions import bind_questions, display, final_answers, json_schema, validate_answers
from procedures.questions.conditions import asked_now, condition

TODAY = date(2026, 3, 2)
WAYS = [{"value": "quay", "label_vi": "Tại quầy"}, {"value": "buu_chinh", "label_vi": "Bưu chính"}]


def one(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """One question of the small form below."""
    row = {"key": key, "type": kind, "label_vi": key.capitalize(), "required": False, "section_vi": "Phần"}
    return {**row, "options": WAYS, **more}


FORM = [
    one("way", "radio", required=True),
    one("street", validation={"required_if": {"way": "buu_chinh"}}),
    one("note", asked_if={"way": "buu_chinh"}),
    one("floor", required=True, asked_if={"street": "*"}),
]


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({}, ["way"]),
        ({"way": "quay"}, ["way"]),
        ({"way": "buu_chinh"}, ["way", "street", "note"]),
        ({"way": "buu_chinh", "street": "Số 1"}, ["way", "street", "note", "floor"]),
        ({"way": "quay", "street": "Số 1"}, ["way"]),
    ],
)
def test_what_hangs_on_an_answer_is_asked_only_then(answers: dict[str, Any], keys: list[str]) -> None:
    assert [question["key"] for question in asked_now(FORM, answers)] == keys


def test_what_is_asked_may_be_needed_or_not() -> None:
    asked = {"way": "buu_chinh"}

    assert validate_answers(FORM, asked, TODAY) == {"street": ["Nhập street"]}
    assert validate_answers(FORM, {**asked, "street": "Số 1"}, TODAY) == {"floor": ["Nhập floor"]}


def test_an_answer_nobody_asked_for_any_more_is_neither_judged_nor_shown_nor_filed() -> None:
    answers = {"way": "quay", "street": "x" * 300, "floor": "2"}

    assert validate_answers(FORM, answers, TODAY) == {}
    assert [row["key"] for row in display(FORM, answers)[0]["rows"]] == ["way"]
    assert final_answers(FORM, answers, TODAY) == ({"way": "quay"}, {})


def test_a_page_keeps_what_hangs_on_its_own_answers_and_says_when_it_is_to_be_answered() -> None:
    street, note = bind_questions(FORM, {"way": "quay"})[1:3]

    assert (street.asked_if, note.asked_if) == ('{"way": "buu_chinh"}',) * 2
    assert street.hint == "Chỉ trả lời nếu “Way” là: Bưu chính."
    assert (street.optional, note.optional) == (False, True)


def test_a_page_leaves_out_what_hangs_on_an_answer_given_elsewhere() -> None:
    assert [field.key for field in bind_questions(FORM[1:2], {"way": "quay"})] == []
    (street,) = bind_questions(FORM[1:2], {"way": "buu_chinh"})
    assert (street.asked_if, street.hint) == ("", "")


@pytest.mark.parametrize(
    ("kind", "wanted", "hint"),
    [
        ("text", "*", "Chỉ trả lời nếu đã trả lời “Why”."),
        ("checkbox", False, "Chỉ trả lời nếu không đánh dấu “Why”."),
        ("checkbox", True, "Chỉ trả lời nếu đánh dấu “Why”."),
        ("radio", ["quay", "buu_chinh"], "Chỉ trả lời nếu “Why” là: Tại quầy, Bưu chính."),
    ],
)
def test_every_kind_of_condition_is_said_in_words(kind: str, wanted: Any, hint: str) -> None:
    assert bind_questions([one("why", kind), one("then", asked_if={"why": wanted})], {})[1].hint == hint


CONTENTS = {content["slug"]: content["form"] for content in files.read_all()}


@pytest.mark.parametrize("slug", CONTENTS)
def test_every_form_of_the_catalogue_hangs_on_earlier_answers_and_asks_something_in_every_part(slug: str) -> None:
    form = CONTENTS[slug]
    keys = [question["key"] for question in form]

    for number, question in enumerate(form):
        assert set(condition(question)) <= set(keys[:number]), question["key"]
    asked = {question["section_vi"] for question in form if not condition(question)}
    assert asked == {question["section_vi"] for question in form}
    assert set(json_schema(form)["properties"]) == set(keys)
