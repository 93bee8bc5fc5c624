"""Dossier: one case under one frozen edition. Facts and questions about itself; acts are elsewhere."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dossiers.models.declarations import DeclaredParties
from dossiers.models.interruption import Interruption
from dossiers.models.lifecycle import Lifecycle
from dossiers.models.queries import FEE_WAITS, DossierQuerySet
from dossiers.models.state import OPEN_ROWS, State, StateFacts
from dossiers.models.step import InnerSteps
from people.models import Agency, Party, User
from people.models.reference import KeptForeignKey
from procedures.models import Edition
from toolbox.references import draw

# When the agency had done what it owed, by a result or without one; set once, by the act that ends it.
ENDED = Coalesce("resolved_at", "closed_at")


PROOF = "fee-proof"  # key of the component that proves a ground for paying less, in every procedure


def proof_of_ground() -> dict[str, Any]:
    """The component that proves a claimed ground, written as those of an edition are."""
    names = {"name_vi": "Giấy tờ chứng minh diện miễn, giảm phí", "name_en": "Proof of the ground for paying less"}
    return {"key": PROOF, **names, "required": False, "original_qty": 0, "copy_qty": 1}


class Dossier(DeclaredParties, InnerSteps, Lifecycle):
    """One person's case. A draft is known by `ref`, a submitted dossier by its official `code`."""

    class Channel(models.TextChoices):
        DIRECT = "direct", _("Trực tiếp tại quầy")
        ONLINE = "online", _("Trực tuyến")
        POSTAL = "postal", _("Bưu chính công ích")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Đồng ý giải quyết")
        REFUSED = "refused", _("Từ chối giải quyết")

    ref = models.CharField(max_length=12, unique=True, default=draw, editable=False)
    code = models.CharField(_("mã hồ sơ"), max_length=40, unique=True, null=True, blank=True)
    lookup_code = models.CharField(_("mã tra cứu"), max_length=4, blank=True)
    language = models.CharField(max_length=5, default="vi")  # of who filed it: for notices and receipts
    form_token = models.CharField(max_length=40, unique=True, null=True, blank=True)

    edition = KeptForeignKey(Edition, models.PROTECT, related_name="dossiers")
    calendar_version = models.PositiveIntegerField(null=True, blank=True)  # fixed at acceptance
    # An index that begins with the same column, or covers the open rows, serves these keys as well; every
    # one more is paid for by each act.
    applicant = models.ForeignKey(Party, models.PROTECT, related_name="dossiers", db_index=False)
    # Set by no act: whom somebody files for is the applicant. It stays for rows that others may have brought along.
    beneficiary = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="filed_dossiers", db_index=False)
    channel = models.CharField(_("kênh nộp"), max_length=8, choices=Channel, default=Channel.ONLINE)
    answers = models.JSONField(_("nội dung khai"), default=dict)
    # The code of the earlier dossier whose answers this one was begun with; empty: with none.
    answers_from = models.CharField(max_length=40, blank=True, editable=False, default="", db_default="")
    declared_papers = models.JSONField(default=dict)  # at the desk: component key → originals, copies

    desk_unit = KeptForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    holder_unit = KeptForeignKey(Agency, models.PROTECT, null=True, related_name="+", db_index=False)
    holder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    # Who does one thing does not decide it as well: who accepted, who proposed or drafted, who took the money.
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    appraiser = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recused: "models.JSONField[Any, Any]" = models.JSONField(
        default=list
    )  # ids of accounts that have an interest in it
    # "column/id" of further accounts that count as having done what a column above names: in whose place it was done.
    stand_ins: "models.JSONField[Any, Any]" = models.JSONField(default=list, db_default=[])

    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True)
    accepted_at = models.DateTimeField(_("tiếp nhận lúc"), null=True)
    competent_received_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(_("có kết quả lúc"), null=True)
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True)
    # Of `DossierQuerySet.seen_by`: for whom it was read, and whether it is their own case.
    viewed_by: int | None
    own_case_of: int
    own_stages = models.JSONField(null=True)  # the term typed at acceptance where none is published
    due_ground = models.CharField(_("căn cứ của ngày hẹn"), max_length=300, blank=True)
    due_at = models.DateTimeField(_("hẹn trả"), null=True)  # derived; written by deadlines.promise alone
    # What was promised before the one new date an apology may name (Decree 61/2018 art. 19.9); both are kept.
    first_due_at = models.DateTimeField(_("hẹn trả lần đầu"), null=True)
    new_due_at = models.DateTimeField(_("hẹn lại"), null=True)
    next_alert_at = models.DateTimeField(null=True)
    alerts_ahead: "models.JSONField[Any, Any]" = models.JSONField(
        default=list
    )  # [key, instant], in order; the first is next_alert_at
    # An online dossier is answered within so many working hours (Decree 45/2020).
    first_answer_due_at = models.DateTimeField(null=True)
    first_answered_at = models.DateTimeField(null=True)
    sort_at = models.DateTimeField()  # never null: queues are ordered and paged by (sort_at, id)
    interrupted = models.BooleanField(default=False)  # any interruption ever; spares a read

    # Of `opinions`: how many units were asked, and how many have answered; a list shows "2/3" without reading them.
    opinions_asked = models.PositiveSmallIntegerField(default=0, db_default=0)
    opinions_given = models.PositiveSmallIntegerField(default=0, db_default=0)

    proposed_outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=8, choices=Outcome, blank=True)
    result_text = models.TextField(_("nội dung kết quả"), blank=True)
    result_fields: "models.JSONField[Any, Any]" = models.JSONField(default=dict, db_default={})  # of its template
    fee_due = models.PositiveBigIntegerField(_("phí, lệ phí phải nộp (đồng)"), default=0)
    fee_ground = models.CharField(_("diện miễn, giảm phí"), max_length=16, blank=True)
    fee_lines: "models.JSONField[Any, Any]" = models.JSONField(default=list)  # kind, label, amount in đồng
    fee_settled_at = models.DateTimeField(null=True)
    fee_ground_confirmed = models.BooleanField(default=False)  # by the desk, over its proof
    fee_settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    fee_reference = models.CharField(_("chứng từ nộp tiền"), max_length=60, blank=True)

    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField(null=True)  # of the last event, by the database's clock; never goes back
    state_since = models.DateTimeField(null=True)  # of the act that last changed its state
    seal_seq = models.PositiveIntegerField(default=0)  # where the chain of its seals ends
    seal_hash = models.CharField(max_length=64, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value) | Q(code__isnull=False, submitted_at__isnull=False),
                name="dossier_code_from_submission",
            ),
            # No acceptance without the rules it was accepted under.
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True)
                | Q(calendar_version__isnull=False, due_at__isnull=False)
                | Q(interrupted=True),
                name="dossier_accepted_has_due",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | ~Q(outcome=""), name="dossier_resolved_has_outcome"
            ),
        ]
        indexes = [
            # Queues: what a unit holds, in the order of what is due first.
            models.Index(fields=["holder_unit", "sort_at", "id"], condition=OPEN_ROWS, name="dossier_unit_queue"),
            models.Index(fields=["holder", "sort_at", "id"], condition=OPEN_ROWS, name="dossier_own_queue"),
            models.Index(fields=["sort_at", "id"], condition=OPEN_ROWS, name="dossier_open"),
            # Lists of one state, closed ones too, and the round of drafts left lying.
            models.Index(fields=["state", "sort_at", "id"], name="dossier_state"),
            # Open rows by instant; with all that the leaders' page counts, so that it reads no row at all.
            models.Index(
                fields=["due_at"],
                condition=OPEN_ROWS,
                name="dossier_due",
                include=[
                    "id",
                    "state",
                    "holder_unit",
                    "desk_unit",
                    "edition",
                    "new_due_at",
                    "first_answer_due_at",
                    "first_answered_at",
                ],
            ),
            # Planned for open rows only; said so that SQLite, too, can ride it.
            models.Index(fields=["next_alert_at"], condition=Q(next_alert_at__isnull=False), name="dossier_alert"),
            models.Index(
                fields=["first_answer_due_at"], condition=Q(first_answered_at__isnull=True), name="dossier_first_answer"
            ),
            # Reports of a period: what ended in it or later, what was promised for it, what was filed online in it.
            models.Index(ENDED, name="dossier_ended"),
            models.Index(fields=["due_at"], condition=Q(resolved_at__isnull=False), name="dossier_resolved_due"),
            models.Index(
                fields=["submitted_at"], condition=Q(first_answer_due_at__isnull=False), name="dossier_filed_online"
            ),
            # What the cashier waits for.
            models.Index(fields=["sort_at", "id"], condition=FEE_WAITS, name="dossier_fee_waits"),
            models.Index(fields=["applicant", "-id"], name="dossier_of_applicant"),
            models.Index(fields=["submitted_by", "-id"], name="dossier_of_user"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """The state in words."""
        # Django's own goes over all choices, translated, at every call.
        return str(State(self.state).label)

    @property
    def name(self) -> str:
        """What a URL and a person call it: the code, or the draft's reference."""
        return self.code or self.ref

    @property
    def facts(self) -> StateFacts:
        """What is true of the state it is in."""
        return State(self.state).facts

    @property
    def is_draft(self) -> bool:
        """Not submitted yet: only its author sees it."""
        return bool(self.state == State.DRAFT)

    @property
    def is_open(self) -> bool:
        """The agency still owes an answer."""
        return self.facts.is_open

    @property
    def is_final(self) -> bool:
        """Nothing more will happen to it."""
        return self.facts.is_final

    @property
    def national_code(self) -> int | None:
        """National status code, 1–10; none for a draft."""
        return self.facts.national_code

    @property
    def clock_since(self) -> datetime | None:
        """From when the statutory time runs; boundary-free reception counts from the competent agency's."""
        return self.competent_received_at or self.accepted_at

    @property
    def fee_outstanding(self) -> bool:
        """A fee is due and not settled."""
        return bool(self.fee_due) and self.fee_settled_at is None

    @property
    def owes_money_back(self) -> bool:
        """Its fee was paid, and it ended without a result: what law does not keep is to be given back."""
        return bool(self.fee_due) and self.fee_settled_at is not None and self.facts.is_unanswered

    def is_own_case_of(self, user: User) -> bool:
        """True when *user* stands on the applicant's side, or said that they have an interest in it.

        Reads nothing where `DossierQuerySet.seen_by` brought it along.
        """
        if user.pk in self.recused:
            return True
        if getattr(self, "viewed_by", None) != user.pk:
            rows = type(self).objects.filter(pk=self.pk).seen_by(user)
            self.viewed_by, self.own_case_of = user.pk, rows.values_list("own_case_of", flat=True).get()
        return bool(self.own_case_of)

    @property
    def ground_waits(self) -> bool:
        """A ground for paying less is claimed, and the desk has not looked at its proof yet."""
        return bool(self.fee_ground) and not self.fee_ground_confirmed and self.accepted_at is None

    @property
    def ground_that_counts(self) -> str:
        """The ground by which less is due: a confirmed one; what stands after acceptance was confirmed there."""
        return "" if self.ground_waits else self.fee_ground

    @property
    def components(self) -> list[dict[str, Any]]:
        """What its edition asks for, and the proof of a ground claimed for paying less.

        A component `from_form` is the electronic form itself, which the applicant confirms on filing; on paper there is
        none, and it is handed in like the others.
        """
        rows = self.edition.required_components
        if self.channel != Dossier.Channel.ONLINE:
            rows = [{**row, "from_form": False} for row in rows]
        if not self.fee_ground or any(row["key"] == PROOF for row in rows):
            return rows
        return [*rows, proof_of_ground()]

    @property
    def may_be_resolved(self) -> bool:
        """Its result may be signed as it stands: three steps, or on the spot within the day."""
        if self.state == State.ACCEPTED:
            return bool(self.edition.same_day)
        return self.state == State.APPRAISAL and not self.edition.needs_approval

    @property
    def may_be_assigned(self) -> bool:
        """Somebody is working on it, so somebody may be named."""
        return self.state in (State.APPRAISAL, State.APPROVAL, State.AWAITING_SUPPLEMENT)

    @property
    def waits_for_applicant(self) -> bool:
        """It is the applicant's turn."""
        return self.facts.waits_for_applicant

    @property
    def open_supplement(self) -> Interruption | None:
        """What was asked for and not sent yet; still owed when a withdrawal is taken back."""
        rows = self.interruptions.all()  # a handful, and often read already
        owed = (row for row in rows if row.kind == Interruption.Kind.SUPPLEMENT)
        return next((row for row in owed if row.until is None), None)
