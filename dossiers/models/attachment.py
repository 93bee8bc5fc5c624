"""Attachment: what the applicant gives us for one required component, stored under its content hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User


class Attachment(models.Model):
    """One file. The bytes lie outside the web root; a view that asks who may see hands them out."""

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.CASCADE, related_name="attachments", db_index=False
    )  # the first column of the constraint below
    component = models.CharField(_("thành phần hồ sơ"), max_length=80)  # key of the edition's component
    name = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, db_index=True)
    path = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tệp đính kèm")
        ordering = ["id"]
        constraints = [
            # The same file sent twice for one component (double click, retry) is one attachment.
            models.UniqueConstraint(fields=["dossier", "component", "sha256"], name="attachment_once")
        ]

    def __str__(self) -> str:
        return self.name
