"""Lateness: why a dossier will not be, or was not, answered in time, who owns the cause, and the new day asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User

# How lists and addresses call a delay that nobody has given a cause yet.
NOT_NAMED, NO_CAUSE = "none", _("Chưa nêu nguyên nhân")


class Lateness(models.Model):
    """One a dossier: named by who holds it, decided by who signs (Decree 61/2018 art. 19.9; table II.07)."""

    class Cause(models.TextChoices):
        """The coded reasons that table II.07 counts."""

        WORKLOAD = "workload", _("Khối lượng hồ sơ nhiều, thiếu người")
        OFFICER = "officer", _("Cán bộ giải quyết chậm")
        VERIFYING = "verifying", _("Phải xác minh, kiểm tra thực tế")
        COORDINATION = "coordination", _("Chờ cơ quan phối hợp trả lời")
        LAW = "law", _("Quy định chưa rõ, chờ hướng dẫn")
        SYSTEM = "system", _("Lỗi hệ thống, mất kết nối")
        FORCE_MAJEURE = "force_majeure", _("Thiên tai, dịch bệnh, sự kiện bất khả kháng")
        OTHER = "other", _("Nguyên nhân khác")

    class Owner(models.TextChoices):
        """To whose account it goes."""

        OWN_UNIT = "own_unit", _("Đơn vị đang giữ hồ sơ")
        OTHER_UNIT = "other_unit", _("Đơn vị, cơ quan khác")
        LAW = "law", _("Văn bản quy định")
        SYSTEM = "system", _("Hệ thống thông tin")
        APPLICANT = "applicant", _("Người nộp hồ sơ")
        FORCE_MAJEURE = "force_majeure", _("Bất khả kháng")

    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, related_name="lateness", primary_key=True)
    cause = models.CharField(_("nguyên nhân"), max_length=14, choices=Cause)
    owner = models.CharField(_("trách nhiệm"), max_length=14, choices=Owner)
    reason = models.TextField(_("lý do viết trong văn bản"))
    asked_day = models.DateField(_("ngày xin hẹn lại"), null=True, blank=True)
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("nguyên nhân chậm")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.cause}"
