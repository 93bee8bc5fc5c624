"""Invitation: a link that sets the password of one account once, mailed to its owner or printed for them."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.sealed import Sealed
from people.models.user import User

LIFETIME = timedelta(hours=72)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Queries of invitations."""

    def open(self, at: datetime) -> "InvitationQuerySet":
        """Not used, not replaced, not too old, of an account that may sign in."""
        return self.filter(used_at=None, is_ended=False, expires_at__gt=at, user__is_active=True)

    def to_mail(self, at: datetime) -> "InvitationQuerySet":
        """Those a worker has not mailed yet, the oldest first."""
        return self.open(at).filter(is_mailed=True, mailed_at=None).order_by("id")


class Invitation(Sealed):
    """What the link carries stands nowhere: only its digest, from when it was mailed or printed on."""

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the secret; empty until it is handed out
    is_mailed = models.BooleanField(default=False)  # to the account's address: whoever uses it reads that
    mailed_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # of an account already opened
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    is_ended = models.BooleanField(default=False)  # another took its place, or it was taken back

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu đặt mật khẩu")
        indexes = [models.Index(fields=["id"], condition=Q(is_mailed=True, mailed_at=None), name="invitation_to_mail")]
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="invitation_secret_once"),
            models.CheckConstraint(condition=~Q(issued_by=models.F("user")), name="invitation_not_to_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.expires_at:%Y-%m-%d %H:%M}"
