"""Incident: personal data were lost, shown or changed. Whoever finds it writes it down; 72 hours run from then."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.append_only import AppendOnly
from people.models.post import Post
from people.models.sealed import Sealed
from people.models.user import User

NOTICE_HOURS = 72  # hours of the clock, through nights and holidays (Decree 13/2023 art. 23.1)
ENTRIES = AppendOnly("people_incidententry", "1 = 0")
ROLES = (Post.Role.AUDITOR, Post.Role.LEADER, Post.Role.ADMINISTRATOR)


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Queries of incidents."""

    def visible_to(self, user: User) -> "IncidentQuerySet":
        """All of them for auditors, leaders and administrators, who answer for them; for others none."""
        return self if user.has_role(*ROLES) else self.none()

    def unnotified(self) -> "IncidentQuerySet":
        """The authority has not been told of them yet; the most urgent first."""
        return self.filter(notified_at=None).order_by("discovered_at", "id")


class Incident(Sealed):
    """What happened to whose data, found when; nothing is rewritten, what follows is added as entries."""

    discovered_at = models.DateTimeField(_("phát hiện lúc"))
    summary = models.CharField(_("sự việc"), max_length=1000)
    people = models.CharField(_("dữ liệu của ai"), max_length=500)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    notified_at = models.DateTimeField(_("đã thông báo lúc"), null=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("sự cố dữ liệu cá nhân")
        indexes = [
            models.Index(fields=["discovered_at", "id"], condition=Q(notified_at=None), name="incident_unnotified")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def notify_by(self) -> datetime:
        """The last instant to tell the authority."""
        return self.discovered_at + timedelta(hours=NOTICE_HOURS)

    def is_late(self, at: datetime) -> bool:
        """True when the authority was told after the 72 hours, or was not told yet at *at* and they are over."""
        return (self.notified_at or at) > self.notify_by


class IncidentEntry(models.Model):
    """A measure, a notice or a correction, by whom and when; appended only, and sealed with its incident."""

    class Kind(models.TextChoices):
        MEASURE = "measure", _("Biện pháp đã làm")
        NOTICE = "notice", _("Đã gửi thông báo đến cơ quan chuyên trách")
        TOLD = "told", _("Đã báo cho người bị ảnh hưởng")
        CORRECTION = "correction", _("Đính chính, bổ sung")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries")
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    text = models.CharField(_("nội dung"), max_length=2000)
    at = models.DateTimeField(_("lúc"))
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("ghi chép sự cố")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
