"""Answers as people type and paste them: every kind of space, mark, digit and look-alike letter."""

import pytest

from procedures.questions import read
from tests.support.questions import fault, question, tidied

SPACES = "\u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u202f\u205f\u3000"
NAME, OLD_OR_NEW_ID = "^[A-Z .'-]+$", r"^\d{12}$|^\d{9}$"


@pytest.mark.parametrize("space", SPACES)
def test_a_name_keeps_its_spaces_and_hyphens_whatever_space_was_pasted(space: str) -> None:
    assert tidied("text", f"ANNE-MARIE{space}DUPONT", pattern=NAME) == "ANNE-MARIE DUPONT"


@pytest.mark.parametrize(
    ("typed", "name"), [("O’BRIEN", "O'BRIEN"), ("OʼBRIEN", "O'BRIEN"), ("ANNE\u2010MARIE", "ANNE-MARIE")]
)
def test_the_signs_of_a_telephone_s_keyboard_are_those_of_a_passport(typed: str, name: str) -> None:
    assert tidied("text", typed, pattern=NAME) == name


@pytest.mark.parametrize("typed", ["ANNE-MARIE_DUPONT", "JEAN–PAUL"])
def test_the_spaces_and_hyphens_of_a_name_are_never_deleted_to_make_it_fit(typed: str) -> None:
    assert fault("text", typed, pattern="^[A-Z ]+$")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("\u200b001050012345", "001050012345"),
        ("\u202d001050012345\u202c", "001050012345"),
        ("００１０５００１２３４５", "001050012345"),
        ("٠٠١٠٥٠٠١٢٣٤٥", "001050012345"),
        ("001.050\u00a0012–345", "001050012345"),
        ("１２３４５６７８９", "123456789"),
    ],
)
def test_a_number_is_its_digits(typed: str, number: str) -> None:
    assert tidied("text", typed, pattern=OLD_OR_NEW_ID) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0081 3-1234-5678", "+81312345678"),
        ("001 (212) 555-0123", "+12125550123"),
        ("069.522.123", "069522123"),
        ("069 234 5678", "0692345678"),
        ("tel:+84912345678", "0912345678"),
        ("\u202d0912\u00a0345\u2009678\u202c", "0912345678"),
        ("０９１２３４５６７８", "0912345678"),
        ("0912–345–678", "0912345678"),
    ],
)
def test_a_telephone_number_is_read_however_it_is_written(typed: str, number: str) -> None:
    assert tidied("tel", typed) == number


@pytest.mark.parametrize("typed", ["27/04/1950", "1950/04/27", "1950-04-27", "27.4.1950", "27 4 1950"])
def test_a_whole_date_pasted_into_the_box_of_the_day_is_that_date(typed: str) -> None:
    raw = read([question("date")], {"it-day": typed, "it-month": "", "it-year": ""})["it"]

    assert tidied("date", raw) == "1950-04-27"


@pytest.mark.parametrize("typed", ["30/4/27", "04/1950", "1950"])
def test_part_of_a_date_in_the_box_of_the_day_is_no_date(typed: str) -> None:
    raw = read([question("date")], {"it-day": typed, "it-month": "", "it-year": ""})["it"]

    assert fault("date", raw)


@pytest.mark.parametrize("typed", ["001190012345", "001 190 012 345", "079.190.012.345"])
def test_a_citizen_number_is_no_foreign_telephone(typed: str) -> None:
    assert fault("tel", typed)
