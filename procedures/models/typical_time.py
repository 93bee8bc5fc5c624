"""TypicalTime: how dossiers of a procedure really fared of late, told beside what the law allows."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.reference import Kept
from procedures.models.procedure import Procedure


class TypicalTime(models.Model):
    """Working days the office took, waiting for the applicant left out; counted anew every night."""

    procedure = models.OneToOneField(Procedure, models.CASCADE, primary_key=True, related_name="+")
    sample = models.PositiveIntegerField(_("số hồ sơ"))
    half_days = models.PositiveSmallIntegerField()  # half of them were ready within so many working days
    most_days = models.PositiveSmallIntegerField()  # and nine in ten within so many
    # What was asked for again most often: name of the paper or question, code of the reason.
    asked_again: "models.JSONField[Any, Any]" = models.JSONField(default=list, db_default=[])
    since = models.DateField()
    until = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = _("thời gian thực tế")

    def __str__(self) -> str:
        return f"{self.procedure_id}: {self.half_days}, {self.most_days} ({self.sample})"

    @staticmethod
    def kept(procedure_id: int) -> "TypicalTime | None":
        """That of a procedure; None where too few of its dossiers ended to say anything honest."""
        return _all("").get(procedure_id)

    @staticmethod
    def replace(rows: "Iterable[TypicalTime]") -> None:
        """Let *rows* stand in the place of all there were; call it in a transaction."""
        TypicalTime.objects.all().delete()
        TypicalTime.objects.bulk_create(rows)


_all: Kept[str, dict[int, TypicalTime]] = Kept(lambda _key: TypicalTime.objects.in_bulk())
