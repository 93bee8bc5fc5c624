"""Agency: the dated tree of bodies and their units. Post: who may do what where, from when to when."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.user import User


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Questions about agencies."""

    def in_charge_of(self, code: str, day: date) -> "Agency | None":
        """The unit that was called *code*, or whoever succeeded it by *day*; None when there never was one."""
        rows = self.select_related("parent__parent")
        unit = rows.filter(code=code).first()
        while unit and unit.successor_id and unit.valid_to and unit.valid_to < day:
            unit = rows.get(pk=unit.successor_id)
        return unit


class Agency(models.Model):
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
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
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

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """One user's role in one unit for a period; revoked by ending it, never by deleting it."""

    class Role(models.TextChoices):
        DESK = "desk", _("Cán bộ Một cửa")
        OFFICER = "officer", _("Chuyên viên")
        HEAD = "head", _("Trưởng phòng")
        LEADER = "leader", _("Lãnh đạo Sở")
        SEAL_CLERK = "seal_clerk", _("Văn thư")
        CASHIER = "cashier", _("Kế toán thu phí")
        AUDITOR = "auditor", _("Thanh tra")
        ADMINISTRATOR = "administrator", _("Quản trị hệ thống")

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=14, choices=Role)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    decision_no = models.CharField(_("số quyết định"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("vị trí công tác")
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role", "valid_from"], name="post_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="post_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"

    def in_force(self, day: date) -> bool:
        """True when the post is held on *day*."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)

    def covers(self, unit: Agency) -> bool:
        """True for the post's own unit; some roles also answer for the units below theirs."""
        if self.role in SUBTREE_ROLES:
            return unit.path.startswith(self.unit.path)
        return self.unit_id == unit.pk


# A head or leader answers for the units below; the department's seal clerk and cashier serve its desk too.
SUBTREE_ROLES = (Post.Role.HEAD, Post.Role.LEADER, Post.Role.SEAL_CLERK, Post.Role.CASHIER)
