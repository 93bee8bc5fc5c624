"""The deadline ledger: every day from reception to the due day, its verdict and the running count.

Pure, like the clock that it explains: it is given the stretches that ran, and walks the days between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from procedures.law.working_time import VIETNAM, WORKING, WorkingCalendar

# Verdict and reason of a day zero.
RECEIVED = ("reception", "")
RESTARTED = ("waiting", "Nhận đủ bổ sung, thời hạn tính lại từ đầu")
AFTER_CUTOFF = "Tiếp nhận sau %s, tính từ ngày làm việc tiếp theo"
LATE = "Sau ngày hết hạn"
DAY, HOUR = "day", "hour"
ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class LedgerDay:
    """One day: its running count in *unit* (`day` or `hour`), and why it counted or not."""

    date: date
    n: int
    verdict: str
    reason: str
    unit: str = DAY


class Run(NamedTuple):
    """A stretch in which the term ran, in the unit that was counted."""

    unit: str  # working_day, calendar_day, working_hour, hour
    since: datetime
    until: datetime

    @property
    def by_days(self) -> bool:
        """Whole days are counted; else the time itself."""
        return self.unit in ("working_day", "calendar_day")

    def covers(self, day: date) -> bool:
        """True for the days after the first up to the last; by time, for every day it touches."""
        first, last = _day(self.since), _day(self.until)
        return (first < day <= last) if self.by_days else (first <= day <= last)

    def time_on(self, day: date, calendar: WorkingCalendar) -> timedelta:
        """How much of the time on *day* was counted."""
        midnight = datetime.combine(day, time.min, tzinfo=VIETNAM)
        since, until = max(self.since, midnight), min(self.until, midnight + ONE_DAY)
        if until <= since:
            return timedelta(0)
        return until - since if self.unit == "hour" else calendar.time_between(since, until)


@dataclass(frozen=True)
class Counted:
    """One count of the term: the instant it began, from where a late hour let it run, what ran, its lawful last day.

    *ends* is None for a count that was interrupted before it ran out.
    """

    begin: datetime
    start: datetime
    runs: Sequence[Run]
    ends: date | None


Span = tuple[datetime, datetime | None]


def days(
    calendar: WorkingCalendar, counts: Sequence[Counted], waits: Sequence[Span], last: date, cutoff: time | None
) -> Iterator[LedgerDay]:
    """Every day of each count in turn, up to *last*; counts that began on one day are one."""
    by_day = {_day(count.begin): count for count in counts}
    zeros = sorted(by_day)
    for zero, following in pairwise([*zeros, last + ONE_DAY]):
        verdict = RECEIVED if zero == zeros[0] else RESTARTED
        walk = _Walk(calendar, by_day[zero], waits, cutoff)
        yield from walk.days(zero, min(following, last + ONE_DAY), verdict)


class _Walk:
    """The days of one count."""

    def __init__(self, calendar: WorkingCalendar, count: Counted, waits: Sequence[Span], cutoff: time | None) -> None:
        self._calendar, self._count, self._cutoff = calendar, count, cutoff
        ends = count.ends or date.max
        # What was asked for after the term had run out stops nothing any more.
        self._waits = [(_day(a), _day(b) if b else date.max) for a, b in waits if _day(a) <= ends]
        self._days, self._time, self._unit = 0, timedelta(0), DAY

    def days(self, zero: date, until: date, verdict_of_zero: tuple[str, str]) -> Iterator[LedgerDay]:
        """Day zero with *verdict_of_zero*, then each day before *until*."""
        self._add(zero, self._calendar.verdict(zero)[0])
        yield self._row(zero, *verdict_of_zero)
        for ahead in range(1, (until - zero).days):
            day = zero + timedelta(days=ahead)
            yield self._row(day, *self._verdict(day, *self._calendar.verdict(day)))

    def _verdict(self, day: date, verdict: str, reason: str) -> tuple[str, str]:
        count, start = self._count, _day(self._count.start)
        if day < start:
            return verdict, reason
        if self._add(day, verdict):
            return (verdict if verdict in WORKING else "counted"), reason
        if day == start > _day(count.begin):
            return "shifted", AFTER_CUTOFF % f"{self._cutoff:%H:%M}"
        if any(since < day <= until for since, until in self._waits):
            return "waiting", reason
        if verdict in WORKING and count.ends:
            return ("shifted", reason) if day <= count.ends else (verdict, LATE)
        return verdict, reason

    def _add(self, day: date, verdict: str) -> bool:
        """Add what ran on *day*; True when something did."""
        before = (self._days, self._time)
        for run in self._count.runs:
            if not run.covers(day):
                continue
            if not run.by_days:
                self._time, self._unit = self._time + run.time_on(day, self._calendar), HOUR
            elif run.unit == "calendar_day" or verdict in WORKING:
                self._days, self._unit = self._days + 1, DAY
        return (self._days, self._time) != before

    def _row(self, day: date, verdict: str, reason: str) -> LedgerDay:
        n = self._days if self._unit == DAY else self._time // ONE_HOUR
        return LedgerDay(day, n, verdict, reason, self._unit)


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
