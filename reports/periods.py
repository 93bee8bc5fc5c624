"""The periods of statistics (Decree 09/2019/NĐ-CP): from the 15th to the 14th. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

FIRST_DAY = 15  # of the month before


@dataclass(frozen=True)
class Period:
    """From one day to another, both counted, and its title."""

    since: date
    until: date
    title: str = ""


def legal_month(day: date) -> Period:
    """The statistical month that *day* is in."""
    year, month = (day.year, day.month) if day.day < FIRST_DAY else _next(day.year, day.month)
    return _legal(year, month, 1, _("Tháng %(n)d/%(year)d") % {"n": month, "year": year})


def choices(day: date) -> list[Period]:
    """The periods to offer on *day*: months, quarters, half-years and years, as the law counts them."""
    current = legal_month(day)
    previous = legal_month(current.since - timedelta(days=1))
    year, month = current.until.year, current.until.month
    quarter = (month - 1) // 3
    return [
        current,
        previous,
        *(_quarter(*_back(year, quarter, back)) for back in (0, 1)),
        _legal(year, 6, 6, _("6 tháng đầu năm %(year)d") % {"year": year}),
        _legal(year, 9, 9, _("9 tháng năm %(year)d") % {"year": year}),
        *(_legal(y, 12, 12, _("Năm %(year)d") % {"year": y}) for y in (year, year - 1)),
    ]


def _quarter(year: int, quarter: int) -> Period:
    title = _("Quý %(n)d/%(year)d") % {"n": quarter + 1, "year": year}
    return _legal(year, 3 * quarter + 3, 3, title)


def _back(year: int, quarter: int, back: int) -> tuple[int, int]:
    return divmod(year * 4 + quarter - back, 4)


def _legal(year: int, month: int, months: int, title: str) -> Period:
    """So many months that end on the 14th of *month*."""
    first_year, first = divmod(year * 12 + month - 1 - months, 12)
    return Period(date(first_year, first + 1, FIRST_DAY), date(year, month, FIRST_DAY - 1), title)


def _next(year: int, month: int) -> tuple[int, int]:
    return (year, month + 1) if month < 12 else (year + 1, 1)
