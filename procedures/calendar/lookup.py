"""Build a WorkingCalendar from rows; cached for each published version and agency with days of its own."""

from collections.abc import Callable
from datetime import date, time
from functools import cache, lru_cache
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from procedures.law.working_time import Hours, SpecialDay, WorkingCalendar
from procedures.models import CalendarDay, CalendarVersion
from toolbox.refusal import Refused

FRESH_SECONDS = 60


def working_calendar(version: int, path: str = "") -> WorkingCalendar:
    """The calendar of a published version, as kept by the agency at *path* ("T/SLD/SLD-MC/") in the tree.

    What an agency decided for itself goes before what those above it decided. A year that this version does not
    hold is as the first later version says: no promise was ever counted on it, and work goes on in January.
    """
    return _calendar(version, path, _newest_number(int(monotonic() // FRESH_SECONDS)))


def current_version() -> int:
    """The number of the newest published calendar. Raises Refused when none is loaded."""
    newest = CalendarVersion.objects.order_by("-number").values_list("number", flat=True).first()
    if newest is None:
        raise Refused(_("Lịch làm việc chưa được nạp vào hệ thống. Báo quản trị hệ thống."))
    return newest


def current_calendar(path: str = "") -> WorkingCalendar:
    """The newest published calendar, as kept by the agency at *path*."""
    version = current_version()
    return _calendar(version, path, version)


def calendar_from(
    days: list[CalendarDay],
    hours: list[dict[str, Any]],
    years: list[int],
    version: int = 0,
    codes: tuple[str, ...] = (),
) -> WorkingCalendar:
    """A calendar from rows, saved or proposed; *codes* are the agencies whose own rows count, the last one most."""
    special: dict[date, SpecialDay] = {}
    agencies = ["", *codes]
    rows = sorted((row for row in days if row.agency_code in agencies), key=lambda row: agencies.index(row.agency_code))
    for row in rows:
        special[row.date] = SpecialDay(row.kind, row.name, row.half)
    hour_rows = sorted(
        (row for row in hours if row.get("agency", "") in agencies),
        key=lambda row: agencies.index(row.get("agency", "")),
    )
    return WorkingCalendar(special, years, version, [_hours(row) for row in hour_rows] or (Hours(),))


def proposed_calendars(year: int, days: list[CalendarDay]) -> Callable[[str], WorkingCalendar]:
    """A function from an agency's path to its calendar as it would be if *days* were published for *year*."""
    newest = CalendarVersion.objects.prefetch_related("days").latest("number")
    rows = [row for row in newest.days.all() if row.date.year != year] + days
    with_rows = {row.agency_code for row in rows} | {row.get("agency", "") for row in newest.hours}
    years = sorted({*newest.years, year})

    @cache
    def calendar_of(codes: tuple[str, ...]) -> WorkingCalendar:
        return calendar_from(rows, newest.hours, years, newest.number + 1, codes)

    return lambda path: calendar_of(tuple(code for code in path.split("/") if code and code in with_rows))


def clear_caches() -> None:
    """Drop the cached calendars: once a version is published, and in tests, which make their database anew."""
    _cached_calendar.cache_clear()
    _rows_of.cache_clear()
    _newest_number.cache_clear()


def _calendar(version: int, path: str, newest: int) -> WorkingCalendar:
    with_rows = _agencies_with_rows(version, newest)
    return _cached_calendar(version, tuple(code for code in path.split("/") if code in with_rows), newest)


@lru_cache(maxsize=32)
def _cached_calendar(version: int, codes: tuple[str, ...], newest: int) -> WorkingCalendar:
    """Published versions never change, so a calendar is cached until there is a newer one."""
    days, hours, years = _rows_of(version, newest)
    return calendar_from(days, hours, years, version, codes)


def _agencies_with_rows(version: int, newest: int) -> set[str]:
    days, hours, _years = _rows_of(version, newest)
    return {day.agency_code for day in days} | {row.get("agency", "") for row in hours} - {""}


@lru_cache(maxsize=8)
def _rows_of(version: int, newest: int) -> tuple[list[CalendarDay], list[dict[str, Any]], list[int]]:
    """Days, hours and years of a version; the years it lacks come from the first later version that has them."""
    rows = CalendarVersion.objects.filter(number__gte=version).order_by("number")
    version_row, *later_versions = rows.prefetch_related("days")
    days, years = list(version_row.days.all()), list(version_row.years)
    for row in later_versions:
        added = set(row.years) - set(years)
        days += [day for day in row.days.all() if day.date.year in added]
        years += sorted(added)
    return days, version_row.hours, years


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
