"""Working days and office hours, as an index built once: adding n working days or minutes is a look-up, not a walk.

Pure: no Django, no database, no clock. Sources: Labour Code art. 111–112; the yearly decisions on days
off and swapped working Saturdays; office hours as each province sets them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY, SATURDAY = 0, 5
NOON, CLOSES = time(12), time(17)


class CalendarMissing(LookupError):
    """No official calendar is loaded for this year; guessing is not an answer."""

    def __init__(self, year: int) -> None:
        super().__init__(f"calendar for {year} is not loaded")
        self.year = year


@dataclass(frozen=True)
class SpecialDay:
    """An exception to the weekly rhythm.

    *kind* is holiday, compensatory, swap_off, swap_work, local_closure, reception_only (the desk
    receives, no day counts) or ordinary (an agency keeps its rhythm where others swap). *half* is the
    half of a day off that is meant, `morning` or `afternoon`; empty for the whole day.
    """

    kind: str
    name: str
    half: str = ""


VERDICTS = {
    "holiday": "holiday",
    "compensatory": "holiday",
    "swap_off": "swapped_off",
    "swap_work": "swapped_work",
    "local_closure": "closure",
    "reception_only": "weekend",
}
WORKING = ("counted", "swapped_work")

Session = tuple[time, time]  # opens, closes
STANDARD: tuple[Session, ...] = ((time(8), NOON), (time(13), CLOSES))


@dataclass(frozen=True)
class Hours:
    """Office hours on some weekdays (0 is Monday), between two days of each year, from a date on."""

    sessions: tuple[Session, ...] = STANDARD
    weekdays: frozenset[int] = frozenset(range(SATURDAY))
    first: tuple[int, int] = (1, 1)  # month, day
    last: tuple[int, int] = (12, 31)
    since: date = date.min

    def __post_init__(self) -> None:
        """Refuse sessions that close before they open or overlap, and hours without a session or off the week."""
        ends = time.min
        for opens, closes in self.sessions:
            if not ends <= opens < closes:
                raise ValueError("office hours open before they close, and follow one another")
            ends = closes
        if not self.sessions or not self.weekdays <= frozenset(range(7)):
            raise ValueError("office hours are on days of the week, and at some hour")

    def apply_on(self, day: date) -> bool:
        """True when these are the hours of *day*; a season may run over the end of the year."""
        if day < self.since or day.weekday() not in self.weekdays:
            return False
        today = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= today <= self.last
        return today >= self.first or today <= self.last


class WorkingCalendar:
    """The working days and office hours of the loaded years under one published calendar version."""

    def __init__(
        self,
        special: Mapping[date, SpecialDay],
        years: Iterable[int],
        version: int = 0,
        hours: Sequence[Hours] = (Hours(),),
        provisional: Iterable[int] = (),
    ) -> None:
        """*special* are the official exceptions, complete for *years*; of *hours* the last that fit a day apply.

        Of the years in *provisional* no decision is published yet: only what the law fixes is known of them.
        """
        self.version, self.provisional = version, frozenset(provisional)
        self._special, self._hours = dict(special), tuple(hours)
        self._years = frozenset(years)
        first = date(min(self._years), 1, 1) if self._years else date(2000, 1, 1)
        last = date(max(self._years), 12, 31) if self._years else date(1999, 12, 31)
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        # Every loaded day with what it is and why; a day that is not here is in a year nobody loaded.
        self._verdicts = {day: self._verdict(day) for day in span if day.year in self._years}
        self._closes: dict[date, datetime] = {}  # filled as it is asked for
        working = [day for day, (verdict, _reason) in self._verdicts.items() if verdict in WORKING]
        # Ordinals of every working day, in order, and the office time before each: the whole index.
        self._days = [day.toordinal() for day in working]
        self._worked = [timedelta(0), *accumulate(self._length(day) for day in working)]

    def verdict(self, day: date) -> tuple[str, str]:
        """What *day* is (counted, weekend, holiday, swapped_off, swapped_work, closure) and why, or CalendarMissing."""
        try:
            return self._verdicts[day]
        except KeyError:
            raise CalendarMissing(day.year) from None

    def is_working(self, day: date) -> bool:
        """True when the office works on *day*, be it half a day. Raises CalendarMissing."""
        return self.verdict(day)[0] in WORKING

    def works_on(self, day: date) -> bool:
        """The same for a year that may not be loaded, in which nothing is known and so nothing works."""
        return day in self._verdicts and self.is_working(day)

    def add(self, day: date, working_days: int) -> date:
        """The day on which *working_days* ≥ 0 have been counted, the day after *day* being the first.

        Zero gives *day* itself, or the next working day when the office is closed on it.
        """
        if working_days < 0:
            raise ValueError("a term is never negative")
        self._require(day)
        if working_days == 0:
            return day if self.is_working(day) else self.add(day, 1)
        return self._nth(bisect_right(self._days, day.toordinal()) + working_days - 1, day)

    def back(self, day: date, working_days: int) -> date:
        """The working day that lies *working_days* ≥ 1 before *day*."""
        at = bisect_right(self._days, day.toordinal() - 1) - working_days
        if at < 0:
            raise CalendarMissing(min(self._years) - 1)
        return date.fromordinal(self._days[at])

    def measure(self, after: date, until: date) -> int:
        """How many working days lie in (*after*, *until*]; negative when *until* is before *after*."""
        self._require_all(min(after, until), max(after, until))
        return bisect_right(self._days, until.toordinal()) - bisect_right(self._days, after.toordinal())

    def sessions(self, day: date) -> tuple[Session, ...]:
        """When the office is open on *day*, in order; nothing on a day off. Raises CalendarMissing."""
        return self._sessions(day) if self.is_working(day) else ()

    def opens(self, day: date) -> datetime:
        """When the office opens on the working day *day*, at +07:00."""
        return _instant(day, self.sessions(day)[0][0])

    def closes(self, day: date) -> datetime:
        """Close of business on *day*, at +07:00; five in the afternoon where the office is closed that day."""
        close = self._closes.get(day)
        if close is None:
            sessions = self.sessions(day)
            close = self._closes[day] = _instant(day, sessions[-1][1] if sessions else CLOSES)
        return close

    def opening_after(self, at: datetime) -> datetime:
        """*at* itself in office hours; else the next moment at which the office opens."""
        local = at.astimezone(VIETNAM)
        for opens, closes in self.sessions(local.date()):
            if local.time() < closes:
                return max(local, _instant(local.date(), opens))
        return self.opens(self.add(local.date(), 1))

    def add_time(self, at: datetime, worked: timedelta) -> datetime:
        """The earliest instant at which *worked* ≥ 0 of office time has passed since *at*.

        A span that fills a session ends as the session closes; none at all begins as the office opens.
        """
        if worked < timedelta(0):
            raise ValueError("a term is never negative")
        if not worked:
            return self.opening_after(at)
        local = at.astimezone(VIETNAM)
        self._require(local.date())
        wanted = self._position(local) + worked
        index = bisect_left(self._worked, wanted) - 1
        day = self._nth(index, local.date())
        left = wanted - self._worked[index]
        for opens, closes in self._sessions(day):
            length = _length(opens, closes)
            if left <= length:
                return _instant(day, opens) + left
            left -= length
        raise AssertionError("the index and the sessions of a day agree")

    def time_between(self, since: datetime, until: datetime) -> timedelta:
        """Office time in [*since*, *until*]; negative when *until* is before *since*."""
        since, until = since.astimezone(VIETNAM), until.astimezone(VIETNAM)
        self._require_all(min(since, until).date(), max(since, until).date())
        return self._position(until) - self._position(since)

    def _nth(self, index: int, since: date) -> date:
        """The working day at *index*, with every year from *since* on loaded. Raises CalendarMissing."""
        if index >= len(self._days):
            raise CalendarMissing(max(self._years) + 1)
        day = date.fromordinal(self._days[index])
        self._require_all(since, day)
        return day

    def _position(self, at: datetime) -> timedelta:
        """Office time before *at* since the first loaded day."""
        day = at.date()
        index = bisect_left(self._days, day.toordinal())
        if index == len(self._days) or self._days[index] != day.toordinal():
            return self._worked[index]
        spans = (_length(opens, min(closes, at.time())) for opens, closes in self._sessions(day))
        return self._worked[index] + sum((max(span, timedelta(0)) for span in spans), timedelta(0))

    def _length(self, day: date) -> timedelta:
        return sum((_length(*session) for session in self._sessions(day)), timedelta(0))

    def _sessions(self, day: date) -> tuple[Session, ...]:
        """The sessions of a working day; a swapped Saturday has a Monday's, half a day off leaves the other half."""
        like = day if day.weekday() < SATURDAY else day - timedelta(days=day.weekday() - MONDAY)
        sessions = next((row.sessions for row in reversed(self._hours) if row.apply_on(day)), ())
        sessions = sessions or next((r.sessions for r in reversed(self._hours) if r.apply_on(like)), STANDARD)
        special = self._special.get(day)
        if special is None or not special.half:
            return sessions
        morning = tuple((opens, closes) for opens, closes in sessions if opens < NOON)
        return sessions[len(morning) :] if special.half == "morning" else morning

    def _verdict(self, day: date) -> tuple[str, str]:
        special = self._special.get(day)
        rhythm = "weekend" if day.weekday() >= SATURDAY else "counted"
        if special is None or special.kind == "ordinary":
            return rhythm, ""
        off_for_half = special.half and special.kind != "swap_work"
        return (rhythm if off_for_half else VERDICTS[special.kind]), special.name

    def _require(self, day: date) -> None:
        if day.year not in self._years:
            raise CalendarMissing(day.year)

    def _require_all(self, first: date, last: date) -> None:
        for year in range(first.year, last.year + 1):
            if year not in self._years:
                raise CalendarMissing(year)


def is_provisional(calendar: WorkingCalendar, at: datetime) -> bool:
    """True for an instant that a published decision may still move: in a year whose days off are not all known."""
    return at.astimezone(VIETNAM).year in calendar.provisional


def season_hours(calendar: WorkingCalendar, day: date) -> Hours:
    """The hours of the season *day* lies in, as they are on its next working day. Raises CalendarMissing."""
    following = calendar.add(day, 0)
    return next((row for row in reversed(calendar._hours) if row.apply_on(following)), Hours())


def _instant(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=VIETNAM)


def _length(opens: time, closes: time) -> timedelta:
    return datetime.combine(date.min, closes) - datetime.combine(date.min, opens)
