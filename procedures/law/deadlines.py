"""The statutory clock: a term, a reception and its waits in, the due instant and its ledger out.

Pure: no Django, no database, no clock. Law: Civil Code art. 147–148 (the day of the event is not
counted; a last day that is no working day moves to the next one; hours run from the moment); Decree
61/2018 art. 19.4 (the term is counted again from the start after a supplement).
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from procedures.law import ledger
from procedures.law.ledger import Counted, LedgerDay, Run
from procedures.law.working_time import VIETNAM, WorkingCalendar, is_provisional

CUTOFF = time(15, 0)
SOON = 2  # working days
HOURS_A_DAY = 8  # in hour mode a working day is so many hours
DAY_UNITS = ("working_day", "calendar_day", "month")
UNITS = (*DAY_UNITS, "working_hour", "hour")
A_THOUSAND_YEARS = {"working_day": 366_000, "calendar_day": 366_000, "month": 12_000}
BY_THE_HOUR = {"working_day": ("working_hour", HOURS_A_DAY), "calendar_day": ("hour", 24)}


@dataclass(frozen=True)
class Stage:
    """One stage of the term; stages run one after another."""

    value: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit}")
        if self.value < 0:
            raise ValueError("a term is never negative")
        if self.value > A_THOUSAND_YEARS.get(self.unit, 366_000 * 24):  # and dates end in the year 9999
            raise ValueError("a term is never longer than a thousand years")


@dataclass(frozen=True)
class Wait:
    """Waiting for the applicant since an instant, until another or still; mode is restart, pause or none."""

    since: datetime
    until: datetime | None
    mode: str

    def __post_init__(self) -> None:
        if self.mode not in ("restart", "pause", "none"):
            raise ValueError(f"unknown mode {self.mode}")
        if self.until is not None and self.until < self.since:
            raise ValueError("an interruption never ends before it began")


class Deadline(NamedTuple):
    """When the answer is due (None while the clock stands still), and every day that led there.

    *is_provisional*: in a year whose days off are not all decided, so that the decision may move it.
    """

    due_at: datetime | None
    ledger: Sequence[LedgerDay]
    calendar_version: int
    is_provisional: bool = False


@dataclass(frozen=True)
class Term:
    """How long the office has, and how its edition counts.

    What is received after *cutoff* counts as received the next working day, where an edition says so.
    *by_the_hour* keeps the minute reached, a working day being eight office hours, where others end at
    the close of the last day.
    """

    stages: Sequence[Stage]
    cutoff: time | None = None
    by_the_hour: bool = False

    def __post_init__(self) -> None:
        if not self.stages:
            raise ValueError("a term has at least one stage")


def due(
    received_at: datetime,
    term: Term,
    calendar: WorkingCalendar,
    waits: Iterable[Wait] = (),
    *,
    with_ledger: bool = True,
) -> Deadline:
    """The due instant of *term* received at *received_at*; by days, the close of business of the last one.

    An open restart or pause gives no due instant. Raises CalendarMissing when a year is not loaded.
    """
    rows = [row for row in waits if row.mode != "none"]
    rows.sort(key=lambda row: row.since)
    *former, begin = _begins(received_at, rows) if rows else [received_at]
    count = _Count(begin, term, calendar)
    due_at = count.run(_waits(begin, rows) if rows else [])
    days: list[LedgerDay] = []
    if with_ledger:
        cut = [_cut_short(at, term, calendar, rows, until) for at, until in pairwise([*former, begin])]
        spans = [(row.since, row.until) for row in rows]
        last = due_at or max([count.start, *(row.since for row in rows if row.until is None)])
        days = list(ledger.days(calendar, [*cut, count.counted], spans, _day(last), term.cutoff))
    return Deadline(due_at, days, calendar.version, due_at is not None and is_provisional(calendar, due_at))


def due_if_completed(
    at: datetime, received_at: datetime, term: Term, calendar: WorkingCalendar, waits: Iterable[Wait]
) -> Deadline:
    """What the due instant would be if an open wait ended at *at*."""
    ended = [row if row.until else replace(row, until=max(at, row.since)) for row in waits]
    return due(received_at, term, calendar, ended, with_ledger=False)


def _begins(received_at: datetime, rows: Sequence[Wait]) -> list[datetime]:
    """Every instant from which the term was counted: reception, then each closed restart."""
    begins = [received_at]
    ends = sorted(row.until for row in rows if row.mode == "restart" and row.until)
    return begins + [end for end in ends if end > received_at]


def _waits(begin: datetime, rows: Sequence[Wait]) -> list[Wait]:
    """The waiting that still matters after *begin*: what is open, and pauses that last beyond it."""
    return [row for row in rows if row.until is None or (row.mode == "pause" and row.until > begin)]


def _cut_short(
    begin: datetime, term: Term, calendar: WorkingCalendar, rows: Sequence[Wait], until: datetime
) -> Counted:
    """What ran of a count before the supplement that came at *until* set it to zero."""
    stopped = min(row.since for row in rows if row.mode == "restart" and row.until == until)
    stopped = max(stopped, begin)
    pauses = [row for row in _waits(begin, rows) if row.until and row.since < stopped]
    count = _Count(begin, term, calendar)
    count.run([*pauses, Wait(stopped, None, "restart")])
    return count.counted


def _start(begin: datetime, term: Term, calendar: WorkingCalendar) -> datetime:
    """The instant from which a count runs: a late hour may move it to the opening of the next working day."""
    local = begin.astimezone(VIETNAM)
    calendar.verdict(local.date())  # what begins in a year nobody loaded is not counted at all
    if term.cutoff is not None and local.time() > term.cutoff:
        return calendar.opens(calendar.add(local.date(), 1))
    return local


class _Count:
    """One count of a term from its begin, by look-ups: the stretches it ran, and where it ends."""

    def __init__(self, begin: datetime, term: Term, calendar: WorkingCalendar) -> None:
        self._begin, self._term, self._calendar = begin, term, calendar
        self.start = _start(begin, term, calendar)
        self._runs: list[Run] = []
        self._ends: datetime | None = None

    @property
    def counted(self) -> Counted:
        """This count, for the ledger."""
        return Counted(self._begin, self.start, self._runs, self._ends and _day(self._ends))

    def run(self, waits: Sequence[Wait]) -> datetime | None:
        """When the term ends, with *waits* in order cut out of it; None while one of them is open."""
        cursor, waiting = self.start, list(waits)
        for stage in self._term.stages:
            unit, left = self._resolved(stage, cursor)
            end = self._step(cursor, left, unit)
            while waiting and self._reached(waiting[0].since, end, unit):
                wait = waiting.pop(0)
                since = max(wait.since.astimezone(VIETNAM), cursor)
                self._runs.append(Run(unit, cursor, since))
                if wait.until is None:
                    return None
                left -= self._count(cursor, since, unit)
                cursor = max(wait.until.astimezone(VIETNAM), cursor)
                end = self._step(cursor, left, unit)
            self._runs.append(Run(unit, cursor, end))
            cursor = end
        self._ends = self._last(cursor)
        return None if waits and any(wait.until is None for wait in waits) else self._ends

    def _resolved(self, stage: Stage, cursor: datetime) -> tuple[str, timedelta | int]:
        """The unit that is counted, and how many: months become the days they have, hours a span of time."""
        unit, value = stage.unit, stage.value
        if unit == "month":
            unit, value = "calendar_day", _months_on(cursor.date(), value)
        if self._term.by_the_hour and unit in BY_THE_HOUR:
            unit, each = BY_THE_HOUR[unit]
            value *= each
        return unit, value if unit in DAY_UNITS else timedelta(hours=value)

    def _step(self, cursor: datetime, left: timedelta | int, unit: str) -> datetime:
        """Where *left* of the unit ends; by days, at the close of the day."""
        if isinstance(left, timedelta):
            return cursor + left if unit == "hour" else self._calendar.add_time(cursor, left)
        if left == 0:
            return cursor
        day = cursor.date()
        return self._calendar.closes(
            self._calendar.add(day, left) if unit == "working_day" else day + timedelta(days=left)
        )

    def _count(self, since: datetime, until: datetime, unit: str) -> Any:
        """How much of the unit lies between two instants of the count."""
        if unit == "hour":
            return until - since
        if unit == "working_hour":
            return self._calendar.time_between(since, until)
        until = until.astimezone(VIETNAM)
        if unit == "calendar_day":
            return (until.date() - since.date()).days
        return self._calendar.measure(since.date(), until.date())

    def _reached(self, since: datetime, end: datetime, unit: str) -> bool:
        """True when a wait began before the stage was over; by days, on its last day at the latest."""
        if unit in DAY_UNITS:
            return since.astimezone(VIETNAM).date() <= end.date()
        return since <= end

    def _last(self, cursor: datetime) -> datetime:
        """The end of the last stage as the law lets it stand (Civil Code art. 148.5)."""
        calendar, day = self._calendar, cursor.date()
        works = calendar.is_working(day)
        if self._term.stages[-1].unit not in DAY_UNITS:
            return cursor
        if self._term.by_the_hour:
            return cursor if works else calendar.opening_after(cursor)
        close = calendar.closes(day if works else calendar.add(day, 1))
        # What comes after closing time with nothing left of its term is for the next working day.
        return close if close >= cursor else calendar.closes(calendar.add(day, 1))


def _months_on(day: date, months: int) -> int:
    """How many days lie between *day* and the same day *months* later, or the last one where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return (date(year, month + 1, min(day.day, last)) - day).days


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
