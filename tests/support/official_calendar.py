"""The official calendar of the reviewed file, as the pure functions take it: no database."""

import tomllib
from collections.abc import Iterable
from datetime import date

from procedures.actions import CALENDAR_FILE
from procedures.law.working_time import SpecialDay, WorkingCalendar
from procedures.models import CalendarDay

YEARS = tomllib.loads(CALENDAR_FILE.read_text(encoding="utf-8"))["year"]
SPECIAL = {
    date.fromisoformat(line[:10]): SpecialDay(kind, line[11:])
    for year in YEARS
    for kind in CalendarDay.Kind.values
    for line in year.get(kind, [])
}
OFFICIAL = WorkingCalendar(SPECIAL, [year["year"] for year in YEARS], version=1)


def with_closures(days: Iterable[date]) -> WorkingCalendar:
    """The official calendar, and the office closed on *days* besides."""
    closed = {day: SpecialDay("local_closure", "Cơ quan đóng cửa") for day in days}
    return WorkingCalendar({**SPECIAL, **closed}, [2024, 2025, 2026], version=2)
