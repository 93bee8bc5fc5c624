"""Party: a person or an organisation as the law knows it. Representation: who may act for whom, dated."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.sealed import Sealed
from people.models.user import User
from toolbox.text import fold


class PartyQuerySet(models.QuerySet["Party"]):
    """Queries of parties."""

    def represented_by(self, user_id: int, day: date) -> "PartyQuerySet":
        """The parties for which this user may act on *day*, each once however many proofs there are."""
        representations = Representation.objects.in_force(day).filter(user_id=user_id)
        return self.filter(pk__in=representations.values("party_id"))

    def matching(self, typed: str) -> "PartyQuerySet":
        """Parties by any number on their papers or by name without accents."""
        bare = "".join(typed.split())
        by_number = Q(citizen_id=bare) | Q(tax_code=bare) | Q(passport_no=bare.upper()) | Q(phone=bare)
        return self.filter(by_number | Q(name_folded__contains=fold(typed)))


class Party(Sealed):
    """Someone with rights before the department; may have no account (a walk-in)."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Cá nhân")
        ORGANISATION = "organisation", _("Tổ chức, doanh nghiệp")

    kind = models.CharField(_("loại"), max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("họ và tên hoặc tên tổ chức"), max_length=255)
    name_folded = models.CharField(max_length=255, editable=False)
    citizen_id = models.CharField(_("số định danh cá nhân"), max_length=12, blank=True)
    passport_no = models.CharField(_("số hộ chiếu"), max_length=12, blank=True)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    address = models.CharField(_("địa chỉ như trên giấy tờ"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("người, tổ chức")
        constraints = [
            # One person, one row: the numbers are unique where they are known.
            models.UniqueConstraint(fields=["citizen_id"], condition=~Q(citizen_id=""), name="party_citizen_id_once"),
            models.UniqueConstraint(fields=["tax_code"], condition=~Q(tax_code=""), name="party_tax_code_once"),
        ]
        indexes = [
            models.Index(fields=["name_folded"], name="party_name"),
            models.Index(fields=["phone"], name="party_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def identity_number(self) -> str:
        """The number printed on receipts: citizen number, tax code or passport."""
        return self.citizen_id or self.tax_code or self.passport_no


class RepresentationQuerySet(models.QuerySet["Representation"]):
    """Queries of representations."""

    def in_force(self, day: date) -> "RepresentationQuerySet":
        """Those that hold on *day*."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class Representation(Sealed):
    """User acts for party, for a period, on a proof."""

    class Scope(models.TextChoices):
        OWN = "own", _("Chính mình")
        GUARDIAN = "guardian", _("Cha mẹ, người giám hộ")
        AUTHORISED = "authorised", _("Được ủy quyền")
        EMPLOYEE = "employee", _("Người của tổ chức")

    user = models.ForeignKey(User, models.PROTECT, related_name="representations")
    party = models.ForeignKey(Party, models.PROTECT, related_name="representations")
    scope = models.CharField(max_length=10, choices=Scope)
    proof = models.CharField(_("giấy tờ chứng minh"), max_length=200, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quan hệ đại diện")
        constraints = [
            models.UniqueConstraint(fields=["user", "party", "scope", "valid_from"], name="representation_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="representation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.party}"


class Represents(models.Func):
    """True in rows whose *user* may act for their *party* on *day*; both are expressions.

    As `Exists` of the representations in force would say it; written out, since building that took longer than
    the statement it is part of.
    """

    output_field = models.BooleanField()
    template = (
        "EXISTS (SELECT 1 FROM people_representation r WHERE r.user_id = {0} AND r.party_id = {1}"
        " AND r.valid_from <= {2} AND (r.valid_to IS NULL OR r.valid_to >= {2}))"
    )

    def __init__(self, user: Any, party: Any, day: date) -> None:
        super().__init__(user, party, models.Value(day, output_field=models.DateField()))

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        """The condition with its parameters, in the order of their places."""
        (user, of_user), (party, of_party), (day, of_day) = map(compiler.compile, self.source_expressions)
        return self.template.format(user, party, day), [*of_user, *of_party, *of_day, *of_day]
