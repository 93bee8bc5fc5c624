"""The official calendar as dated rows: published versions and the exceptions to the weekly rhythm."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarVersion(models.Model):
    """One published state of the official calendar; a dossier keeps the one it was accepted under."""

    number = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    years: "models.JSONField[Any, Any]" = models.JSONField(default=list)

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

    version = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="days")
    date = models.DateField()
    kind = models.CharField(max_length=14, choices=Kind)
    name = models.CharField(max_length=120)
    decision_no = models.CharField(max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        constraints = [
            models.UniqueConstraint(fields=["version", "date"], name="calendar_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"
