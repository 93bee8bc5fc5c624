"""Citizen numbers, tax codes and telephone numbers; provinces by any of their names."""

import pytest

from people import provinces
from people.identity import birth_year, citizen_id_fits, phone_groups


@pytest.mark.parametrize("number", ["001150012345", "096300012345", "114150012345", "002150012345"])
def test_a_citizen_number_begins_with_a_province_or_a_country(number: str) -> None:
    assert citizen_id_fits(number)


@pytest.mark.parametrize("number", ["003150012345", "099150012345", "00115001234", "00115001234x", ""])
def test_a_number_of_no_province_is_none(number: str) -> None:
    assert not citizen_id_fits(number)


@pytest.mark.parametrize(("digits", "year"), [("001050", 1950), ("001199", 1999), ("001200", 2000), ("001325", 2025)])
def test_the_year_of_birth_is_read_with_its_century(digits: str, year: int) -> None:
    assert birth_year(f"{digits}012345") == year


def test_a_mobile_number_is_shown_in_groups_and_others_as_they_are() -> None:
    assert [phone_groups(number) for number in ("0912345678", "02439330900")] == ["0912 345 678", "02439330900"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("hà nội", "Thành phố Hà Nội"),
        ("Tỉnh Hà Giang", "Tỉnh Hà Giang"),
        ("ba ria vung tau", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("Thừa Thiên Huế", "Tỉnh Thừa Thiên Huế"),
        ("Huế", "Thành phố Huế"),
        ("Mẫu", ""),
        ("", ""),
        ("tỉnh", ""),
    ],
)
def test_a_province_is_found_by_any_of_its_names(typed: str, name: str) -> None:
    assert provinces.named(typed) == name


def test_there_are_34_provinces_today_and_63_codes_of_before() -> None:
    assert (len(provinces.today()), len(provinces.codes())) == (34, 63)
    assert provinces.today()[0] == "Tỉnh An Giang"
