"""When to warn that a term runs out: at shares of it, days before, on its last day, after it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from procedures.law.working_time import VIETNAM, CalendarMissing, WorkingCalendar

DUE, OVERDUE = "due", "overdue"


@dataclass(frozen=True)
class Thresholds:
    """Shares of the term in per cent of its office time, and working days before its last day."""

    shares: tuple[int, ...] = (50, 80)
    days_before: tuple[int, ...] = (1,)
    last_day: bool = True


WHOLE_TERM, ONE_STEP = Thresholds(), Thresholds(shares=(80,), days_before=(), last_day=False)
Alert = tuple[str, datetime]  # "50%", "80%", "1d", "due", "overdue"; and from when


def alerts(
    begin: datetime, due_at: datetime, calendar: WorkingCalendar, thresholds: Thresholds = WHOLE_TERM
) -> list[Alert]:
    """Every alert of a term from *begin* to *due_at*, in order; of several at one instant the most urgent."""
    keys = {due_at: OVERDUE}
    day = due_at.astimezone(VIETNAM).date()
    if thresholds.last_day and calendar.is_working(day):
        keys.setdefault(calendar.opens(day), DUE)
    for count in thresholds.days_before:
        keys.setdefault(calendar.opens(calendar.back(day, count)), f"{count}d")
    for share, at in _shares(begin, due_at, calendar, thresholds.shares):
        keys.setdefault(at, f"{share}%")
    return [(key, at) for at, key in sorted(keys.items()) if begin < at]


def _shares(
    begin: datetime, due_at: datetime, calendar: WorkingCalendar, shares: Iterable[int]
) -> list[tuple[int, datetime]]:
    try:
        whole = calendar.time_between(begin, due_at)
    except CalendarMissing:  # a typed date in a year whose calendar nobody loaded
        return []
    if not whole > timedelta(0):
        return []
    return [(share, calendar.add_time(begin, whole * share / 100)) for share in sorted(shares, reverse=True)]
