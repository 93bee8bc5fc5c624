"""The statutory clock: from a term, a reception and what interrupted it, the due instant and its ledger.

Pure: no Django, no database, no clock. Law: Civil Code art. 147–148 (the day of the event is not
counted; a last day that is no working day moves to the next one); Decree 61/2018 art. 19.4 (the term is
counted again from the start after a supplement).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise, repeat
from zoneinfo import ZoneInfo

from procedures.working_time import CLOSES, WORKING, WorkingCalendar

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
CUTOFF = time(15, 0)
# What the ledger says on a day zero: verdict and reason.
RECEIVED = ("reception", "")
RESTARTED = ("waiting", "Nhận đủ bổ sung, thời hạn tính lại từ đầu")
AFTER_CUTOFF = ("shifted", "Tiếp nhận sau 15:00, tính từ ngày làm việc tiếp theo")
DAY_UNITS = ("working_day", "calendar_day")
LATER_UNITS = ("working_hour", "hour", "month")
SOON = 2  # working days


class UnitNotYet(ValueError):
    """The unit is known to the law, but this engine does not count it yet."""

    def __init__(self, unit: str) -> None:
        super().__init__(unit)
        self.unit = unit


@dataclass(frozen=True)
class Stage:
    """One stretch of the term; stages run one after another."""

    value: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit in LATER_UNITS:
            raise UnitNotYet(self.unit)
        if self.unit not in DAY_UNITS:
            raise ValueError(f"unknown unit {self.unit}")
        if self.value < 0:
            raise ValueError("a term is never negative")


@dataclass(frozen=True)
class Interruption:
    """Waiting for the applicant since an instant, until another or still; mode is restart, pause or none."""

    since: datetime
    until: datetime | None
    mode: str

    def __post_init__(self) -> None:
        if self.mode not in ("restart", "pause", "none"):
            raise ValueError(f"unknown mode {self.mode}")
        if self.until is not None and self.until < self.since:
            raise ValueError("an interruption never ends before it began")


@dataclass(frozen=True)
class LedgerDay:
    """One day of the ledger: its running count and why it counted or not."""

    date: date
    n: int
    verdict: str
    reason: str


@dataclass(frozen=True)
class Deadline:
    """When the answer is due (None while the clock stands still), and every day that led there."""

    due_at: datetime | None
    ledger: Sequence[LedgerDay]
    calendar_version: int


def due(
    received_at: datetime,
    stages: Sequence[Stage],
    calendar: WorkingCalendar,
    interruptions: Iterable[Interruption] = (),
    *,
    cutoff_moves_deadline: bool = False,
    with_ledger: bool = True,
) -> Deadline:
    """The due instant (close of business of the last day) of a term that began at *received_at*.

    An open restart or pause gives no due instant. Raises CalendarMissing when a year is not loaded.
    """
    if not stages:
        raise ValueError("a term has at least one stage")
    rows = sorted((row for row in interruptions if row.mode != "none"), key=lambda row: row.since)
    begins = _begins(received_at, rows)
    waits = _waits(begins[-1], rows)
    # Each day on which counting began, and its day zero, which a late hour may move.
    zeros = {_day(begin): _day_zero(begin, calendar, cutoff_moves_deadline) for begin in begins}
    start = zeros[_day(begins[-1])]
    last = _last_day(start, stages, calendar, waits)
    until = last or max(start, *(_day(wait.since) for wait in waits))
    ledger = _Ledger(calendar, rows, stages) if with_ledger else None
    return Deadline(
        at_close(last) if last else None,
        list(ledger.days(zeros, until, still=last is None)) if ledger else [],
        calendar.version,
    )


def due_if_completed(
    at: datetime, received_at: datetime, stages: Sequence[Stage], calendar: WorkingCalendar,
    interruptions: Iterable[Interruption], *, cutoff_moves_deadline: bool = False,
) -> Deadline:  # fmt: skip
    """What the due instant would be if an open interruption ended at *at*."""
    closed = [row if row.until else replace(row, until=max(at, row.since)) for row in interruptions]
    return due(received_at, stages, calendar, closed, cutoff_moves_deadline=cutoff_moves_deadline)


def at_close(day: date) -> datetime:
    """Close of business on *day*, at +07:00."""
    return datetime.combine(day, CLOSES, tzinfo=VIETNAM)


def _begins(received_at: datetime, rows: Sequence[Interruption]) -> list[datetime]:
    """Every instant from which the term was counted: reception, then each closed restart."""
    begins = [received_at]
    ends = sorted(row.until for row in rows if row.mode == "restart" and row.until)
    return begins + [end for end in ends if end > received_at]


def _waits(begin: datetime, rows: Sequence[Interruption]) -> list[Interruption]:
    """The waiting that still matters after *begin*: what is open, and pauses, cut where they began before it."""
    return [
        row if row.until is None else replace(row, since=max(row.since, begin))
        for row in rows
        if row.until is None or (row.mode == "pause" and row.until > begin)
    ]


def _day_zero(begin: datetime, calendar: WorkingCalendar, cutoff_moves: bool) -> date:
    local = begin.astimezone(VIETNAM)
    if cutoff_moves and local.time() > CUTOFF:
        return calendar.add(local.date(), 1)
    return local.date()


def _last_day(
    start: date, stages: Sequence[Stage], calendar: WorkingCalendar, waits: Sequence[Interruption]
) -> date | None:
    """The last day of the term by look-ups: each stage, cut where a wait falls into it. None while one is open."""
    if any(wait.until is None for wait in waits):
        return None
    cursor, waiting = start, list(waits)
    for stage in stages:
        left = stage.value
        end = _step(cursor, left, stage.unit, calendar)
        while waiting and (since := _day(waiting[0].since)) <= end:
            pause = waiting.pop(0)
            assert pause.until is not None
            left -= max(_count(cursor, since, stage.unit, calendar), 0)
            cursor = max(_day(pause.until), cursor)
            end = _step(cursor, left, stage.unit, calendar)
        cursor = end
    return calendar.add(cursor, 0)


def _step(cursor: date, value: int, unit: str, calendar: WorkingCalendar) -> date:
    if unit == "calendar_day":
        return cursor + timedelta(days=value)
    return calendar.add(cursor, value) if value else cursor


def _count(after: date, until: date, unit: str, calendar: WorkingCalendar) -> int:
    return (until - after).days if unit == "calendar_day" else calendar.measure(after, until)


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


class _Ledger:
    """Every day from reception to the due day, with its verdict and the running count."""

    def __init__(
        self, calendar: WorkingCalendar, rows: Sequence[Interruption], stages: Sequence[Stage]
    ) -> None:
        self._calendar, self._rows, self._stages = calendar, rows, stages

    def days(self, zeros: Mapping[date, date], until: date, *, still: bool) -> Iterator[LedgerDay]:
        """Each count in turn; one that a restart cut short, or that stands *still*, has no last day yet."""
        days = sorted(zeros)
        for zero, following in pairwise(days):
            yield LedgerDay(zero, 0, *(RECEIVED if zero == days[0] else RESTARTED))
            last = following - timedelta(days=1)
            yield from self._count(zero, zeros[zero], last, endless=True)
        yield LedgerDay(days[-1], 0, *(RESTARTED if len(days) > 1 else RECEIVED))
        yield from self._count(days[-1], zeros[days[-1]], until, endless=still)

    def _count(self, zero: date, start: date, last: date, *, endless: bool) -> Iterator[LedgerDay]:
        units, n, ended = self._units(endless), 0, start
        unit = next(units, "")
        for ahead in range(1, (last - zero).days + 1):
            day = zero + timedelta(days=ahead)
            verdict, reason = self._calendar.verdict(day)
            if day <= start:
                yield LedgerDay(day, 0, *(AFTER_CUTOFF if day == start else (verdict, reason)))
            elif self._waiting(day, last, day if unit else ended):
                ended = day
                yield LedgerDay(day, n, "waiting", reason)
            elif unit == "calendar_day" or (unit and verdict in WORKING):
                n, ended, unit = n + 1, day, next(units, "")
                yield LedgerDay(day, n, verdict if verdict in WORKING else "counted", reason)
            else:
                late = verdict in WORKING and not unit
                yield LedgerDay(day, n, "shifted" if late else verdict, reason)

    def _units(self, endless: bool) -> Iterator[str]:
        """The unit of each day of the term, in order."""
        for stage in self._stages:
            yield from repeat(stage.unit, stage.value)
        if endless:
            yield from repeat(self._stages[-1].unit)

    def _waiting(self, day: date, last: date, ended: date) -> bool:
        """True when *day* lies in a wait that was asked for before the term *ended*."""
        waits = (row for row in self._rows if _day(row.since) <= ended)
        return any(
            _day(row.since) < day <= (_day(row.until) if row.until else last) for row in waits
        )
