"""Word the office hours of a week as people read them on a door."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from procedures.law.working_time import WorkingCalendar, season_hours

DAYS = (
    _lazy("thứ Hai"),
    _lazy("thứ Ba"),
    _lazy("thứ Tư"),
    _lazy("thứ Năm"),
    _lazy("thứ Sáu"),
    _lazy("thứ Bảy"),
    _lazy("Chủ nhật"),
)


def weekly_hours(calendar: WorkingCalendar, day: date) -> str:
    """`thứ Hai đến thứ Sáu, 08:00–12:00 và 13:00–17:00`: of the season *day* lies in. Raises CalendarMissing."""
    hours = season_hours(calendar, day)
    sessions = [f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours.sessions]
    return f"{_days(sorted(hours.weekdays))}, {_all(sessions)}"


def _days(weekdays: list[int]) -> str:
    names = [str(DAYS[number]) for number in weekdays]
    in_a_row = len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1
    return _("%(first)s đến %(last)s") % {"first": names[0], "last": names[-1]} if in_a_row else _all(names)


def _all(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _("%(some)s và %(last)s") % {"some": ", ".join(parts[:-1]), "last": parts[-1]}
