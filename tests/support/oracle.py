"""A slow reference of the statutory clock: it walks day by day, and minute by minute.

Written from the Civil Code (art. 147–148), Decree 61/2018 (art. 19.4) and the yearly decisions, and knowing nothing of
the code that it judges: its days off are typed here again from the decisions, and it looks nothing up.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
OFF = {  # year: month: days
    2024: {1: [1], 2: [8, 9, 12, 13, 14], 4: [18, 29, 30], 5: [1], 9: [2, 3]},
    2025: {1: [1, 27, 28, 29, 30, 31], 4: [7, 30], 5: [1, 2], 9: [1, 2]},
    2026: {1: [1, 2], 2: [16, 17, 18, 19, 20], 4: [27, 30], 5: [1], 8: [31], 9: [1, 2], 11: [24]},
}
WORKED = {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
HOURS = ((time(8), time(12)), (time(13), time(17)))
Wait = tuple[datetime, datetime, str]  # since, until, mode
Stage = tuple[int, str]


class NotLoaded(Exception):
    """The walk came into a year that nobody decided."""


def works(day: date) -> bool:
    """True when civil servants work on *day*."""
    if day.year not in OFF:
        raise NotLoaded(day.year)
    if day in WORKED:
        return True
    return day.weekday() < 5 and day.day not in OFF[day.year].get(day.month, [])


def open_at(at: datetime) -> bool:
    """True when the office is open in the minute that begins at *at*."""
    return works(at.date()) and any(opens <= at.time() < closes for opens, closes in HOURS)


def due(
    received: datetime, stages: Sequence[Stage], waits: Sequence[Wait] = (), cutoff: time | None = None
) -> datetime:
    """When a term of day stages ends, walking every day; the close of business of its lawful last day."""
    begin = max([received, *(until for _, until, mode in waits if mode == "restart")])
    pauses = [(since, until) for since, until, mode in waits if mode == "pause"]
    day = begin.date()
    if cutoff and begin.time() > cutoff:
        day = next_working(day)
        begin = datetime.combine(day, HOURS[0][0], tzinfo=ZONE)
    for value, unit in stages:
        day = _walk(day, value, unit, begin, pauses)
    while over := [b for a, b in pauses if max(a, begin).date() <= day <= b.date() and b > begin]:
        begin = max(over)  # asked on the last day: what is left of that day comes after the wait
        day = begin.date()
    while not works(day) or datetime.combine(day, HOURS[-1][1], tzinfo=ZONE) < begin:
        day += ONE_DAY
    return datetime.combine(day, HOURS[-1][1], tzinfo=ZONE)


def due_by_time(received: datetime, stages: Sequence[Stage], waits: Sequence[Wait] = ()) -> datetime:
    """When a term of hour stages ends, walking every minute."""
    at = max([received, *(until for _, until, mode in waits if mode == "restart")])
    pauses = [(since, until) for since, until, mode in waits if mode == "pause"]
    for value, unit in stages:
        left = value * 60
        while left or _waits_on(at, pauses):
            paused = _waits_on(at, pauses)
            left -= not paused and (unit == "hour" or open_at(at))
            at += ONE_MINUTE
    return at


def next_working(day: date) -> date:
    """The first working day after *day*."""
    day += ONE_DAY
    while not works(day):
        day += ONE_DAY
    return day


def _waits_on(at: datetime, pauses: Sequence[tuple[datetime, datetime]]) -> bool:
    return any(since <= at < until for since, until in pauses)


def _walk(day: date, value: int, unit: str, begin: datetime, pauses: Sequence[tuple[datetime, datetime]]) -> date:
    left = value if unit != "month" else (_months_on(day, value) - day).days
    while left:
        day += ONE_DAY
        paused = any(max(a, begin).date() < day <= b.date() for a, b in pauses)
        if not paused and (unit != "working_day" or works(day)):
            left -= 1
    return day


def _months_on(day: date, months: int) -> date:
    """The corresponding day, or the last one of a shorter month (art. 148.2–4)."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=32)).replace(day=1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))
