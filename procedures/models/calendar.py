"""Models of the official calendar: published versions, and the exceptions to the weekly rhythm."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarVersion(models.Model):
    """One published state of the official calendar; a dossier keeps the one it was accepted under."""

    number = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    years: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    # Rows of office hours: agency, weekdays, first, last, since, sessions; see calendar_days.toml.
    hours: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    # Years that an administrator published on the page: the reviewed file no longer speaks for them.
    page_years: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("quyết định"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("lịch làm việc đã công bố")

    def __str__(self) -> str:
        return str(self.number)


class CalendarDay(models.Model):
    """One exception to the weekly rhythm, by an official decision."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("ngày lễ")
        COMPENSATORY = "compensatory", _("nghỉ bù")
        SWAP_OFF = "swap_off", _("nghỉ hoán đổi")
        SWAP_WORK = "swap_work", _("làm bù")
        LOCAL_CLOSURE = "local_closure", _("đóng cửa")
        RECEPTION_ONLY = "reception_only", _("chỉ tiếp nhận")
        ORDINARY = "ordinary", _("làm việc như thường")

    class Half(models.TextChoices):
        MORNING = "morning", _("buổi sáng")
        AFTERNOON = "afternoon", _("buổi chiều")

    version = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="days")
    date = models.DateField()
    kind = models.CharField(max_length=14, choices=Kind)
    name = models.CharField(max_length=120)
    decision_no = models.CharField(max_length=120)
    half = models.CharField(max_length=9, choices=Half, blank=True)  # of a day off; else all day
    agency_code = models.CharField(max_length=20, blank=True)  # one agency's own; else everybody's

    class Meta:
        verbose_name = verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        constraints = [models.UniqueConstraint(fields=["version", "date", "agency_code"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"
