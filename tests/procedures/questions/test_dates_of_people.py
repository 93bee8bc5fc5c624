"""Dates of birth on old papers: a year, a month of it or a day; and a whole date in whichever box it was typed."""

from datetime import date
from typing import Any

import pytest

from procedures.editions import files
from procedures.questions import display, read, validate_answers
from procedures.questions.base import InvalidAnswer
from procedures.questions.dates import Date, PartialDate, first_day, last_day

TODAY = date(2026, 11, 23)
BORN = {"key": "birth_date", "label_vi": "Ngày sinh", "label": "Ngày sinh", "type": "date_partial", "required": True}
FOREIGN_WORKERS = {
    "cap-giay-phep-lao-dong",
    "cap-lai-giay-phep-lao-dong",
    "gia-han-giay-phep-lao-dong",
    "xac-nhan-khong-thuoc-dien-cap-giay-phep-lao-dong",
}


def births() -> list[tuple[str, dict[str, Any]]]:
    """Every question of the catalogue for the birth of a person, with its procedure."""
    return [
        (content["slug"], row)
        for content in files.read_all(files.FOLDER)
        for row in content.get("form", [])
        if "birth" in row["key"] and row["type"].startswith("date")
    ]


def test_every_birth_is_asked_as_papers_have_it_but_for_foreign_workers() -> None:
    kinds = {(slug, row["key"]): row["type"] for slug, row in births()}

    assert {slug for (slug, _key), kind in kinds.items() if kind == "date"} == FOREIGN_WORKERS
    assert len({slug for (slug, _key), kind in kinds.items() if kind == "date_partial"}) == 10


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("1945", "1945", "1945"),
        ("//1945", "1945", "1945"),
        ("4/1945", "1945-04", "04/1945"),
        ("/4/1945", "1945-04", "04/1945"),
        ("27/4/1945", "1945-04-27", "27/04/1945"),
        ("27041945", "1945-04-27", "27/04/1945"),
        ("19450427", "1945-04-27", "27/04/1945"),
        ("1945/04/27", "1945-04-27", "27/04/1945"),
        ("1945.4.27", "1945-04-27", "27/04/1945"),
        ("00/00/1945", "1945", "1945"),
        ("0/4/1945", "1945-04", "04/1945"),
        ("xx/xx/1945", "1945", "1945"),
    ],
)
def test_what_is_known_of_a_birth_is_kept_and_shown(typed: str, kept: str, shown: str) -> None:
    assert PartialDate().tidy(typed, BORN) == kept
    assert PartialDate().show(kept, BORN, english=False) == shown


@pytest.mark.parametrize("typed", ["5/00/1945", "32/1/1945", "13/1945", "abc", "45", "30/4/27"])
def test_what_is_no_date_is_told_in_words(typed: str) -> None:
    with pytest.raises(InvalidAnswer):
        PartialDate().tidy(typed, BORN)


@pytest.mark.parametrize("box", ["day", "month", "year"])
@pytest.mark.parametrize("typed", ["27/04/1950", "27041950", "1950/04/27", "1950-04-27"])
def test_a_whole_date_in_one_box_is_that_date(box: str, typed: str) -> None:
    question = {**BORN, "type": "date"}

    raw = Date().read({f"birth_date-{box}": typed}, question)

    assert Date().tidy(raw, question) == "1950-04-27"


@pytest.mark.parametrize("box", ["day", "month", "year"])
def test_a_year_alone_is_understood_in_any_box(box: str) -> None:
    raw = read([BORN], {f"birth_date-{box}": "1945"})

    assert validate_answers([BORN], raw, TODAY) == {}


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("1950", date(1950, 1, 1), date(1950, 12, 31)),
        ("1950-02", date(1950, 2, 1), date(1950, 2, 28)),
        ("1950-04-27", date(1950, 4, 27), date(1950, 4, 27)),
    ],
)
def test_a_part_of_a_date_may_be_any_day_of_it(value: str, first: date, last: date) -> None:
    assert (first_day(value), last_day(value)) == (first, last)


@pytest.mark.parametrize(
    ("rule", "value", "other", "fits"),
    [
        ({"max": "today-18y"}, "2008", "", True),
        ({"max": "today-18y"}, "2008-11", "", True),
        ({"max": "today-18y"}, "2008-12", "", False),
        ({"max": "today-18y"}, "2009", "", False),
        ({"max": "today"}, "2026", "", True),
        ({"max": "today"}, "2027", "", False),
        ({"lte_field": "died"}, "1950", "1950-03-01", True),
        ({"lte_field": "died"}, "1951", "1950-03-01", False),
        ({"gt_field": "died"}, "1950", "1950-03-01", True),
        ({"gt_field": "died"}, "1949", "1950-03-01", False),
        ({"within": "3m"}, "2026", "", True),
        ({"within": "3m"}, "2025", "", False),
    ],
)
def test_rules_read_a_part_of_a_date_in_favour_of_who_gives_it(
    rule: dict[str, str], value: str, other: str, fits: bool
) -> None:
    form = [{"key": "died", "label_vi": "Ngày mất", "type": "date", "required": False}, {**BORN, "validation": rule}]
    answers = {"birth_date": value} | ({"died": other} if other else {})

    assert ("birth_date" not in validate_answers(form, answers, TODAY)) is fits


def test_the_year_of_a_citizen_number_is_compared_with_a_year_alone() -> None:
    form = [
        BORN,
        {
            "key": "number",
            "label_vi": "Số",
            "type": "text",
            "required": True,
            "validation": {"born_field": "birth_date"},
        },
    ]

    assert validate_answers(form, {"birth_date": "1945", "number": "001045000001"}, TODAY) == {}
    assert "number" in validate_answers(form, {"birth_date": "1946", "number": "001045000001"}, TODAY)


def test_a_printed_form_shows_the_year_alone() -> None:
    rows = display([{**BORN, "section_vi": "A"}], {"birth_date": "1945"})[0]["rows"]

    assert rows[0]["value"] == "1945"
