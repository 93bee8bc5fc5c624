"""Result: what was granted, as data: kind, fields, holder, number and validity; a row of the register of results."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.models.paper import Paper
from dossiers.models.validity import IN_WORDS, Validity
from people.models import Party
from procedures.models import ResultTemplate
from toolbox.text import entered

if TYPE_CHECKING:
    from people.models import User


SOON_DAYS = 30  # before its last day a result will expire soon


class ResultQuerySet(models.QuerySet["Result"]):
    """Queries of the register."""

    def visible_to(self, user: "User") -> "ResultQuerySet":
        """Results of the dossiers that *user* may see."""
        from dossiers.models.dossier import Dossier  # noqa: PLC0415 - it leads back here

        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def for_rows(self) -> "ResultQuerySet":
        """As lists show them: number, kind, holder, days and what took their place; nothing that is long."""
        own = ("kind", "holder_name", "issued_on", "valid_from", "valid_until", "ended_as", "ended_at")
        numbers = [f"{path}__{name}" for path in ("paper", "replaced_by__paper") for name in ("number", "symbol")]
        shown = (
            "paper__kind",
            "paper__state",
            "paper__voided_at",
            "dossier__code",
            "dossier__ref",
            "replaced_by__replaces",
        )
        return self.select_related("paper", "dossier", "replaced_by__paper").only(*own, *numbers, *shown)

    def in_force(self) -> "ResultQuerySet":
        """Those that nothing ended: neither replaced, nor revoked, nor void; whatever their days."""
        return self.filter(ended_at__isnull=True, paper__voided_at__isnull=True)


class Standing(models.TextChoices):
    """How one may ask the register."""

    VALID = "valid", _("Còn hạn")
    SOON = "soon", _("Sắp hết hạn")
    EXPIRED = "expired", _("Hết hạn")
    REPLACED = "replaced", _("Đã thay")
    REVOKED = "revoked", _("Đã thu hồi")
    VOID = "void", _("Đã hủy")
    UNSEALED = "unsealed", _("Chưa đóng dấu")


class Result(models.Model):
    """Made with the paper that prints it. It never changes but by ending: replaced by a correction, or revoked."""

    class End(models.TextChoices):
        REPLACED = "replaced", _("Đã thay bằng bản khác")
        REVOKED = "revoked", _("Đã thu hồi")

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="results")
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="result")
    template = models.ForeignKey(
        ResultTemplate, models.PROTECT, null=True, related_name="+"
    )  # null: the general letter
    kind = models.CharField(_("loại kết quả"), max_length=60, blank=True)
    holder = models.ForeignKey(Party, models.PROTECT, related_name="results")
    holder_name = models.CharField(_("cấp cho"), max_length=255)  # as printed
    fields: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    issued_on = models.DateField(_("ngày cấp"))
    valid_from = models.DateField(_("có giá trị từ"), null=True)
    valid_until = models.DateField(_("đến"), null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    ended_as = models.CharField(max_length=8, choices=End, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)  # for its holder and the officers
    ended_ground = models.CharField(max_length=500, blank=True, db_default="")  # the law by which it was revoked
    reminded_at = models.DateTimeField(null=True)  # that it will expire

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("kết quả")
        indexes = [
            models.Index(fields=["kind", "-id"], name="result_kind"),
            models.Index(fields=["holder", "-id"], name="result_holder"),
            models.Index(fields=["issued_on"], name="result_issued_on"),
            models.Index(fields=["ended_as", "-id"], condition=~Q(ended_as=""), name="result_ended"),  # few did
            models.Index(
                fields=["valid_until"],
                condition=Q(ended_at__isnull=True, valid_until__isnull=False),
                name="result_valid_until",
            ),
            models.Index(
                fields=["valid_until", "id"],
                condition=Q(ended_at__isnull=True, valid_until__isnull=False, reminded_at__isnull=True),
                name="result_to_remind",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="result_ends_as_something",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="result_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper.reference} {self.holder_name}"

    @staticmethod
    def stands(standing: str, day: date) -> Q:
        """The condition that a result stands like that on *day*."""
        unended = Q(ended_at__isnull=True, paper__voided_at__isnull=True)
        in_force = unended & ~Q(paper__state=Paper.State.SIGNED)
        return {
            Standing.VALID: in_force & (Q(valid_until__isnull=True) | Q(valid_until__gte=day)),
            Standing.SOON: in_force & Q(valid_until__range=(day, day + timedelta(days=SOON_DAYS))),
            Standing.EXPIRED: in_force & Q(valid_until__lt=day),
            Standing.REPLACED: Q(ended_as=Result.End.REPLACED, paper__voided_at__isnull=True),
            Standing.REVOKED: Q(ended_as=Result.End.REVOKED, paper__voided_at__isnull=True),
            Standing.VOID: Q(paper__voided_at__isnull=False),
            Standing.UNSEALED: unended & Q(paper__state=Paper.State.SIGNED),
        }[Standing(standing)]

    @staticmethod
    def is_numbered(typed: str) -> Q:
        """The condition that its paper has this number, with its symbol or without; nothing for what is none."""
        number, _slash, symbol = (part.strip() for part in entered(typed).partition("/"))
        if not (number.isascii() and number.isdecimal()) or int(number[:12]) >= 2**31:
            return Q(pk__in=[])
        own = Q(paper__number=int(number[:12]))
        return own & Q(paper__symbol__in={symbol, symbol.upper()}) if symbol else own

    def validity_on(self, day: date) -> Validity:
        """How it stands on *day*: what a person did to it first, whether it is sealed, then its own days."""
        if self.paper.voided_at:
            return Validity.VOID
        if self.ended_as:
            return Validity(self.ended_as)
        if self.paper.state == Paper.State.SIGNED:
            return Validity.UNSEALED
        if self.valid_until and self.valid_until < day:
            return Validity.EXPIRED
        return Validity.NOT_YET if self.valid_from and self.valid_from > day else Validity.VALID

    def standing_on(self, day: date) -> str:
        """The same in words for anybody, with the day and the number that go with it; never the reason."""
        validity = self.validity_on(day)
        since = {
            Validity.VALID: self.valid_until,
            Validity.NOT_YET: self.valid_from,
            Validity.EXPIRED: self.valid_until,
            Validity.REPLACED: self.ended_at and timezone.localdate(self.ended_at),
            Validity.REVOKED: self.ended_at and timezone.localdate(self.ended_at),
        }.get(validity)
        later = getattr(self, "replaced_by", None)
        if since is None or (validity == Validity.REPLACED and later is None):
            return str(validity.label)
        return str(IN_WORDS[validity] % {"day": f"{since:%d/%m/%Y}", "number": later.paper.reference if later else ""})
