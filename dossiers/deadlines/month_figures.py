"""Count, month by month, what came in and what was decided in time, for the figures of the first page."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from dossiers.models import Dossier, MonthFigures

MONTHS = 12  # the running one is the last of them


def count_months(at: datetime) -> int:
    """Count the running month at *at* and the eleven before it; returns how many had anything."""
    months = months_until(timezone.localdate(at))
    since = datetime.combine(months[0], datetime.min.time(), tzinfo=timezone.get_default_timezone())
    filed = Dossier.objects.filter(submitted_at__gte=since, submitted_at__lte=at)
    decided = Dossier.objects.filter(resolved_at__gte=since, resolved_at__lte=at)
    received = _by_month(filed, "submitted_at", n=Count("pk"))
    ended = _by_month(decided, "resolved_at", n=Count("pk"), late=Count("pk", filter=Q(resolved_at__gt=F("due_at"))))
    rows = [
        MonthFigures(
            month=month,
            received=received.get(month, {}).get("n", 0),
            decided=ended.get(month, {}).get("n", 0),
            late=ended.get(month, {}).get("late", 0),
        )
        for month in months
        if month in received or month in ended
    ]
    with transaction.atomic():
        MonthFigures.objects.all().delete()
        MonthFigures.objects.bulk_create(rows)
    return len(rows)


def months_until(day: date) -> list[date]:
    """The first days of the last `MONTHS` months, the one of *day* being the last."""
    months = [day.replace(day=1)]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


def _by_month(rows: QuerySet[Dossier], moment: str, **counts: Any) -> dict[date, dict[str, int]]:
    counted: Any = rows.order_by().annotate(month=TruncMonth(moment)).values("month").annotate(**counts)
    return {timezone.localdate(row["month"]): row for row in counted}
