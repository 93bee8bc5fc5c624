"""Build a WorkingCalendar from rows; cached for each published version and agency with days of its own."""

from collections.abc import Callable
from datetime import date, time
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from people.models.reference import Kept
from procedures.law.holidays import fixed_holidays
from procedures.law.working_time import Hours, SpecialDay, WorkingCalendar
from procedures.models import CalendarDay, CalendarVersion
from toolbox.refusal import Refused


def working_calendar(version: int, path: str = "") -> WorkingCalendar:
    """The calendar of a published version, as kept by the agency at *path* ("T/SLD/SLD-MC/") in the tree.

    What an agency decided for itself goes before what those above it decided. A year that this version does not
    hold is as the first later version says. The year after the last one is provisional: it has the holidays that the
    law fixes, so that a term may run into it and nobody is turned away for a decision that comes late.
    """
    own = _agencies(version)
    return _calendar((version, tuple(code for code in path.split("/") if code in own)))


def calendar_as_published(version: int, path: str = "") -> WorkingCalendar:
    """The same by what was known when *version* was the newest: the year after its last is provisional in it."""
    own = _agencies(version)
    return _calendar_then((version, tuple(code for code in path.split("/") if code in own)))


def current_version() -> int:
    """The number of the newest published calendar. Raises Refused when none is loaded."""
    versions = _versions("")
    if not versions:
        raise Refused(_("Lịch làm việc chưa được nạp vào hệ thống. Báo quản trị hệ thống."))
    return versions[-1].number


def current_calendar(path: str = "") -> WorkingCalendar:
    """The newest published calendar, as kept by the agency at *path*."""
    return working_calendar(current_version(), path)


def calendar_from(
    days: list[CalendarDay],
    hours: list[dict[str, Any]],
    years: list[int],
    version: int = 0,
    codes: tuple[str, ...] = (),
) -> WorkingCalendar:
    """A calendar from rows, saved or proposed; *codes* are the agencies whose own rows count, the last one most."""
    coming = max(years) + 1 if years else 0
    special: dict[date, SpecialDay] = fixed_holidays(coming) if coming else {}
    agencies = ["", *codes]
    rows = sorted((row for row in days if row.agency_code in agencies), key=lambda row: agencies.index(row.agency_code))
    for row in rows:
        special[row.date] = SpecialDay(row.kind, row.name, row.half)
    hour_rows = sorted(
        (row for row in hours if row.get("agency", "") in agencies),
        key=lambda row: agencies.index(row.get("agency", "")),
    )
    own_hours = [_hours(row) for row in hour_rows] or (Hours(),)
    provisional = [coming] if coming else []
    return WorkingCalendar(special, [*years, *provisional], version, own_hours, provisional)


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


def _build(key: tuple[int, tuple[str, ...]]) -> WorkingCalendar:
    version, codes = key
    days, hours, years = _rows(version)
    return calendar_from(days, hours, years, version, codes)


def _build_then(key: tuple[int, tuple[str, ...]]) -> WorkingCalendar:
    version, codes = key
    own = next(row for row in _versions("") if row.number == version)
    return calendar_from(list(own.days.all()), own.hours, list(own.years), version, codes)


def _agencies_with_rows(version: int) -> set[str]:
    days, hours, _years = _rows(version)
    return {day.agency_code for day in days} | {row.get("agency", "") for row in hours} - {""}


def _rows(version: int) -> tuple[list[CalendarDay], list[dict[str, Any]], list[int]]:
    """Days, hours and years of a version, and of the years after it what first came out."""
    own, *later = (row for row in _versions("") if row.number >= version)
    days, years = list(own.days.all()), list(own.years)
    for row in later:
        added = set(row.years) - set(years)
        days += [day for day in row.days.all() if day.date.year in added]
        years += sorted(added)
    return days, own.hours, years


def _read_versions(_key: str) -> list[CalendarVersion]:
    return list(CalendarVersion.objects.order_by("number").prefetch_related("days"))


_versions = Kept(_read_versions)
_agencies = Kept(_agencies_with_rows)
_calendar, _calendar_then = Kept(_build), Kept(_build_then)


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
