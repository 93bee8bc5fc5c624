"""Which days the office works, as an index built once: adding n working days is a look-up, not a walk.

Pure: no Django, no database, no clock. Sources: Labour Code art. 111–112; the yearly decisions on days
off and swapped working Saturdays.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

SATURDAY = 5
OPENS, CLOSES = time(7, 30), time(17, 0)


class CalendarMissing(LookupError):
    """No official calendar is loaded for this year; guessing is not an answer."""

    def __init__(self, year: int) -> None:
        super().__init__(f"calendar for {year} is not loaded")
        self.year = year


@dataclass(frozen=True)
class SpecialDay:
    """A day the weekly rhythm does not explain: kind is holiday, compensatory, swap_off, swap_work or local_closure."""

    kind: str
    name: str


VERDICTS = {
    "holiday": "holiday",
    "compensatory": "holiday",
    "swap_off": "swapped_off",
    "swap_work": "swapped_work",
    "local_closure": "closure",
}
WORKING = ("counted", "swapped_work")


class WorkingCalendar:
    """The working days of the loaded years under one published calendar version."""

    def __init__(
        self, special: Mapping[date, SpecialDay], years: Iterable[int], version: int = 0
    ) -> None:
        """*special* are the official exceptions; *years* are the years they are complete for."""
        self.version = version
        self._special = dict(special)
        self._years = frozenset(years)
        first = date(min(self._years), 1, 1) if self._years else date(2000, 1, 1)
        last = date(max(self._years), 12, 31) if self._years else date(1999, 12, 31)
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        # Ordinals of every working day, in order: the whole index.
        self._days = [day.toordinal() for day in span if self._verdict(day)[0] in WORKING]

    def verdict(self, day: date) -> tuple[str, str]:
        """What *day* is (counted, weekend, holiday, swapped_off, swapped_work, closure) and why."""
        self._require(day)
        return self._verdict(day)

    def is_working(self, day: date) -> bool:
        """True when the office works on *day*. Raises CalendarMissing."""
        return self.verdict(day)[0] in WORKING

    def add(self, day: date, working_days: int) -> date:
        """The day on which *working_days* ≥ 0 have been counted, the day after *day* being the first.

        Zero gives *day* itself, or the next working day when the office is closed on it.
        """
        if working_days < 0:
            raise ValueError("a term is never negative")
        self._require(day)
        if working_days == 0:
            return day if self.is_working(day) else self.add(day, 1)
        at = bisect_right(self._days, day.toordinal()) + working_days - 1
        if at >= len(self._days):
            raise CalendarMissing(max(self._years) + 1)
        found = date.fromordinal(self._days[at])
        self._require_all(day, found)
        return found

    def back(self, day: date, working_days: int) -> date:
        """The working day that lies *working_days* ≥ 1 before *day*."""
        at = bisect_right(self._days, day.toordinal() - 1) - working_days
        if at < 0:
            raise CalendarMissing(min(self._years) - 1)
        return date.fromordinal(self._days[at])

    def measure(self, after: date, until: date) -> int:
        """How many working days lie in (*after*, *until*]; negative when *until* is before *after*."""
        self._require_all(min(after, until), max(after, until))
        return bisect_right(self._days, until.toordinal()) - bisect_right(
            self._days, after.toordinal()
        )

    def _verdict(self, day: date) -> tuple[str, str]:
        if special := self._special.get(day):
            return VERDICTS[special.kind], special.name
        if day.weekday() >= SATURDAY:
            return "weekend", ""
        return "counted", ""

    def _require(self, day: date) -> None:
        if day.year not in self._years:
            raise CalendarMissing(day.year)

    def _require_all(self, first: date, last: date) -> None:
        for year in range(first.year, last.year + 1):
            if year not in self._years:
                raise CalendarMissing(year)
