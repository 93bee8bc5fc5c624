"""Party: a person or an organisation as the law knows it. Representation: who may act for whom, dated and proved.

Both are *claimed* until somebody at the counter has seen the papers (`checked_at`). Anybody may claim any number; what
is only claimed opens what its account filed itself, and nothing else.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.party_search import PartySearch, name_and_number
from people.models.sealed import Sealed
from people.models.user import User

OF_AGE = 18  # Civil Code 2015 art. 20, 136: a parent or guardian represents a child until then


class PartyQuerySet(PartySearch["Party"]):
    """Queries of parties."""

    def checked(self) -> "PartyQuerySet":
        """Those whose papers somebody at the counter has seen."""
        return self.filter(checked_at__isnull=False)

    def with_passport(self, number: str, country: str) -> "PartyQuerySet":
        """Those with this passport; one whose country nobody asked for may be any country's."""
        rows = self.filter(passport_no=number) if number else self.none()
        return rows.filter(passport_country__in=("", country)) if country else rows

    def represented_by(self, user_id: int, day: date) -> "PartyQuerySet":
        """The parties for which this user may file on *day*, each once however many proofs there are.

        On the proof of papers; or on a claim, while the party itself is nothing more than that claim.
        """
        rows = Representation.objects.in_force(day).filter(user_id=user_id, only_code="")
        on_proof = Q(pk__in=rows.filter(checked_at__isnull=False).values("party_id"))
        on_claim = Q(pk__in=rows.values("party_id"), checked_at__isnull=True, same_as__isnull=True)
        return self.filter(on_proof | on_claim)


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
    passport_country = models.CharField(  # ISO 3166; empty where nobody asked yet
        _("nước cấp hộ chiếu"), max_length=3, blank=True, default="", db_default=""
    )
    # Whether its passport is held single below: of rows from before it was, `manage.py passports` lists the doubles.
    passport_single = models.BooleanField(default=False, db_default=False, editable=False)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    id_issued_on = models.DateField(_("ngày cấp căn cước"), null=True, blank=True)  # as the card says
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    address = models.CharField(_("địa chỉ như trên giấy tờ"), max_length=300, blank=True)
    # Where letters go, when that is another place; the one above stands on papers that were seen.
    postal_address = models.CharField(_("địa chỉ nhận thư"), max_length=300, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    # Who saw which papers, and when: no field of a form (`people.actions.check_party`).
    checked_at = models.DateTimeField(_("đối chiếu lúc"), null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    proof = models.CharField(
        _("giấy tờ đã đối chiếu"), max_length=200, blank=True, editable=False, default="", db_default=""
    )
    # The checked party that this claim turned out to be; what was filed under the claim stays under it.
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="claims")

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("người, tổ chức")
        constraints = [
            # One person, one checked row. What is only claimed keeps nobody out: two may claim the same number.
            models.UniqueConstraint(
                fields=["citizen_id"],
                condition=~Q(citizen_id="") & Q(checked_at__isnull=False),
                name="party_checked_citizen_id_once",
            ),
            models.UniqueConstraint(
                fields=["tax_code"],
                condition=~Q(tax_code="") & Q(checked_at__isnull=False),
                name="party_checked_tax_code_once",
            ),
            # Two countries may give the same number.
            models.UniqueConstraint(
                fields=["passport_country", "passport_no"],
                condition=Q(passport_single=True),
                name="party_checked_passport_once",
            ),
        ]
        indexes = [
            models.Index(fields=["name_folded"], name="party_name"),
            models.Index(fields=["phone"], name="party_phone", condition=~Q(phone="")),
            models.Index(fields=["citizen_id"], name="party_citizen_id", condition=~Q(citizen_id="")),
            models.Index(fields=["tax_code"], name="party_tax_code", condition=~Q(tax_code="")),
            models.Index(fields=["passport_no"], name="party_passport_no", condition=~Q(passport_no="")),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The constraints on fields that no form has. Raises ValidationError for another checked party's number."""
        others = Party.objects.checked().exclude(pk=self.pk)
        passport = others.with_passport(self.passport_no, self.passport_country)
        for number in ("citizen_id", "tax_code", "passport_no"):
            same = passport if number == "passport_no" else others.filter(**{number: getattr(self, number)})
            if self.is_checked and getattr(self, number) and same.exists():
                raise ValidationError({number: _("Số giấy tờ này đã thuộc về một người hoặc tổ chức khác.")})

    @property
    def identity_number(self) -> str:
        """The number printed on receipts: citizen number, tax code or passport."""
        return self.citizen_id or self.tax_code or self.passport_no

    def has_number(self, typed: str) -> bool:
        """True when *typed*, or what follows the name in it, is the whole of a number of theirs, however grouped."""
        numbers = {self.citizen_id, self.tax_code, self.passport_no, self.phone} - {""}
        return any("".join(text.split()).upper() in numbers for text in (typed, name_and_number(typed)[1]))

    @property
    def is_person(self) -> bool:
        """True for a human being; else an organisation."""
        return self.kind == self.Kind.PERSON

    @property
    def is_checked(self) -> bool:
        """True once somebody at the counter has seen its papers."""
        return self.checked_at is not None


class RepresentationQuerySet(models.QuerySet["Representation"]):
    """Queries of representations."""

    def in_force(self, day: date) -> "RepresentationQuerySet":
        """Those that hold on *day*; of a child that came of age by then no parent's or guardian's without an end."""
        young = Q(party__birth_date__isnull=True) | Q(party__birth_date__gt=years_before(day, OF_AGE))
        endless_only_for_children = ~Q(scope=Representation.Scope.GUARDIAN) | Q(valid_to__isnull=False) | young
        rows = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
        return rows.filter(endless_only_for_children)


class Representation(Sealed):
    """User acts for party, for a period: claimed by the user, or checked on a proof."""

    class Scope(models.TextChoices):
        OWN = "own", _("Chính mình")
        GUARDIAN = "guardian", _("Cha mẹ, người giám hộ")
        AUTHORISED = "authorised", _("Được ủy quyền")
        EMPLOYEE = "employee", _("Người của tổ chức")
        SLIP = "slip", _("Người giữ giấy tiếp nhận")  # follows one dossier, does no act

    user = models.ForeignKey(User, models.PROTECT, related_name="representations")
    party = models.ForeignKey(Party, models.PROTECT, related_name="representations")
    scope = models.CharField(max_length=10, choices=Scope)
    proof = models.CharField(_("giấy tờ chứng minh"), max_length=200, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    # Who saw the proof, and when: no field of a form (`people.actions`). Empty: claimed only.
    checked_at = models.DateTimeField(_("đối chiếu lúc"), null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    # The code of the one dossier that the slip opened; empty: every dossier of the party.
    only_code = models.CharField(_("chỉ hồ sơ"), max_length=40, blank=True, editable=False, default="", db_default="")
    end_ground = models.CharField(max_length=300, blank=True, editable=False, default="", db_default="")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quan hệ đại diện")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party", "scope", "valid_from", "only_code"], name="representation_once_each"
            ),
            models.CheckConstraint(
                condition=~Q(scope="slip") | ~Q(only_code=""), name="representation_by_slip_of_one_dossier"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="representation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.party}"

    def clean(self) -> None:
        """The constraints on fields that no form has. Raises ValidationError for the slip's scope, and for a double."""
        if self.scope == self.Scope.SLIP and not self.only_code:
            raise ValidationError({"scope": _("Quan hệ này chỉ có khi nhập mã trên giấy tiếp nhận.")})
        names = ("user_id", "party_id", "scope", "valid_from", "only_code")
        same = Representation.objects.filter(**{name: getattr(self, name) for name in names}).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError(_("Quan hệ này vừa được ghi. Tải lại trang."))

    @property
    def is_checked(self) -> bool:
        """True once its proof was seen; else it is what the account says of itself."""
        return self.checked_at is not None


def years_before(day: date, years: int) -> date:
    """The same day *years* earlier; the 29th of February is the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def last_day_of_childhood(party: "Party", day: date) -> date | None:
    """The last day on which *party* is a child; None for whoever is none on *day*, or whose birth nobody entered."""
    if party.kind != Party.Kind.PERSON or party.birth_date is None or party.birth_date <= years_before(day, OF_AGE):
        return None
    return last_day_as_child(party.birth_date)


def last_day_as_child(born: date) -> date:
    """The day before somebody born on *born* comes of age."""
    try:
        birthday = born.replace(year=born.year + OF_AGE)
    except ValueError:  # a 29th of February
        birthday = date(born.year + OF_AGE, 3, 1)
    return birthday - timedelta(days=1)
