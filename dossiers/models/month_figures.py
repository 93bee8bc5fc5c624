"""MonthFigures: what came in and what was decided in one month, for everybody to read on the first page."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthFigures(models.Model):
    """Whole department, counted anew every night; a month that is running holds what came so far."""

    month = models.DateField(_("tháng"), primary_key=True)  # its first day
    received = models.PositiveIntegerField(_("tiếp nhận"))
    decided = models.PositiveIntegerField(_("có kết quả"))
    late = models.PositiveIntegerField(_("quá hạn"))  # of the decided

    class Meta:
        verbose_name = verbose_name_plural = _("số liệu tháng")
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"

    @property
    def on_time_share(self) -> float | None:
        """Per cent of the decided that were ready by the day promised; None in a month without decisions."""
        return 100 * (self.decided - self.late) / self.decided if self.decided else None
