"""StaffSheet: people and their posts from one workbook, proposed by one administrator, confirmed by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.sealed import Sealed
from people.models.user import User


class StaffSheetQuerySet(models.QuerySet["StaffSheet"]):
    """Queries of sheets."""

    def visible_to(self, user: User) -> "StaffSheetQuerySet":
        """One's own drafts, and every sheet that was proposed."""
        return self.filter(~Q(state=StaffSheet.State.DRAFT) | Q(made_by=user))


class StaffSheet(Sealed):
    """The rows as they were read and found right; they take effect together, or not at all."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Đã kiểm tra, chưa đề nghị")
        PROPOSED = "proposed", _("Chờ xác nhận")
        DONE = "done", _("Đã có hiệu lực")
        REFUSED = "refused", _("Không chấp nhận")
        DROPPED = "dropped", _("Đã bỏ")

    name = models.CharField(_("tên tệp"), max_length=200)
    rows = models.JSONField()  # of `people.staff.sheet_rows.StaffRow`, in their order
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)

    objects = StaffSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("bảng nhân sự")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("made_by")), name="staff_sheet_by_two"
            )
        ]

    def __str__(self) -> str:
        return f"{_('Bảng nhân sự')} #{self.pk}"

    @property
    def is_waiting(self) -> bool:
        """True while a second administrator is awaited."""
        return bool(self.state == self.State.PROPOSED)
