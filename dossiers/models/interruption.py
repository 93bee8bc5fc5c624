"""Interruption: a stretch of waiting for the applicant, or lost to a mistake; its mode: what the clock does."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.models.state import State


class Interruption(models.Model):
    """Open while `until` is empty. Decree 61/2018 art. 15.3 and 19.4: once at reception, once at appraisal."""

    class Kind(models.TextChoices):
        SUPPLEMENT = "supplement", _("Bổ sung hồ sơ")
        PAYMENT = "payment", _("Nộp phí, lệ phí")
        MISTAKE = "mistake", _("Sửa việc làm nhầm")  # from the act that was undone until it was

    class Mode(models.TextChoices):
        RESTART = "restart", _("tính lại từ đầu")
        PAUSE = "pause", _("tạm dừng")
        NONE = "none", _("không ảnh hưởng")

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="interruptions")
    kind = models.CharField(max_length=10, choices=Kind)
    mode = models.CharField(max_length=8, choices=Mode)
    from_state = models.CharField(max_length=22, choices=State)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    # When a supplement was sent; empty for a wait that ended without: its files stay unseen by officers.
    sent_at = models.DateTimeField(null=True, blank=True)
    # Each a `component` or a `question` by its key, its name and what to do; with a reason of the catalogue its code,
    # its legal basis and the officer's own words.
    items: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    # What the applicant's side typed and has not sent: theirs alone, like a draft, so no seal names it.
    unsent_answers: "models.JSONField[Any, Any]" = models.JSONField(default=dict, db_default={}, blank=True)
    # By question what was declared and what took its place, once it is sent.
    changed_answers: "models.JSONField[Any, Any]" = models.JSONField(default=dict, db_default={}, blank=True)
    reason = models.TextField(_("lý do"))
    # Until when an answer is waited for, where somebody decided a longest wait; nothing closes by itself.
    answer_by = models.DateTimeField(_("chờ đến"), null=True, blank=True)
    next_reminder_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(until__isnull=True), name="interruption_one_open"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="interruption_ends_after_it_begins",
            ),
        ]

        indexes = [
            # The round of reminders reads only what is still waited for.
            models.Index(fields=["next_reminder_at"], condition=Q(until__isnull=True), name="interruption_reminder")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.since:%d/%m/%Y}"

    @property
    def components(self) -> list[str]:
        """The keys of the papers that were asked for: no other is taken."""
        return [item["component"] for item in self.items if "component" in item]

    @property
    def questions(self) -> list[str]:
        """The keys of the questions whose answers were asked for again."""
        return [item["question"] for item in self.items if "question" in item]

    @property
    def lines(self) -> list[str]:
        """What was asked for, a line each, as papers and messages print it."""
        return [line_of(item) for item in self.items]

    def attachments_added(self) -> list[Any]:
        """The files of this sending: what goes with the supplement, while it is open."""
        return list(self.attachments.all())


def line_of(item: Mapping[str, Any]) -> str:
    """One thing that is asked for: what it is, what is the matter and what to do, and the legal basis where one is."""
    name = f"Nội dung khai “{item['name']}”" if "question" in item else item["name"]
    basis = f" (Căn cứ: {item['basis']}.)" if item.get("basis") else ""
    return f"{name}: {item['todo']}{basis}"
