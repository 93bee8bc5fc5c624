"""Notice: one message to one person by one channel, as sent, and its delivery."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from notifications.channels import channel_choices
from notifications.channels.inbox import Inbox


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Queries of notices."""

    def inbox_of(self, user: Any) -> "NoticeQuerySet":
        """What *user*, and nobody else, finds in the inbox."""
        return self.filter(user_id=user.pk, channel=Inbox.key)

    def unread(self) -> "NoticeQuerySet":
        """Not seen yet."""
        return self.filter(read_at__isnull=True)


class UnreadNotices(models.Func):
    """How many notices the inbox of *user*, an expression, has unread, counted up to *most*."""

    output_field = models.IntegerField()
    template = (
        "(SELECT count(*) FROM (SELECT 1 FROM notifications_notice n WHERE n.user_id = %(expressions)s"
        " AND n.channel = 'inbox' AND n.read_at IS NULL LIMIT %(most)s) unread)"
    )

    def __init__(self, user: Any, most: int) -> None:
        super().__init__(user, most=int(most))


class Notice(models.Model):
    """The row is the job: written in the transaction of the act it tells of, sent by the worker."""

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")
        HELD = "held", _("Chưa xác nhận địa chỉ")  # the inbox has it; nothing more is tried

    kind = models.CharField(max_length=60)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="notices")
    channel = models.CharField(max_length=8, choices=channel_choices)
    address = models.CharField(_("địa chỉ nhận"), max_length=254, blank=True)
    subject = models.CharField(_("tiêu đề"), max_length=255)
    body = models.TextField(_("nội dung"))
    link = models.CharField(_("liên kết"), max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    # One fact is told once on each channel: "dossier 12, event 3" or "dossier 12, overdue".
    once = models.CharField(max_length=120, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        constraints = [
            models.UniqueConstraint(
                fields=["once", "channel", "address"], condition=~Q(once=""), name="notice_told_once"
            )
        ]
        indexes = [
            # What the round picks up, and nothing else.
            models.Index(fields=["not_before"], condition=Q(state="pending"), name="notice_pending"),
            models.Index(fields=["id"], condition=Q(state="failed"), name="notice_failed"),
            models.Index(fields=["user", "-id"], condition=Q(channel="inbox"), name="notice_inbox"),
            # The number in the header of every page: what is unread, however much was read.
            models.Index(fields=["user"], condition=Q(channel="inbox", read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address or self.user_id}"

    @property
    def own_path(self) -> str:
        """The link, when it is a path of this site; nothing else is ever followed."""
        safe = url_has_allowed_host_and_scheme(self.link, allowed_hosts=None)
        return self.link if safe and self.link.startswith("/") else ""


class MailAddress(models.Model):
    """An address that messages were to go to, and whether its reader said that it is theirs."""

    email = models.CharField(_("thư điện tử"), max_length=254, primary_key=True)  # in lower case
    asked_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("địa chỉ thư")

    def __str__(self) -> str:
        return self.email
