"""Find the running dossiers that a later calendar would move, and how far. Reads only; the act is `move_due`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.promise import deadline_of
from dossiers.models import Dossier
from procedures.calendar.lookup import calendar_as_published, working_calendar
from procedures.law.working_time import VIETNAM, CalendarMissing, WorkingCalendar
from procedures.models import CalendarDay

OPEN_KINDS = (CalendarDay.Kind.SWAP_WORK, CalendarDay.Kind.ORDINARY)
Calendars = Callable[[str], WorkingCalendar]  # by the path of the desk that received the dossier


@dataclass(frozen=True)
class Move:
    """One dossier whose promised instant a closure touches."""

    dossier: Dossier
    becomes: datetime
    closed: tuple[date, ...]  # the days within its term on which the office is shut after all
    working_days: int  # between the old day and the new one, as the new calendar counts

    @property
    def was(self) -> datetime:
        """What it is promised for now."""
        assert self.dossier.due_at is not None
        return self.dossier.due_at


def moves_under(calendars: Calendars, closed: Iterable[date]) -> Iterator[Move]:
    """Every running dossier that *calendars* moves, soonest first; *closed* are the days on which it is shut.

    Only what was promised under a version that works on one of them is read at all.
    """
    closed_days = set(closed)
    for number in versions_in_use():
        old = (working_calendar(number), calendar_as_published(number))
        new = sorted(day for day in closed_days if any(calendar.works_on(day) for calendar in old))
        if new:
            for dossier in candidates(number, new[0], new[-1]):
                if move := move_of(dossier, calendars):
                    yield move


def moves_of_version(version: int) -> Iterator[Move]:
    """The same for a published version."""
    days = CalendarDay.objects.filter(version=version).exclude(kind__in=OPEN_KINDS)
    return moves_under(partial(working_calendar, version), days.values_list("date", flat=True))


def move_of(dossier: Dossier, calendars: Calendars) -> Move | None:
    """How *calendars* moves this dossier; None where it does not, or a year is missing."""
    since, was = dossier.clock_since, dossier.due_at
    if since is None or was is None or dossier.calendar_version is None:
        return None
    new = calendars(dossier.desk_unit.path if dossier.desk_unit else "")
    try:
        becomes = _due_under(dossier, new)
        if becomes is None or becomes <= was:
            return None
        first, last = timezone.localdate(since), timezone.localdate(becomes)
        closed = tuple(_newly_closed(_calendar_of_promise(dossier), new, first, last))
        working_days = new.measure(timezone.localdate(was), last)
    except CalendarMissing:
        return None
    return Move(dossier, becomes, closed, working_days) if closed else None


def _calendar_of_promise(dossier: Dossier) -> WorkingCalendar:
    """The calendar by which its date was counted: that of then, undecided year and all, or that of today."""
    then = calendar_as_published(dossier.calendar_version or 0, dossier.desk_unit.path if dossier.desk_unit else "")
    try:
        return then if _due_under(dossier, then) == dossier.due_at else calendar_of(dossier)
    except CalendarMissing:
        return calendar_of(dossier)


def apology_day(dossier: Dossier, calendar: WorkingCalendar) -> datetime | None:
    """The new date that its letter of apology named, on the next working day where *calendar* closes that one."""
    if dossier.new_due_at is None:
        return None
    day = calendar.add(timezone.localdate(dossier.new_due_at), 0)
    return max(dossier.new_due_at, calendar.closes(day))


def _due_under(dossier: Dossier, calendar: WorkingCalendar) -> datetime | None:
    deadline = deadline_of(dossier, with_ledger=False, calendar=calendar)
    if deadline is None or deadline.due_at is None:
        return None
    return max(deadline.due_at, apology_day(dossier, calendar) or deadline.due_at)


def versions_in_use() -> list[int]:
    """The calendars under which open dossiers are promised."""
    rows = Dossier.objects.open().exclude(calendar_version=None).order_by()
    numbers = rows.values_list("calendar_version", flat=True).distinct()
    return sorted(number for number in numbers if number is not None)


def candidates(version: int, first: date, last: date) -> Iterable[Dossier]:
    """Open dossiers under *version*, promised for *first* or later and received by *last*, streamed."""
    since = datetime.combine(first, time.min, tzinfo=VIETNAM)
    until = datetime.combine(last + timedelta(days=1), time.min, tzinfo=VIETNAM)
    rows = Dossier.objects.open().filter(calendar_version=version, due_at__gte=since, accepted_at__lt=until)
    return (
        rows.with_names()
        .defer("answers")
        .order_by("due_at", "id")
        .prefetch_related("interruptions")
        .iterator(chunk_size=500)
    )


def _newly_closed(old: WorkingCalendar, new: WorkingCalendar, first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if not new.is_working(day) and old.works_on(day):
            yield day
