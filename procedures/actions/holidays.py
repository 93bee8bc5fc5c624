"""The official calendar as published versions: from its reviewed file, or a year that an administrator confirms."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from procedures.models import CalendarDay, CalendarVersion

CALENDAR_FILE = Path(__file__).parents[1] / "calendar_days.toml"
LINE = re.compile(r"(\d{4}-\d\d-\d\d)(?:@(morning|afternoon))?(?:/([\w.-]+))? (.+)")


@transaction.atomic
def load_holidays(*, at: datetime, file: Path = CALENDAR_FILE) -> CalendarVersion | None:
    """Publish a new calendar version when the reviewed file says something new; None when it does not.

    A year that was published on the page stays as it was published there.
    """
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    years: list[dict[str, Any]] = said["year"]
    hours: list[dict[str, Any]] = said.get("hours", [])
    mark = hashlib.sha256(json.dumps([years, hours], sort_keys=True).encode()).hexdigest()
    newest = _newest()
    if newest and newest.digest == mark:
        return None
    kept = list(newest.page_years) if newest else []
    days = [day for year in years if year["year"] not in kept for day in days_of(year)]
    if newest:
        days += [day for day in newest.days.all() if day.date.year in kept]
    return _write(
        days, newest, published_at=at, digest=mark, hours=hours, page_years=kept,
        years=sorted({year["year"] for year in years} | set(kept)),
    )  # fmt: skip


def days_of(year: dict[str, Any]) -> list[CalendarDay]:
    """The rows of one year of the file: `2026-04-30 name`, `2026-02-13@afternoon name`, `2026-03-05/SLD name`."""
    return [
        _day(kind, line, year["decision"])
        for kind in CalendarDay.Kind.values
        for line in year.get(kind, [])
    ]


def _day(kind: str, line: str, decision_no: str) -> CalendarDay:
    said = LINE.fullmatch(line)
    if said is None:
        raise ValueError(f"not a day of the calendar: {line}")
    day, half, agency, name = said.groups()
    return CalendarDay(
        date=date.fromisoformat(day), kind=kind, name=name, decision_no=decision_no, half=half or "",
        agency_code=agency or "",
    )  # fmt: skip


def _newest() -> CalendarVersion | None:
    return CalendarVersion.objects.order_by("-number").first()


def _write(
    days: Iterable[CalendarDay], newest: CalendarVersion | None, **facts: Any
) -> CalendarVersion:
    """A version after the newest, with its rows."""
    version = CalendarVersion.objects.create(number=newest.number + 1 if newest else 1, **facts)
    for day in days:
        day.pk, day.version = None, version
        day._state.adding = True
    CalendarDay.objects.bulk_create(days)
    return version
