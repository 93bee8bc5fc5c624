"""The year that nobody published yet though its first terms already run into it."""

from datetime import date

from procedures.models import CalendarVersion

WARN_FROM = (10, 1)  # month and day; decisions on days off come out in autumn


def missing_year(today: date) -> int | None:
    """This year at any time, the next from 1 October on, when the newest calendar does not hold it."""
    newest = CalendarVersion.objects.order_by("-number").values_list("years", flat=True).first() or []
    wanted = [today.year]
    if (today.month, today.day) >= WARN_FROM:
        wanted.append(today.year + 1)
    return next((year for year in wanted if year not in newest), None)
