"""Office hours in words, as the official calendar has them."""

from datetime import date, time

import pytest

from procedures.calendar.hours import weekly_hours
from procedures.law.working_time import STANDARD, Hours, WorkingCalendar

EARLY, LATE = (time(7), time(11, 30)), (time(13, 30), time(17))
SUMMER = Hours((EARLY, LATE), first=(4, 16), last=(10, 15))


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ((Hours(),), "thứ Hai đến thứ Sáu, 08:00–12:00 và 13:00–17:00"),
        ((Hours(weekdays=frozenset({0, 2, 4})),), "thứ Hai, thứ Tư và thứ Sáu, 08:00–12:00 và 13:00–17:00"),
        ((Hours(STANDARD[:1]),), "thứ Hai đến thứ Sáu, 08:00–12:00"),
        ((Hours(weekdays=frozenset(range(7))),), "thứ Hai đến Chủ nhật, 08:00–12:00 và 13:00–17:00"),
        ((Hours(), SUMMER), "thứ Hai đến thứ Sáu, 07:00–11:30 và 13:30–17:00"),
    ],
)
def test_the_hours_of_a_summer_sunday_are_those_of_the_week_to_come(hours: tuple[Hours, ...], words: str) -> None:
    calendar = WorkingCalendar({}, [2026], hours=hours)

    assert weekly_hours(calendar, date(2026, 7, 5)) == words


def test_seasons_change_the_words() -> None:
    calendar = WorkingCalendar({}, [2026], hours=(Hours(), SUMMER))

    assert weekly_hours(calendar, date(2026, 12, 1)).endswith("08:00–12:00 và 13:00–17:00")
