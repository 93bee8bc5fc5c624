"""Parcel: what goes out or comes in by the public postal service; ParcelItem: one dossier in it.

Decision 45/2016/QĐ-TTg: hand-over is recorded with number and time (art. 7), who receives signs (art. 10), the
applicant pays the postage, whoever is at fault a second way (art. 12).
"""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.models import Agency, Post, User
from people.models.reference import KeptForeignKey

BY_POST = "buu_chinh"  # the answer to `result_delivery`


class ParcelQuerySet(models.QuerySet["Parcel"]):
    """Lists of parcels: a desk's own."""

    def of_desks_of(self, user: User) -> "ParcelQuerySet":
        """The parcels of the desks where *user* works today."""
        desks = sorted({unit for post in user.acting_posts if post.role == Post.Role.DESK for unit in post.unit_ids})
        return self.filter(desk__in=desks)

    def to_post(self) -> "ParcelQuerySet":
        """Packed, and not given to the post yet."""
        return self.filter(state=Parcel.State.REGISTERED)

    def with_items(self) -> "ParcelQuerySet":
        """With the dossiers in each, for a page of parcels."""
        items = ParcelItem.objects.select_related("dossier").only("parcel", "ended_at", "dossier__code", "dossier__ref")
        return self.prefetch_related(models.Prefetch("items", items))


class Parcel(models.Model):
    """One parcel of one desk. Its number is the post's, and never stands twice in one direction."""

    class Direction(models.TextChoices):
        OUT = "out", _("Gửi đi")
        IN = "in", _("Gửi đến")

    class State(models.TextChoices):
        REGISTERED = "registered", _("Chờ giao bưu điện")
        POSTED = "posted", _("Bưu điện đang chuyển")
        DELIVERED = "delivered", _("Đã phát")
        CAME_BACK = "came_back", _("Đã chuyển hoàn")
        CANCELLED = "cancelled", _("Đã hủy")
        ARRIVED = "arrived", _("Đã nhận, chờ vào sổ")
        ENTERED = "entered", _("Đã vào sổ")

    class Payer(models.TextChoices):
        APPLICANT = "applicant", _("Người nộp trả cho bưu điện")
        OFFICE = "office", _("Cơ quan trả")

    desk = KeptForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(max_length=3, choices=Direction)
    number = models.CharField(_("số bưu gửi"), max_length=13)
    state = models.CharField(max_length=10, choices=State)
    party = models.CharField(max_length=255)  # to whom it goes, or who sent it
    address = models.CharField(_("địa chỉ"), max_length=500)
    phone = models.CharField(max_length=20, blank=True)
    ground = models.CharField(max_length=300, blank=True)  # why by post, where the applicant had not chosen it
    postage = models.PositiveIntegerField(_("cước (đồng)"), default=0)
    payer = models.CharField(_("người trả cước"), max_length=9, choices=Payer, default=Payer.APPLICANT)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    registered_at = models.DateTimeField()
    # The hand-over record between postal worker and desk: its number, who of each, when.
    record_no = models.CharField(_("số biên bản giao nhận"), max_length=40, blank=True)
    record_number = models.PositiveIntegerField(null=True)  # of the desk and the year; none where it was typed
    courier = models.CharField(_("nhân viên bưu điện"), max_length=150, blank=True)
    clerk = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    posted_at = models.DateTimeField(null=True)
    # What became of it: who took it and by which proof, or why it came back or was cancelled.
    taken_by = models.CharField(_("người nhận"), max_length=150, blank=True)
    proof = models.CharField(_("chứng từ phát"), max_length=60, blank=True)
    said_by_post = models.BooleanField(default=False)  # the company was asked; else the paper says so
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    ended_on = models.DateField(null=True)  # the day of delivery or return, as the post says
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("bưu gửi")
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "number"], condition=~Q(state="cancelled"), name="parcel_number_once"
            )
        ]
        indexes = [
            models.Index(fields=["desk", "state", "-id"], name="parcel_of_desk"),
            models.Index(fields=["record_no"], condition=~Q(record_no=""), name="parcel_record"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_out(self) -> bool:
        """It carries results."""
        return self.direction == self.Direction.OUT

    @property
    def is_under_way(self) -> bool:
        """Something is still to be done with it."""
        return self.state in (self.State.REGISTERED, self.State.POSTED, self.State.ARRIVED)

    @property
    def contents(self) -> "list[ParcelItem]":
        """What is in it, or was when it ended; not what was taken out before."""
        return [item for item in self.items.all() if item.stays]


class ParcelItem(models.Model):
    """One dossier in a parcel, and which paper of it. A result is in one parcel at a time."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="items")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="parcel_items")
    paper = models.ForeignKey("dossiers.Paper", models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)  # delivered, came back, taken out; of what came in: entered
    taken_out = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("hồ sơ trong bưu gửi")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="parcel_item_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.dossier_id}"

    @property
    def stays(self) -> bool:
        """It is in the parcel, or was to its end."""
        return not self.taken_out


class InParcel(Exists):
    """The condition, on a row of dossiers, that its result is in a parcel that is under way."""

    def __init__(self) -> None:
        super().__init__(ParcelItem.objects.filter(dossier=OuterRef("pk"), ended_at=None))


def wants_post(answers: Any) -> bool:
    """True where the applicant chose the post for the result."""
    return isinstance(answers, dict) and answers.get("result_delivery") == BY_POST
