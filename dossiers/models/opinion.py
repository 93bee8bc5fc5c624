"""Opinion: what another unit was asked about a dossier, until when, and what it answered."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Agency, User
from people.models.reference import KeptForeignKey


class OpinionQuerySet(models.QuerySet["Opinion"]):
    """Queries of opinions; the dossier they are about is asked for first, by who may see it."""

    def waiting(self) -> "OpinionQuerySet":
        """Asked for, neither given nor taken back."""
        return self.filter(given_at=None, withdrawn_at=None)

    def late(self, at: datetime) -> "OpinionQuerySet":
        """Those that waited, or wait, past their instant."""
        return self.filter(withdrawn_at=None).filter(Q(given_at__gt=F("due_at")) | Q(given_at=None, due_at__lt=at))


class Opinion(models.Model):
    """One unit asked by the one that leads (Decree 61/2018 art. 19.5); it moves no date of the dossier."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="opinions")
    unit = KeptForeignKey(Agency, models.PROTECT, related_name="+")
    lead_unit = KeptForeignKey(Agency, models.PROTECT, related_name="+")  # that asked, and answers for the whole
    question = models.TextField(_("nội dung cần ý kiến"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(_("trả lời trước"))
    answer = models.TextField(_("ý kiến"), blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    next_reminder_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ý kiến đơn vị khác")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "unit"], condition=Q(given_at=None, withdrawn_at=None), name="opinion_asked_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["unit", "dossier"], condition=Q(given_at=None, withdrawn_at=None), name="opinion_owed"
            ),
            models.Index(
                fields=["next_reminder_at"], condition=Q(next_reminder_at__isnull=False), name="opinion_reminder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} → {self.unit_id}"

    @property
    def is_waiting(self) -> bool:
        """Neither given nor taken back."""
        return self.given_at is None and self.withdrawn_at is None

    def is_late(self, at: datetime) -> bool:
        """Given, or still owed, after its instant."""
        return self.withdrawn_at is None and (self.given_at or at) > self.due_at
