"""Payment: money taken for the fee of one dossier, with its receipt; a void keeps its number and its reason."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.models import Dossier, Paper
from dossiers.models.state import UNANSWERED
from people.models import User


def hours_of(day: date) -> tuple[datetime, datetime]:
    """The first and the last instant of a day here."""
    first = datetime.combine(day, time.min, timezone.get_current_timezone())
    return first, first + timedelta(days=1) - timedelta(microseconds=1)


def stood_at(instant: datetime) -> Q:
    """The receipts that counted at *instant*: paid, or voided only later. A day that is over stays as it was."""
    return Q(state="paid") | Q(voided_at__gt=instant)


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Queries of payments."""

    def visible_to(self, user: User) -> "PaymentQuerySet":
        """Payments of the dossiers this officer works with."""
        return self.filter(dossier__in=Dossier.objects.at_work_of(user))

    def void_waiting(self) -> "PaymentQuerySet":
        """Those that a cashier wants voided, the oldest first."""
        return self.filter(state="paid", void_proposed_at__isnull=False).order_by("void_proposed_at", "id")

    def owed_back(self) -> "PaymentQuerySet":
        """Money of dossiers that ended without a result; what the law does not keep is to be given back."""
        return self.filter(state="paid", dossier__state__in=UNANSWERED)

    def voided_later(self, since: datetime, until: datetime) -> "PaymentQuerySet":
        """Those of earlier days that were voided in [since, until]: they lessen the sum of that day."""
        return self.filter(voided_at__range=(since, until), taken_at__lt=since).order_by("voided_at", "id")

    def with_names(self) -> "PaymentQuerySet":
        """With what a list prints."""
        return self.select_related("dossier", "receipt", "taken_by", "voided_by", "void_proposed_by")


class Payment(models.Model):
    """Cash in the cashier's hand; its receipt is issued in the same transaction."""

    class State(models.TextChoices):
        PAID = "paid", _("Đã thu")
        VOIDED = "voided", _("Đã hủy")

    class Method(models.TextChoices):
        CASH = "cash", _("Tiền mặt")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="payments")
    receipt = models.OneToOneField(Paper, models.PROTECT, related_name="payment")
    state = models.CharField(max_length=8, choices=State, default=State.PAID)
    method = models.CharField(max_length=8, choices=Method, default=Method.CASH)
    amount = models.PositiveBigIntegerField(_("số tiền (đồng)"))
    lines: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    payer = models.CharField(_("người nộp tiền"), max_length=255)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    # One page of the cashier pays once; null where no page asked, so that many may have none.
    token = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001
    void_proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_proposed_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("khoản thu")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
            models.CheckConstraint(
                condition=Q(state="paid") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="payment_voided_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["taken_at"], name="payment_day"),
            models.Index(fields=["voided_at"], condition=Q(voided_at__isnull=False), name="payment_voided"),
            # What waits for a decision: a handful.
            models.Index(
                fields=["void_proposed_at"],
                condition=Q(state="paid", void_proposed_at__isnull=False),
                name="payment_void_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt.reference

    @property
    def void_waits(self) -> bool:
        """A cashier wants it voided, and nobody has decided yet."""
        return self.state == self.State.PAID and self.void_proposed_at is not None
