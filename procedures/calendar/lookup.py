"""Builds a WorkingCalendar from rows, once for each published version and agency with days of its own."""

from collections.abc import Callable
from datetime import date, time
from functools import cache, lru_cache
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from procedures.law.working_time import Hours, SpecialDay, WorkingCalendar
from procedures.models import CalendarDay, CalendarVersion
from toolbox.refusal import Refused

FRESH = 60  # seconds


def working_calendar(version: int, path: str = "") -> WorkingCalendar:
    """The calendar of a published version, as kept by the agency at *path* ("T/SLD/SLD-MC/") in the tree.

    What an agency decided for itself goes before what those above it decided. A year that this version does not
    hold is as the first later version says: no promise was ever counted on it, and work goes on in January.
    """
    return _kept(version, path, _newest_number(int(monotonic() // FRESH)))


def current_version() -> int:
    """The number of the newest published calendar. Refuses, in words, when none is loaded."""
    newest = CalendarVersion.objects.order_by("-number").values_list("number", flat=True).first()
    if newest is None:
        raise Refused(_("Lịch làm việc chưa được nạp vào hệ thống. Báo quản trị hệ thống."))
    return newest


def current_calendar(path: str = "") -> WorkingCalendar:
    """The newest published calendar."""
    version = current_version()
    return _kept(version, path, version)


def calendar_from(
    days: list[CalendarDay],
    hours: list[dict[str, Any]],
    years: list[int],
    version: int = 0,
    codes: tuple[str, ...] = (),
) -> WorkingCalendar:
    """A calendar from rows, kept or proposed; *codes* are the agencies whose own rows count, the last one most."""
    special: dict[date, SpecialDay] = {}
    spoken_for = ["", *codes]
    rows = sorted(
        (row for row in days if row.agency_code in spoken_for), key=lambda row: spoken_for.index(row.agency_code)
    )
    for row in rows:
        special[row.date] = SpecialDay(row.kind, row.name, row.half)
    kept = sorted(
        (row for row in hours if row.get("agency", "") in spoken_for),
        key=lambda row: spoken_for.index(row.get("agency", "")),
    )
    return WorkingCalendar(special, years, version, [_hours(row) for row in kept] or (Hours(),))


def proposed_calendars(year: int, days: list[CalendarDay]) -> Callable[[str], WorkingCalendar]:
    """The calendar of an agency's path as it would be if *days* were published for *year*."""
    newest = CalendarVersion.objects.prefetch_related("days").latest("number")
    rows = [row for row in newest.days.all() if row.date.year != year] + days
    own = {row.agency_code for row in rows} | {one.get("agency", "") for one in newest.hours}
    years = sorted({*newest.years, year})

    @cache
    def built(codes: tuple[str, ...]) -> WorkingCalendar:
        return calendar_from(rows, newest.hours, years, newest.number + 1, codes)

    return lambda path: built(tuple(code for code in path.split("/") if code and code in own))


def forget() -> None:
    """Drop the built calendars: once a version is published, and in tests, which make their database anew."""
    _built.cache_clear()
    _rows_of.cache_clear()
    _newest_number.cache_clear()


def _kept(version: int, path: str, newest: int) -> WorkingCalendar:
    own = _agencies_with_rows(version, newest)
    return _built(version, tuple(code for code in path.split("/") if code in own), newest)


@lru_cache(maxsize=32)
def _built(version: int, codes: tuple[str, ...], newest: int) -> WorkingCalendar:
    """Published versions never change, so the index is kept until there is a newer one."""
    days, hours, years = _rows_of(version, newest)
    return calendar_from(days, hours, years, version, codes)


def _agencies_with_rows(version: int, newest: int) -> set[str]:
    days, hours, _years = _rows_of(version, newest)
    return {day.agency_code for day in days} | {one.get("agency", "") for one in hours} - {""}


@lru_cache(maxsize=8)
def _rows_of(version: int, newest: int) -> tuple[list[CalendarDay], list[dict[str, Any]], list[int]]:
    """Days, hours and years of a version, and of the years after it what first came out."""
    rows = CalendarVersion.objects.filter(number__gte=version).order_by("number")
    own, *later = rows.prefetch_related("days")
    days, years = list(own.days.all()), list(own.years)
    for row in later:
        added = set(row.years) - set(years)
        days += [day for day in row.days.all() if day.date.year in added]
        years += sorted(added)
    return days, own.hours, years


@lru_cache(maxsize=2)
def _newest_number(minute: int) -> int:
    """Read once a minute: a calendar is published a few times a year."""
    newest = CalendarVersion.objects.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def _hours(row: dict[str, Any]) -> Hours:
    return Hours(
        sessions=tuple((time.fromisoformat(text[:5]), time.fromisoformat(text[6:])) for text in row["sessions"]),
        weekdays=frozenset(int(day) - 1 for day in row["weekdays"]),
        first=_month_day(row.get("first", "01-01")),
        last=_month_day(row.get("last", "12-31")),
        since=date.fromisoformat(row["since"]) if row.get("since") else date.min,
    )


def _month_day(text: str) -> tuple[int, int]:
    return int(text[:2]), int(text[3:])
