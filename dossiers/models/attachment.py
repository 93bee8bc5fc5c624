"""Attachment: what the applicant gives us for one required component, stored under its content hash."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Represents, User

if TYPE_CHECKING:
    from dossiers.models.dossier import Dossier  # noqa: F401

# A file belongs to a sending: what was filed, or one supplement, which is sent whole.
SENT = Q(supplement=None) | Q(supplement__sent_at__isnull=False)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Lists of files; the dossier they are of was found by who may see it."""

    def sent(self) -> "AttachmentQuerySet":
        """What the applicant's side, or the desk for it, has sent: nothing that still waits on its page."""
        return self.filter(SENT)

    def visible_to(self, user: User) -> "AttachmentQuerySet":
        """What *user* may see: what was sent, what they added themselves, and all of it for the applicant's side."""
        seen: Any = _IsVisible(user.pk, timezone.localdate())
        return self.filter(seen)


class _IsVisible(models.Func):
    """The condition of `visible_to`, written out: building it took longer than the statement it is part of."""

    output_field = models.BooleanField()
    template = (
        "{supplement} IS NULL OR {adder} = {user} OR EXISTS (SELECT 1 FROM dossiers_interruption i"
        " WHERE i.id = {supplement} AND i.sent_at IS NOT NULL) OR {represents}"
    )

    def __init__(self, user_id: int, day: date) -> None:
        applicant = models.Func(
            F("dossier"), template="(SELECT d.applicant_id FROM dossiers_dossier d WHERE d.id = %(expressions)s)"
        )
        super().__init__(F("supplement"), F("added_by"), Represents(Value(user_id), applicant, day))
        self.user_id = int(user_id)

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        """The condition; only the last part takes parameters, and the account is a number."""
        supplement, adder, represents = (compiler.compile(part) for part in self.source_expressions)
        columns = {"supplement": supplement[0], "adder": adder[0], "represents": represents[0]}
        return f"({self.template.format(user=self.user_id, **columns)})", represents[1]


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
    # The request it answers; empty for what was filed. Unseen by officers until that supplement is sent.
    supplement = models.ForeignKey(
        "dossiers.Interruption", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    taken_in = models.BooleanField(default=False)  # at the counter, by the desk, for the applicant
    place = models.PositiveSmallIntegerField(default=0, db_default=0)  # among the files of its component
    # What was to be doubted of it when it was given (`dossiers.file_warnings`), as kinds with their pages.
    warnings: "models.JSONField[Any, Any]" = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    # The accepted dossier from which the applicant's side took it again; empty for what was uploaded.
    first_given_in = models.CharField(max_length=40, default="", db_default="", blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp đính kèm")
        ordering = ["place", "id"]
        constraints = [
            # The same file sent twice for one component (double click, retry) is one attachment.
            models.UniqueConstraint(fields=["dossier", "component", "sha256"], name="attachment_once")
        ]

    def __str__(self) -> str:
        return self.name
