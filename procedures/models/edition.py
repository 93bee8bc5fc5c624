"""Edition: a frozen version of a procedure. Component: what an applicant must hand in for it."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.reference import Kept
from people.models.sealed import Sealed
from procedures.law.deadlines import CUTOFF, Stage, Term
from procedures.models.content import EditionContent
from procedures.models.procedure import Procedure, ProcedureQuerySet

FOUR_STEPS = 4


class EditionQuerySet(models.QuerySet["Edition"]):
    """Queries of editions."""

    def in_force(self, day: date) -> "EditionQuerySet":
        """Editions that apply on *day*; at most one for each procedure. A withdrawn one applies until its end."""
        return self.exclude(state=Edition.State.DRAFT).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
        )

    def procedures(self) -> ProcedureQuerySet:
        """The procedures these editions are versions of."""
        return Procedure.objects.filter(pk__in=self.values("procedure_id"))


class Edition(EditionContent, Sealed):
    """One frozen version of a procedure; running dossiers keep theirs."""

    class Origin(models.TextChoices):
        FILE = "file", _("Tệp của hệ thống")
        PAGE = "page", _("Quản trị viên tải lên")

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản thảo")
        PUBLISHED = "published", _("Đã công bố")
        WITHDRAWN = "withdrawn", _("Đã bãi bỏ")

    class FeeTiming(models.TextChoices):
        AT_SUBMISSION = "at_submission", _("khi nộp hồ sơ")
        AT_ACCEPTANCE = "at_acceptance", _("khi tiếp nhận")
        DURING = "during", _("trong khi giải quyết")
        BEFORE_RESULT = "before_result", _("trước khi nhận kết quả")

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("lần ban hành"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("đến"), null=True, blank=True)
    decision_no = models.CharField(_("quyết định công bố"), max_length=120, blank=True)
    content: "models.JSONField[Any, Any]" = models.JSONField()  # the reviewed file, whole
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=4, choices=Origin, default=Origin.FILE)
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_ground = models.CharField(_("quyết định bãi bỏ"), max_length=200, blank=True)
    level = models.CharField(_("cấp thực hiện"), max_length=5, default="", blank=True)
    service_mode = models.CharField(_("mức độ trực tuyến"), max_length=11, default="", blank=True)
    step_count = models.PositiveSmallIntegerField(_("số bước"))
    online = models.BooleanField(_("nộp trực tuyến"))
    stages: "models.JSONField[Any, Any]" = models.JSONField(default=list)  # the term that applies here
    supplement_mode = models.CharField(max_length=8, default="restart")
    supplement_days = models.PositiveSmallIntegerField(default=3)
    cutoff_moves_deadline = models.BooleanField(default=False)
    same_day = models.BooleanField(default=False)
    fee_amount = models.PositiveBigIntegerField(_("phí, lệ phí (đồng)"), default=0)
    fee_timing = models.CharField(max_length=14, choices=FeeTiming, default=FeeTiming.BEFORE_RESULT)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("bản công bố thủ tục")
        indexes = [
            # What is in force on a day, and how it is filed, without reading the long content beside it.
            models.Index(
                fields=["procedure", "state", "valid_from", "valid_to", "online", "service_mode", "level"],
                name="edition_in_force",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["procedure", "valid_from"], condition=Q(state="published"), name="edition_one_from_a_day"
            ),
            # What is open-ended is in force: there is one of it.
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(state="published", valid_to__isnull=True), name="edition_one_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="edition_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} ({self.number})"

    @staticmethod
    def kept(pk: int) -> "Edition | None":
        """The edition with this key and its procedure, as the process keeps it: published ones are frozen."""
        return _by_key(pk)

    @property
    def term_is_counted(self) -> bool:
        """A term is published; else acceptance asks for a typed date."""
        return bool(self.stages)

    @property
    def term(self) -> Term:
        """The published term, as the clock counts it."""
        limit = self.content["time_limit"]
        cutoff = time.fromisoformat(limit["cutoff_time"]) if "cutoff_time" in limit else CUTOFF
        return Term(
            stages_of(self.stages),
            cutoff=cutoff if self.cutoff_moves_deadline else None,
            by_the_hour=bool(limit.get("by_the_hour")),
        )

    @property
    def needs_approval(self) -> bool:
        """Four steps: somebody proposes, somebody else decides. Three steps have a signer all the same."""
        return self.step_count == FOUR_STEPS

    @property
    def is_draft(self) -> bool:
        """Not published yet: nobody files under it."""
        return self.state == self.State.DRAFT


_by_key: Kept[int, Edition | None] = Kept(
    lambda pk: Edition.objects.select_related("procedure__field").filter(pk=pk).first()
)


def stages_of(rows: Sequence[dict[str, Any]]) -> list[Stage]:
    """Stages as they are kept, as the clock takes them."""
    return [Stage(int(row["value"]), str(row["unit"])) for row in rows]


class Component(models.Model):
    """One component (thành phần hồ sơ) that an edition asks for."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="components")
    key = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    name_vi = models.TextField(_("tên giấy tờ"))
    type = models.CharField(max_length=30)
    original_qty = models.PositiveSmallIntegerField(default=0)
    copy_qty = models.PositiveSmallIntegerField(default=0)
    required = models.BooleanField(default=True)
    form_no = models.CharField(_("mẫu số"), max_length=200, blank=True)
    note_vi = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("thành phần hồ sơ")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="component_key_once")]

    def __str__(self) -> str:
        return self.name_vi
