"""Which back-ups are kept: all of the last day, and the newest of each of the last days, weeks and months."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NAME = "%Y%m%dT%H%M%SZ"  # of a back-up's folder: when it was made, in UTC


@dataclass(frozen=True)
class Retention:
    """How many days, weeks and months; what was made within a day of the newest back-up is always kept."""

    daily: int
    weekly: int
    monthly: int

    @classmethod
    def of_text(cls, text: str) -> "Retention":
        """From three numbers with commas between: `7,5,12`. Raises ValueError, in words."""
        parts = [part.strip() for part in text.split(",")]
        if len(parts) != len(("daily", "weekly", "monthly")) or not all(part.isdecimal() for part in parts):
            raise ValueError(f"{text!r} must be three numbers, of days, weeks and months: 7,5,12")
        return cls(*map(int, parts))

    def to_keep(self, names: Iterable[str]) -> set[str]:
        """Those of *names* that are kept. What is not named by a time of ours is kept, too."""
        dated = {name: at for name in names if (at := _time(name))}
        newest_first = sorted(dated, reverse=True)
        kept = {*names} - dated.keys()
        kept |= {name for name in dated if dated[name] > dated[newest_first[0]] - timedelta(days=1)}
        for count, period in ((self.daily, _of_day), (self.weekly, _of_week), (self.monthly, _of_month)):
            kept |= _newest_of_each(newest_first, dated, count, period)
        return kept


def _newest_of_each(
    names: list[str], dated: dict[str, datetime], count: int, period: Callable[[datetime], tuple[int, ...]]
) -> set[str]:
    first: dict[tuple[int, ...], str] = {}
    for name in names:
        first.setdefault(period(dated[name]), name)
    return {*list(first.values())[:count]}


def _time(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _of_day(at: datetime) -> tuple[int, ...]:
    return at.year, at.month, at.day


def _of_week(at: datetime) -> tuple[int, ...]:
    return at.isocalendar()[:2]


def _of_month(at: datetime) -> tuple[int, ...]:
    return at.year, at.month
