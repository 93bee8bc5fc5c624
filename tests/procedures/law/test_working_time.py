"""Working days and office time: what each day is, and adding and measuring by look-up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.law.working_time import CalendarMissing, WorkingCalendar
from tests.support.official_calendar import OFFICIAL, with_closures

DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("day", "verdict", "reason"),
    [
        (date(2026, 3, 2), "counted", ""),
        (date(2026, 3, 7), "weekend", ""),
        (date(2026, 2, 17), "holiday", "Tết Nguyên đán"),
        (date(2026, 4, 27), "holiday", "Nghỉ bù Giỗ Tổ Hùng Vương (Chủ nhật 26/4)"),
        (date(2026, 1, 2), "swapped_off", "Hoán đổi, làm bù thứ Bảy 10/01"),
        (date(2026, 1, 10), "swapped_work", "Làm bù cho thứ Sáu 02/01"),
    ],
)
def test_every_day_says_what_it_is_and_why(day: date, verdict: str, reason: str) -> None:
    assert OFFICIAL.verdict(day) == (verdict, reason)


def test_a_day_on_which_the_office_is_closed_does_not_count() -> None:
    calendar = with_closures([date(2026, 3, 3)])

    assert calendar.verdict(date(2026, 3, 3)) == ("closure", "Cơ quan đóng cửa")
    assert calendar.add(date(2026, 3, 2), 1) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),  # open: the day itself
        (date(2026, 3, 7), 0, date(2026, 3, 9)),  # closed: the next day the office works
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết
        (date(2026, 1, 9), 1, date(2026, 1, 10)),  # a Saturday that works
        (date(2025, 12, 31), 1, date(2026, 1, 5)),  # into the next year
    ],
)
def test_working_days_are_added_from_the_day_after(day: date, days: int, expected: date) -> None:
    assert OFFICIAL.add(day, days) == expected


@given(day=DAYS, days=st.integers(1, 60))
def test_adding_by_look_up_is_walking_day_by_day(day: date, days: int) -> None:
    walked, left = day, days
    while left:
        walked += timedelta(days=1)
        left -= OFFICIAL.is_working(walked)

    assert OFFICIAL.add(day, days) == walked


@given(day=DAYS, days=st.integers(1, 60))
def test_measuring_gives_back_what_was_added(day: date, days: int) -> None:
    later = OFFICIAL.add(day, days)

    assert OFFICIAL.measure(day, later) == days
    assert OFFICIAL.measure(later, day) == -days


@given(day=st.dates(date(2024, 6, 3), date(2026, 6, 30)), days=st.integers(1, 60))
def test_going_back_undoes_adding(day: date, days: int) -> None:
    last = OFFICIAL.add(day, days)

    assert OFFICIAL.add(OFFICIAL.back(last, days), days) == last


@pytest.mark.parametrize("day", [date(2023, 12, 29), date(2027, 1, 4)])
def test_a_year_without_a_calendar_is_refused_instead_of_guessed(day: date) -> None:
    with pytest.raises(CalendarMissing) as refusal:
        OFFICIAL.is_working(day)

    assert refusal.value.year == day.year


def test_adding_past_the_loaded_years_names_the_missing_year() -> None:
    with pytest.raises(CalendarMissing) as refusal:
        OFFICIAL.add(date(2026, 12, 30), 10)

    assert refusal.value.year == 2027


def test_a_gap_between_loaded_years_is_not_stepped_over() -> None:
    calendar = WorkingCalendar({}, [2024, 2026])

    with pytest.raises(CalendarMissing):
        calendar.add(date(2024, 12, 31), 3)


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        OFFICIAL.add(date(2026, 3, 2), -1)


def test_a_calendar_without_years_knows_no_day() -> None:
    with pytest.raises(CalendarMissing):
        WorkingCalendar({}, []).is_working(date(2026, 3, 2))
