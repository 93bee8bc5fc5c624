"""The official calendar from its reviewed file: a new version when the file says something new."""

import hashlib
import json
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from procedures.models import CalendarDay, CalendarVersion

CALENDAR_FILE = Path(__file__).parents[1] / "calendar_days.toml"


@transaction.atomic
def load_holidays(*, at: datetime, file: Path = CALENDAR_FILE) -> CalendarVersion | None:
    """Publish a new calendar version when the reviewed file says something new; None when it does not."""
    years: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["year"]
    mark = hashlib.sha256(json.dumps(years, sort_keys=True).encode()).hexdigest()
    newest = CalendarVersion.objects.order_by("-number").first()
    if newest and newest.digest == mark:
        return None
    version = CalendarVersion.objects.create(
        number=newest.number + 1 if newest else 1, published_at=at, digest=mark,
        years=[year["year"] for year in years],
    )  # fmt: skip
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, date=date.fromisoformat(line[:10]), kind=kind, name=line[11:],
                    decision_no=year["decision"])
        for year in years
        for kind in CalendarDay.Kind.values
        for line in year.get(kind, [])
    )  # fmt: skip
    return version
