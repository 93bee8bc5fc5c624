"""The status of a dossier against its promised date: the case a chip shows, counted in working days. Pure."""

from dataclasses import dataclass
from datetime import datetime

from procedures.law.deadlines import SOON
from procedures.law.working_time import VIETNAM, CalendarMissing, WorkingCalendar


@dataclass(frozen=True)
class Standing:
    """One of: none, waiting, overdue, due_today, due_soon, on_track, done_early, done_on_time, done_late."""

    case: str
    days: int = 0
    due_at: datetime | None = None


def standing(
    due_at: datetime | None,
    at: datetime,
    calendar: WorkingCalendar | None,
    *,
    waiting: bool = False,
    finished_at: datetime | None = None,
) -> Standing:
    """How the promise *due_at* stands at *at*, or stood at *finished_at*; *days* are working days."""
    if waiting:
        return Standing("waiting", 0, due_at)
    if due_at is None or calendar is None:
        return Standing("none")
    if finished_at is not None:
        return _finished(due_at, finished_at, calendar)
    days = _between(calendar, at, due_at)
    if at > due_at:
        return Standing("overdue", max(-days, 1), due_at)
    if days == 0:
        return Standing("due_today", 0, due_at)
    return Standing("due_soon" if days <= SOON else "on_track", days, due_at)


def _finished(due_at: datetime, finished_at: datetime, calendar: WorkingCalendar) -> Standing:
    days = _between(calendar, finished_at, due_at)
    if finished_at > due_at:
        return Standing("done_late", max(-days, 1), due_at)
    return Standing("done_early" if days > 0 else "done_on_time", max(days, 0), due_at)


def _between(calendar: WorkingCalendar, since: datetime, until: datetime) -> int:
    """Working days from one instant's day to another's; plain days where a year has no calendar."""
    first, last = since.astimezone(VIETNAM).date(), until.astimezone(VIETNAM).date()
    try:
        return calendar.measure(first, last)
    except CalendarMissing:
        return (last - first).days
