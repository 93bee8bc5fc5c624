"""Dates and numbers are read in the ways people write them here, and refused in words."""

from typing import Any

import pytest

from tests.support.questions import fault, tidied


@pytest.mark.parametrize(
    "typed", ["27/4/1950", "27/04/1950", "27-4-1950", "27.4.1950", "27 4 1950", "27041950", "1950-04-27"]
)
@pytest.mark.parametrize("kind", ["date", "date_partial"])
def test_a_day_is_read_in_every_way_people_write_it(typed: str, kind: str) -> None:
    assert tidied(kind, typed) == "1950-04-27"


def test_the_day_comes_before_the_month() -> None:
    assert tidied("date", "03/04/1950") == "1950-04-03"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/02/1950", "Ngày 31/02/1950 không có trong lịch."),
        ("29/2/2025", "Ngày 29/2/2025 không có trong lịch."),
        ("13/13/1950", "Ngày 13/13/1950 không có trong lịch."),
        ("27/4", "Mục này phải có đủ ngày, tháng, năm. Ví dụ: 27 3 1950."),
        ("27/4/50", "Mục này phải có đủ ngày, tháng, năm. Ví dụ: 27 3 1950."),
        ("/4/1950", "Mục này phải có đủ ngày, tháng, năm. Ví dụ: 27 3 1950."),
        ("hôm qua", "Mục này phải có đủ ngày, tháng, năm. Ví dụ: 27 3 1950."),
        ("1/1/0000", "Ngày 1/1/0000 không có trong lịch."),
    ],
)
def test_what_is_no_day_is_refused_in_words(typed: str, message: str) -> None:
    assert fault("date", typed) == message


@pytest.mark.parametrize(
    ("typed", "known"),
    [("1950", "1950"), ("//1950", "1950"), ("4/1950", "1950-04"), ("/4/1950", "1950-04"), ("1950-04", "1950-04")],
)
def test_of_an_old_date_only_what_is_known_is_kept(typed: str, known: str) -> None:
    assert tidied("date_partial", typed) == known


@pytest.mark.parametrize("typed", ["5//1950", "13/1950", "0000", "năm 50"])
def test_a_partial_date_with_a_hole_is_refused(typed: str) -> None:
    assert fault("date_partial", typed)


@pytest.mark.parametrize(
    ("rules", "typed", "message"),
    [
        ({"max": "today"}, "3/3/2026", "Mục này phải là hôm nay hoặc trước hôm nay."),
        ({"min": "today"}, "1/3/2026", "Mục này phải là hôm nay hoặc sau hôm nay."),
        ({"max": "today-18y"}, "3/3/2008", "Người này phải đủ 18 tuổi; mục này chưa đủ 18 năm."),
        ({"within": "10d"}, "19/2/2026", "Mục này phải trong 10 ngày gần đây."),
        ({"within": "3m"}, "1/12/2025", "Mục này phải trong 3 tháng gần đây."),
    ],
)
def test_a_day_is_compared_with_today(rules: dict[str, Any], typed: str, message: str) -> None:
    assert fault("date", typed, **rules) == message


@pytest.mark.parametrize(
    ("rules", "typed"),
    [
        ({"max": "today"}, "2/3/2026"),
        ({"min": "today"}, "2/3/2026"),
        ({"max": "today-18y"}, "2/3/2008"),
        ({"within": "10d"}, "20/2/2026"),
        ({"within": "3m"}, "2/12/2025"),
    ],
)
def test_a_day_on_the_edge_of_a_rule_does(rules: dict[str, Any], typed: str) -> None:
    assert tidied("date", typed, **rules)


def test_a_year_alone_is_compared_with_the_year() -> None:
    assert tidied("date_partial", "2026", max="today") == "2026"
    assert fault("date_partial", "2027", max="today")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250.000", 1250000),
        ("1,250,000", 1250000),
        ("1 250 000", 1250000),
        ("1250000", 1250000),
        ("1.250.000 đồng", 1250000),
        ("1.250.000đ", 1250000),
        ("1,250", 1250),
        ("1.250", 1250),
        ("0", 0),
        (1250000, 1250000),
        ("12,0", 12),
    ],
)
def test_money_is_read_however_it_is_grouped(typed: Any, value: int) -> None:
    assert tidied("money", typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("98,4", 98.4),
        ("98,4 %", 98.4),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1,250", 1.25),
        ("1.250", 1250),
        ("1.250,5", 1250.5),
        ("1,250,000.5", 1250000.5),
        ("-3", -3),
        (1.125, 1.125),
        (2.0, 2),
        (7, 7),
    ],
)
def test_a_comma_marks_decimals_and_a_dot_groups_thousands(typed: Any, value: float) -> None:
    assert tidied("number", typed) == value


@pytest.mark.parametrize(
    "typed", ["mười", "1.2.3", "12.50.000", "1,5,5", "--1", "1e5", "½", "9" * 16, 1e300, float("nan"), True]
)
def test_what_is_no_number_is_refused_in_words(typed: Any) -> None:
    assert fault("number", typed) in ("Mục này phải là số, ví dụ: 12.", "Nhập mục này")


@pytest.mark.parametrize(
    ("kind", "typed", "rules", "message"),
    [
        ("number", "1,5", {"integer": True}, "Mục này phải là số nguyên."),
        ("money", "1,5", {}, "Mục này phải là số nguyên."),
        ("number", "-1", {"min": 0}, "Mục này phải từ 0 trở lên."),
        ("number", "101", {"max": 100}, "Mục này phải từ 100 trở xuống."),
        ("money", "1", {"min": 1500000}, "Mục này phải từ 1.500.000 trở lên."),
        ("number", "2027", {"max": "current_year"}, "Mục này không được sau năm nay."),
    ],
)
def test_numbers_keep_within_their_bounds(kind: str, typed: str, rules: dict[str, Any], message: str) -> None:
    assert fault(kind, typed, **rules) == message
