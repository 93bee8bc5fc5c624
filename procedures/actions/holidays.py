"""Publish versions of the official calendar: from the reviewed file, or a year that an administrator confirms."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from holidays import country_holidays

from people.models import User
from people.models.reference import forget_version
from people.seals.collector import seal_together
from procedures.law.working_time import SATURDAY
from procedures.models import CalendarDay, CalendarVersion
from toolbox.refusal import Refused

CALENDAR_FILE = Path(__file__).parents[1] / "calendar_days.toml"
LINE = re.compile(r"(\d{4}-\d\d-\d\d)(?:@(morning|afternoon))?(?:/([\w.-]+))? (.+)")


@transaction.atomic
def load_holidays(*, at: datetime, file: Path = CALENDAR_FILE) -> CalendarVersion | None:
    """Publish a new calendar version when the reviewed file has changed; None when it has not.

    A year that was published on the page stays as it was published there.
    """
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    years: list[dict[str, Any]] = data["year"]
    hours: list[dict[str, Any]] = data.get("hours", [])
    digest = hashlib.sha256(json.dumps([years, hours], sort_keys=True).encode()).hexdigest()
    newest = _newest()
    if newest and newest.digest == digest:
        return None
    page_years = list(newest.page_years) if newest else []
    days = [day for year in years if year["year"] not in page_years for day in days_of(year)]
    if newest:
        days += [day for day in newest.days.all() if day.date.year in page_years]
    return _create_version(
        days,
        newest,
        published_at=at,
        digest=digest,
        hours=hours,
        page_years=page_years,
        years=sorted({year["year"] for year in years} | set(page_years)),
    )


@transaction.atomic
def publish_year(year: int, days: Sequence[CalendarDay], decision: str, *, by: User, at: datetime) -> CalendarVersion:
    """Publish a version that is the newest one with these days of *year*; other years stay as they are.

    Dossiers under way keep their version: moving their dates is an act of its own. Raises Refused for a year
    without a holiday, and for a calendar that changes nothing.
    """
    newest = _newest()
    if newest is None:
        raise Refused(_("Lịch làm việc chưa được nạp vào hệ thống. Báo quản trị hệ thống."))
    if not any(day.kind == CalendarDay.Kind.HOLIDAY for day in days):
        raise Refused(_("Một năm phải có ít nhất một ngày nghỉ lễ."))
    days_before = list(newest.days.all())
    if year in newest.years and _facts_of(days) == _facts_of(row for row in days_before if row.date.year == year):
        raise Refused(_("Lịch năm %(year)d không có gì mới so với lịch đang áp dụng.") % {"year": year})
    for day in days:
        day.decision_no = decision
    return _create_version(
        [*(row for row in days_before if row.date.year != year), *days],
        newest,
        published_at=at,
        published_by=by,
        note=decision,
        digest=newest.digest,
        hours=newest.hours,
        years=sorted({*newest.years, year}),
        page_years=sorted({*newest.page_years, year}),
    )


def proposed_year(year: int) -> list[CalendarDay]:
    """The days off of *year* by the law's fixed holidays, for a person to correct by the yearly decision."""
    holidays = country_holidays("VN", years=[year], language="vi")
    return [
        CalendarDay(date=day, kind=_kind_of(name), name=name.replace(" (nghỉ bù)", "").strip())
        for day, name in sorted(holidays.items())
        if day.weekday() < SATURDAY
    ]


def _kind_of(name: str) -> str:
    kind = CalendarDay.Kind
    if name.startswith("Ngày nghỉ (thay cho"):
        return kind.SWAP_OFF
    return kind.COMPENSATORY if name.endswith("(nghỉ bù)") else kind.HOLIDAY


def _facts_of(days: Iterable[CalendarDay]) -> set[tuple[Any, ...]]:
    return {(row.date, row.kind, row.name, row.half, row.agency_code) for row in days}


def days_of(year: dict[str, Any]) -> list[CalendarDay]:
    """The rows of one year of the file: `2026-04-30 name`, `2026-02-13@afternoon name`, `2026-03-05/SLD name`."""
    return [_parse_day(kind, line, year["decision"]) for kind in CalendarDay.Kind.values for line in year.get(kind, [])]


def _parse_day(kind: str, line: str, decision_no: str) -> CalendarDay:
    match = LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a day of the calendar: {line}")
    day, half, agency, name = match.groups()
    return CalendarDay(
        date=date.fromisoformat(day),
        kind=kind,
        name=name,
        decision_no=decision_no,
        half=half or "",
        agency_code=agency or "",
    )


def _newest() -> CalendarVersion | None:
    return CalendarVersion.objects.order_by("-number").first()


def _create_version(days: Iterable[CalendarDay], newest: CalendarVersion | None, **facts: Any) -> CalendarVersion:
    """Save the version after *newest*, with its days."""
    version = CalendarVersion.objects.create(number=newest.number + 1 if newest else 1, **facts)
    for day in days:
        day.pk, day.version = None, version
        day._state.adding = True
    rows = CalendarDay.objects.bulk_create(days)
    seal_together(rows)
    forget_version()
    return version
