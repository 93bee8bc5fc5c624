"""Paper: an official document we issue; numbered in the act's transaction, rendered by the worker."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dossiers.models.event import Event
from dossiers.models.signing_fault import SigningFault
from dossiers.models.validity import Validity
from people.models import User

LATER = "result__replaced_by__paper"
SEAL_CLERK = "clerk"  # in its context: who has the agency sign it


class PaperQuerySet(models.QuerySet["Paper"]):
    """Queries of papers."""

    def for_rows(self) -> "PaperQuerySet":
        """As lists show them: with how each stands and what took its place, without what they print."""
        long = ("context", "result__fields", "result__replaced_by__fields", f"{LATER}__context")
        return self.select_related(LATER).defer(*long)

    def to_seal(self) -> "PaperQuerySet":
        """Signed by the person, and waiting for a seal clerk: neither void, nor replaced or revoked meanwhile."""
        return self.filter(state=Paper.State.SIGNED, voided_at=None, result__ended_at=None)


class Paper(models.Model):
    """The row is the job. Its context is frozen at issue, so that later changes never reach it."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
        SUPPLEMENT_REQUEST = "supplement_request", _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
        RECEPTION_REFUSAL = "reception_refusal", _("Phiếu từ chối tiếp nhận giải quyết hồ sơ")
        RESULT = "result", _("Thông báo kết quả giải quyết")
        REFUSAL = "refusal", _("Thông báo từ chối giải quyết")
        APOLOGY = "apology", _("Văn bản xin lỗi và hẹn lại ngày trả kết quả")
        STOP_NOTICE = "stop_notice", _("Thông báo dừng giải quyết hồ sơ")
        FEE_RECEIPT = "fee_receipt", _("Biên lai thu phí, lệ phí")

    class State(models.TextChoices):
        PENDING = "pending", _("Đang tạo tệp")
        SIGNED = "signed", _("Đã ký, chờ đóng dấu")  # the person's signature is there, the agency's waits for an act
        READY = "ready", _("Đã có tệp")
        FAILED = "failed", _("Không tạo được tệp")

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="papers")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="papers")
    kind = models.CharField(max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    symbol = models.CharField(_("ký hiệu"), max_length=40)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    context: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    voided_at = models.DateTimeField(null=True)  # a number is never used again: a void keeps its own
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    # Who signed the file: field, name, SHA-256 of the certificate, instant; empty while it has none.
    signatures: "models.JSONField[Any, Any]" = models.JSONField(default=list, db_default=[])
    # The act by which a seal clerk had the agency sign, where its edition wants one; the worker signs.
    sealed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    sealed_at = models.DateTimeField(null=True)

    # Why it is not signed yet (a SigningFault, whose signature, which PIN), while it waits; empty otherwise.
    fault: "models.JSONField[Any, Any]" = models.JSONField(default=dict, db_default={})

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("giấy tờ phát hành")
        constraints = [
            models.UniqueConstraint(fields=["symbol", "year", "number"], name="paper_number_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(path="") & ~Q(sha256="")), name="paper_ready_has_file"
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="pending"), name="paper_pending"),
            models.Index(fields=["number"], condition=Q(kind="result"), name="paper_result_number"),
            # What waits for the seal clerk, the oldest first.
            models.Index(fields=["issued_at", "id"], condition=Q(state="signed"), name="paper_to_seal"),
            # What was given up: a handful, counted at every look of who watches.
            models.Index(fields=["id"], condition=Q(state="failed"), name="paper_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"

    @property
    def reference(self) -> str:
        """Number and symbol as printed; numbers below ten carry a zero (Decree 30/2020, annex I)."""
        return f"{self.number:02d}/{self.symbol}"

    def validity_on(self, day: date) -> Validity:
        """How it stands on *day*: as the result that it prints; of every other paper whether it was voided."""
        if result := getattr(self, "result", None):
            validity: Validity = result.validity_on(day)
            return validity
        if self.voided_at:
            return Validity.VOID
        return Validity.UNSEALED if self.state == self.State.SIGNED else Validity.VALID

    @property
    def validity(self) -> Validity:
        """How it stands today."""
        return self.validity_on(timezone.localdate())

    @property
    def standing(self) -> str:
        """Whether it still holds today, in words for anybody."""
        if result := getattr(self, "result", None):
            return str(result.standing_on(timezone.localdate()))
        return str(self.validity.label)

    @property
    def hindrance(self) -> str:
        """Why it is not signed yet, in words for staff; empty when nothing is in the way."""
        if self.is_ready or not self.fault:
            return ""
        words = {"name": self.fault["name"], "why": SigningFault(self.fault["kind"]).label}
        return gettext("Chưa ký được: %(why)s (%(name)s).") % words

    @property
    def is_ready(self) -> bool:
        """The file exists, with every signature."""
        return self.state == self.State.READY

    @property
    def is_sealed_by_clerk(self) -> bool:
        """Frozen with it at issue: the agency's signature follows an act, and not by itself."""
        return bool(self.context.get("seal") == SEAL_CLERK)
