"""Builds a WorkingCalendar from rows, once for each published version."""

from functools import lru_cache

from django.utils.translation import gettext as _

from procedures.models import CalendarVersion
from procedures.working_time import SpecialDay, WorkingCalendar
from toolbox.refusal import Refused


@lru_cache(maxsize=32)
def working_calendar(version: int) -> WorkingCalendar:
    """The calendar of a published version; versions never change, so the index is kept."""
    row = CalendarVersion.objects.prefetch_related("days").get(number=version)
    special = {day.date: SpecialDay(day.kind, day.name) for day in row.days.all()}
    return WorkingCalendar(special, row.years, version)


def current_version() -> int:
    """The number of the newest published calendar. Refuses, in words, when none is loaded."""
    newest = CalendarVersion.objects.order_by("-number").values_list("number", flat=True).first()
    if newest is None:
        raise Refused(_("Lịch làm việc chưa được nạp vào hệ thống. Báo quản trị hệ thống."))
    return newest


def current_calendar() -> WorkingCalendar:
    """The newest published calendar."""
    return working_calendar(current_version())
