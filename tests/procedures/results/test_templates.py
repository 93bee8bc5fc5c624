"""Result templates: what a file may say, what is refused and where, and how values come into a body."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
import tomli_w
from django.utils import timezone

from people.models import User
from procedures.actions import draft_result_template, load_result_templates, publish_result_template
from procedures.editions.files import BadFile
from procedures.models import ResultTemplate
from procedures.results import body, files, values
from toolbox.refusal import InvalidInput, Refused

ALL = files.read_all()
SMALL: dict[str, Any] = {
    "kind": "giay-thu",
    "name_vi": "Giấy thử",
    "layout": "decision",
    "symbol": "QĐ",
    "procedures": ["thu-tuc-thu"],
    "body": "Điều 1. Cấp cho {{name}} từ {{day:words}}.\n\nSố tiền: {{sum}} đồng ({{sum:words}} đồng).\n\n- {{note}}",
    "fields": [
        {"key": "name", "label_vi": "Tên", "type": "text", "required": True, "max_length": 20},
        {"key": "day", "label_vi": "Ngày", "type": "date", "starts": True},
        {"key": "last", "label_vi": "Hết", "type": "date", "ends": True},
        {"key": "sum", "label_vi": "Tiền", "type": "money"},
        {"key": "way", "label_vi": "Cách", "type": "choice", "options": ["Một", "Hai"]},
        {"key": "note", "label_vi": "Ghi chú", "type": "long_text"},
    ],
}


def text(**changes: Any) -> str:
    return tomli_w.dumps({**SMALL, **changes})


@pytest.mark.parametrize("content", ALL, ids=lambda content: content["kind"])
def test_a_sample_fills_a_template_whole(content: dict[str, Any]) -> None:
    sample = values.cleaned(content["fields"], content["sample"])
    filled = values.of_body(content["fields"], sample)
    needed = {field["key"] for field in content["fields"] if field.get("required")}

    assert needed <= set(sample)
    assert not needed & set(body.missing(content["body"], filled))


def test_a_body_prints_days_sums_and_articles_and_leaves_out_what_is_empty() -> None:
    rows = body.fill(SMALL["body"], {"name": "An", "day": date(2026, 2, 5), "sum": 1_015_000, "note": ""})

    assert [(row.style, row.lead, row.text) for row in rows] == [
        ("article", "Điều 1.", "Cấp cho An từ ngày 05 tháng 02 năm 2026."),
        ("plain", "", "Số tiền: 1.015.000 đồng (một triệu không trăm mười lăm nghìn đồng)."),
    ]


def test_what_is_typed_into_a_field_is_never_read_as_a_field() -> None:
    [row, *_rest] = body.fill(SMALL["body"], {"name": "{{sum}} {% now %}", "sum": 5})

    assert "{{sum}} {% now %}" in row.text


@pytest.mark.parametrize("typed", ["# Tiêu đề", "~ Title", "- mục", "Điều 9. Khác", "a\n\n# b"])
def test_what_is_typed_into_a_field_is_never_read_as_a_style(typed: str) -> None:
    assert [row.style for row in body.fill("{{name}}", {"name": typed})] == ["plain"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda c: c.update(body="Cấp cho {{nobody}}"), "body, dòng 1"),
        (lambda c: c.update(body="a\n\n{% include x %}"), "body, dòng 3"),
        (lambda c: c.update(body="{{ name.__class__ }}"), "body, dòng 1"),
        (lambda c: c.update(body="{{name|safe}}"), "body, dòng 1"),
        (lambda c: c.update(body="x" * 20_001), "body"),
        (lambda c: c.update(layout="poster"), "layout"),
        (lambda c: c.update(script="alert(1)"), "script"),
        (lambda c: c.update(kind="Giấy Thử"), "kind"),
        (lambda c: c.pop("name_vi"), "name_vi"),
        (lambda c: c.update(remind_days=True), "remind_days"),
        (lambda c: c["fields"][0].update(type="file"), "fields/1/type"),
        (lambda c: c["fields"][0].update(key="applicant"), "fields/1/key"),
        (lambda c: c["fields"][1].update(key="name"), "fields/2/key"),
        (lambda c: c["fields"][0].update(fact="settings.SECRET_KEY"), "fields/1/fact"),
        (lambda c: c["fields"][4].pop("options"), "fields/5/options"),
    ],
)
def test_a_wrong_file_is_refused_where_it_is_wrong(change: Callable[[dict[str, Any]], Any], where: str) -> None:
    content = {**SMALL, "fields": [dict(field) for field in SMALL["fields"]]}
    change(content)

    with pytest.raises(BadFile) as refusal:
        files.read_text(tomli_w.dumps(content), "thu.toml")
    assert any(fault.startswith(where) for fault in refusal.value.faults), refusal.value.faults


@pytest.mark.parametrize("odd", [3, -1, "x", [], [3], [[3]], {}, {"a": 1}, True, 1.5, date(2026, 1, 1), "\x00"])
@pytest.mark.parametrize("key", [*files.KEYS, *(f"fields/{key}" for key in files.FIELD_KEYS), "sample/name", "new"])
def test_whatever_a_part_is_the_file_is_taken_or_refused_in_words(key: str, odd: Any) -> None:
    content: dict[str, Any] = {**SMALL, "fields": [dict(field) for field in SMALL["fields"]], "sample": {"name": "An"}}
    part, _, inner = key.rpartition("/")
    place = content["fields"][1] if part == "fields" else content[part] if part else content
    place[inner] = odd
    with suppress(BadFile):
        read = files.read_text(tomli_w.dumps(content), "thu.toml")
        assert "\\u0000" not in json.dumps(read)
        sample = values.cleaned(read["fields"], read.get("sample", {}), whole=False)
        body.fill(read["body"], values.of_body(read["fields"], sample))


@pytest.mark.parametrize("broken", ["", "= 1", "a = [", "\ufffd", "[fields]\nx = 1", "fields = 3", "body = 3"])
def test_a_file_that_is_none_is_refused(broken: str) -> None:
    with pytest.raises(BadFile):
        files.read_text(broken, "thu.toml")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ({}, "name"),
        ({"name": " \u200b "}, "name"),
        ({"name": "x" * 21}, "name"),
        ({"name": "An", "day": "31/02/2026"}, "day"),
        ({"name": "An", "day": "2026-03-02", "last": "2026-03-01"}, "last"),
        ({"name": "An", "sum": "-5"}, "sum"),
        ({"name": "An", "sum": "9" * 30}, "sum"),
        ({"name": "An", "sum": True}, "sum"),
        ({"name": "An", "way": "Ba"}, "way"),
        ({"name": ["An"]}, "name"),
        ({"name": "An", "other": "x"}, "other"),
    ],
)
def test_a_wrong_value_is_refused_by_its_field(typed: dict[str, Any], key: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        values.cleaned(SMALL["fields"], typed)
    assert list(refusal.value.errors) == [key]


def test_values_are_kept_in_one_form() -> None:
    typed = {"name": " An ", "day": date(2026, 3, 2), "sum": "1.250.000", "way": "Hai", "note": ""}

    assert values.cleaned(SMALL["fields"], typed) == {"name": "An", "day": "2026-03-02", "sum": 1_250_000, "way": "Hai"}


@pytest.mark.django_db
def test_files_are_loaded_once_and_a_published_page_is_never_replaced() -> None:
    now = timezone.now()

    assert load_result_templates(at=now) == len(ALL)
    assert load_result_templates(at=now) == 0
    assert {row.kind for row in ResultTemplate.objects.in_force(timezone.localdate())} == {c["kind"] for c in ALL}


@pytest.mark.django_db
def test_a_second_person_publishes_and_the_version_before_ends(administrator: User, officer: User) -> None:
    today, now = timezone.localdate(), timezone.now()
    first = draft_result_template(text(), "a.toml", by=administrator, at=now)
    with pytest.raises(Refused, match="không tự công bố"):
        publish_result_template(first, since=today, by=administrator, at=now)
    publish_result_template(first, since=today, by=officer, at=now)
    second = draft_result_template(text(name_vi="Giấy mới"), "b.toml", by=administrator, at=now)
    publish_result_template(second, since=today + timedelta(days=3), by=officer, at=now)

    kept = [ResultTemplate.kept("thu-tuc-thu", today + timedelta(days=days)) for days in (0, 2, 3)]
    assert kept == [first, first, second]
    assert ResultTemplate.kept("thu-tuc-khac", today) is None


@pytest.mark.django_db
def test_a_file_that_changes_nothing_or_comes_too_early_is_refused(administrator: User, officer: User) -> None:
    today, now = timezone.localdate(), timezone.now()
    draft = draft_result_template(text(), "a.toml", by=administrator, at=now)
    with pytest.raises(Refused):
        draft_result_template(text(), "a.toml", by=administrator, at=now)
    with pytest.raises(Refused):
        publish_result_template(draft, since=today - timedelta(days=1), by=officer, at=now)


def backwards(part: Any) -> Any:
    """The same with every key in another place, as a database may hand it back."""
    if isinstance(part, dict):
        return {key: backwards(part[key]) for key in sorted(part, key=lambda key: (len(key), key), reverse=True)}
    return [backwards(row) for row in part] if isinstance(part, list) else part


@pytest.mark.parametrize("content", ALL, ids=lambda content: content["kind"])
def test_a_file_is_written_in_the_order_of_the_format_whatever_the_database_keeps(content: dict[str, Any]) -> None:
    text = files.write_text(backwards(content))

    assert text == files.write_text(content)
    assert files.read_text(text, "x.toml") == content
    assert text.index("kind = ") < text.index("body = ") < text.index("[[fields]]") < text.index("[sample]")
