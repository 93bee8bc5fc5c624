"""The year whose calendar is not published yet though terms already run into it."""

from datetime import date

from procedures.models import CalendarVersion

WARN_FROM = (10, 1)  # month and day; decisions on days off come out in autumn


def missing_year(today: date) -> int | None:
    """The year the newest calendar lacks: this one at any time, the next from 1 October on; else None."""
    newest = CalendarVersion.objects.order_by("-number").values_list("years", flat=True).first() or []
    wanted = [today.year]
    if (today.month, today.day) >= WARN_FROM:
        wanted.append(today.year + 1)
    return next((year for year in wanted if year not in newest), None)
