"""Whole forms: rules between questions, and the real forms of the catalogue."""

from datetime import date
from typing import Any

import pytest

from procedures.editions import files
from procedures.models import Edition
from procedures.questions import (
    bind_questions,
    display,
    final_answers,
    json_schema,
    sections,
    tidy_answers,
    validate_answers,
)
from procedures.questions.conditions import asked_now
from tests.conftest import FOUR_STEPS, THREE_STEPS
from tests.support.factories import answers

TODAY = date(2026, 3, 2)


def questions(**kinds: Any) -> list[dict[str, Any]]:
    """A small form: key, type and rules."""
    return [
        {
            "key": key,
            "type": kind,
            "label_vi": key.capitalize(),
            "required": False,
            "section_vi": "Phần",
            "options": [{"value": "mat", "label_vi": "Mất"}, {"value": "hong", "label_vi": "Hỏng"}],
            "columns": [{"key": "who", "label_vi": "Họ tên", "type": "text", "required": False}],
            "validation": rules,
        }
        for key, (kind, rules) in kinds.items()
    ]


def errors(definition: list[dict[str, Any]], **given: Any) -> dict[str, list[str]]:
    """The messages for these answers, by key."""
    return validate_answers(definition, given, TODAY)


PERIOD = questions(since=("date", {}), until=("date", {"gt_field": "since", "max_span": "2y"}))


@pytest.mark.parametrize(
    ("since", "until", "faults"),
    [
        ("1/4/2026", "1/4/2028", {}),
        ("29/2/2024", "28/2/2026", {}),
        ("1/4/2026", "1/4/2026", {"until": ["Until phải sau since."]}),
        ("1/4/2026", "2/4/2028", {"until": ["Until không được quá 2 năm sau since."]}),
        ("", "1/4/2026", {}),
    ],
)
def test_a_period_ends_after_it_begins_and_within_its_span(
    since: str, until: str, faults: dict[str, list[str]]
) -> None:
    assert errors(PERIOD, since=since, until=until) == faults


@pytest.mark.parametrize("since", ["31/02/2026", "12/13/2026", "hôm nay"])
def test_nonsense_in_one_field_is_named_there_and_not_at_the_field_beside_it(since: str) -> None:
    assert list(errors(PERIOD, since=since, until="1/4/2026")) == ["since"]


@pytest.mark.parametrize(
    ("rule", "one", "other", "message"),
    [
        ("lte_field", "3", "2", "One không được lớn hơn other."),
        ("gte_field", "1", "2", "One không được nhỏ hơn other."),
        ("gt_field", "2", "2", "One phải lớn hơn other."),
        ("ne_field", "2", "2", "One phải khác other."),
    ],
)
def test_numbers_are_compared_as_numbers(rule: str, one: str, other: str, message: str) -> None:
    definition = questions(one=("number", {rule: "other"}), other=("number", {}))

    assert errors(definition, one=one, other=other) == {"one": [message]}
    assert errors(definition, one="10" if rule != "lte_field" else "1", other="9") == {}


def test_a_list_has_as_many_rows_as_the_form_says() -> None:
    definition = questions(workers=("table", {"rows_eq_field": "count"}), count=("number", {}))

    assert errors(definition, workers=[{"who": "A"}], count="1") == {}
    assert errors(definition, workers=[{"who": "A"}], count="2") == {"workers": ["Workers phải có số dòng bằng count."]}


@pytest.mark.parametrize(
    ("kind", "wanted", "given", "needed"),
    [
        ("radio", "mat", "mat", True),
        ("radio", "mat", "hong", False),
        ("radio", ["mat", "hong"], "hong", True),
        ("checkbox_group", "mat", ["hong", "mat"], True),
        ("checkbox_group", "mat", [], False),
        ("checkbox", False, False, True),
        ("checkbox", False, None, True),
        ("checkbox", False, True, False),
        ("text", "*", "có", True),
        ("text", "*", "  ", False),
        ("text", "*", None, False),
    ],
)
def test_another_answer_may_make_a_question_needed(kind: str, wanted: Any, given: Any, needed: bool) -> None:
    definition = questions(why=(kind, {}), proof=("text", {"required_if": {"why": wanted}}))

    assert errors(definition, why=given) == ({"proof": ["Nhập proof"]} if needed else {})
    assert errors(definition, why=given, proof="Số 1") == {}
    assert ("proof" in final_answers(definition, {"why": given, "proof": "Số 1"}, TODAY)[0]) == needed


def test_an_answer_to_no_question_is_named() -> None:
    assert errors(PERIOD, khac="x") == {"khac": ["Không có câu hỏi này trong mẫu đơn."]}


def test_answers_that_do_are_put_in_order_and_the_others_stay_as_typed() -> None:
    tidy = tidy_answers(PERIOD, {"since": "1/4/2026", "until": "31/02/2027"}, TODAY)

    assert tidy == {"since": "2026-04-01", "until": "31/02/2027"}


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("slug", "count"), [(FOUR_STEPS, 36), (THREE_STEPS, 28)])
def test_the_forms_of_the_journeys_do_with_good_answers(slug: str, count: int) -> None:
    edition = Edition.objects.get(procedure__slug=slug)
    definition, given = edition.form_definition, answers(edition)

    assert len(definition) == count
    assert validate_answers(definition, given, TODAY) == {}
    tidy = tidy_answers(definition, given, TODAY)
    assert validate_answers(definition, tidy, TODAY) == {}
    shown = [row for section in display(definition, tidy) for row in section["rows"]]
    assert [row["key"] for row in shown] == [question["key"] for question in asked_now(definition, tidy)]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("slug", [FOUR_STEPS, THREE_STEPS])
def test_an_empty_journey_form_asks_for_every_required_answer(slug: str) -> None:
    definition = Edition.objects.get(procedure__slug=slug).form_definition

    missing = validate_answers(definition, {}, TODAY)

    assert set(missing) == {question["key"] for question in definition if question["required"]}


CONTENTS = {content["slug"]: content for content in files.read_all()}
FORMS = [slug for slug, content in CONTENTS.items() if content["own_form"]]


@pytest.mark.parametrize("slug", [*FORMS, "cap-lai-bang-to-quoc-ghi-cong"])
def test_every_form_is_asked_checked_described_and_shown(slug: str) -> None:
    definition = CONTENTS[slug]["form"]
    nonsense = {question["key"]: "31/02/2026 🦄" for question in definition}

    for given in ({}, nonsense):
        wrong = validate_answers(definition, given, TODAY)
        asked = bind_questions(definition, given, wrong)
        assert [field.key for field in asked] == [question["key"] for question in definition]
        shown = sum(len(part["rows"]) for part in display(definition, given))
        assert shown == len(asked_now(definition, given))
    assert set(json_schema(definition)["properties"]) == set(nonsense)
    assert [q for part in sections(definition) for q in part.questions] == sorted(
        definition, key=lambda q: [part.title for part in sections(definition)].index(q["section_vi"])
    )


NUMBER = questions(born=("date", {}), number=("text", {"pattern": r"^\d{12}$|^\d{9}$", "born_field": "born"}))


@pytest.mark.parametrize(
    ("number", "born", "year"),
    [
        ("001150012345", "27/4/1950", 0),
        ("001150012345", "27/4/1951", 1950),
        ("001350012345", "27/4/2050", 0),
        ("001205012345", "27/4/1905", 2005),
        ("012345678", "27/4/1951", 0),
        ("001150012345", "", 0),
    ],
)
def test_a_citizen_number_carries_the_year_of_birth(number: str, born: str, year: int) -> None:
    messages = errors(NUMBER, number=number, born=born)

    assert bool(messages) == bool(year)
    if year:
        assert messages["number"] == [
            f"Năm sinh {born[-4:]} khác với số căn cước ({year}). Kiểm tra lại hai ô: born và number."
        ]
