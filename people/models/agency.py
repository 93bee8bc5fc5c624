"""Agency: a body of the state or a unit of one, in a dated tree."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.reference import Kept, KeptForeignKey, copy_of
from people.models.sealed import Sealed


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Queries of agencies."""

    def in_charge_of(self, code: str, day: date) -> "Agency | None":
        """The unit that was called *code*, or whoever succeeded it by *day*; None when there never was one."""
        unit = next((unit for unit in _all("").values() if unit.code == code), None)
        while unit and unit.successor_id and unit.valid_to and unit.valid_to < day:
            unit = _all("")[unit.successor_id]
        return copy_of(unit) if unit else None


class Agency(Sealed):
    """A body of the state or a unit inside one. Names change by closing this row and opening a successor."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("Ủy ban nhân dân")
        DEPARTMENT = "department", _("Sở")
        DIVISION = "division", _("Phòng")
        DESK = "desk", _("Bộ phận Một cửa")

    code = models.CharField(_("mã nội bộ"), max_length=20, unique=True)
    # Identification code in the national scheme; dossier codes begin with it.
    national_code = models.CharField(_("mã định danh"), max_length=20, blank=True)
    symbol = models.CharField(_("ký hiệu văn bản"), max_length=20, blank=True)
    name = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    short_name = models.CharField(_("tên viết tắt"), max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    level = models.CharField(max_length=6, default="tinh")
    parent = KeptForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    # "T/SLD/SLD-NCC/": a subtree is one prefix, so a head's list is one index range.
    path = models.CharField(max_length=200, db_index=True)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)  # printed on receipts of money
    place = models.CharField(_("nơi ban hành"), max_length=60, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan, đơn vị")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agency_ends_after_it_begins",
            )
        ]

    @property
    def code_prefix(self) -> str:
        """What the codes of the dossiers that it receives begin with (Circular 01/2018 art. 19)."""
        return self.national_code or self.code

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def kept(pk: int) -> "Agency | None":
        """The agency with this key, as the process keeps it."""
        return _all("").get(pk)

    @staticmethod
    def in_being(day: date) -> "list[Agency]":
        """The agencies that there are on *day*, by name, as the process keeps them."""
        units = (unit for unit in _all("").values() if unit.valid_from <= day)
        return sorted((unit for unit in units if unit.valid_to is None or unit.valid_to >= day), key=str)

    @staticmethod
    def code_prefixes() -> set[str]:
        """What codes of dossiers may begin with, those of closed agencies too."""
        return {agency.code_prefix for agency in _all("").values()}

    @staticmethod
    def ids_below(path: str) -> list[int]:
        """The keys of the agency at *path* and of those below it."""
        return [agency.pk for agency in _all("").values() if agency.path.startswith(path)]


# All of them at once: a department has a dozen, a province two hundred.
_all: Kept[str, dict[int, Agency]] = Kept(lambda _key: Agency.objects.in_bulk())
