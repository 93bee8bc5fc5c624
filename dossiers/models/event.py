"""Event: the record an act leaves; append-only and chained. EventNote: personal text beside the chain."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User


class Verb(models.TextChoices):
    """What was done, in words a citizen reads on the timeline."""

    SUBMITTED = "submitted", _("Nộp hồ sơ")
    ACCEPTED = "accepted", _("Tiếp nhận hồ sơ")
    RECEPTION_REFUSED = "reception_refused", _("Không tiếp nhận hồ sơ")
    HANDED_OVER = "handed_over", _("Chuyển hồ sơ đến phòng chuyên môn")
    ASSIGNED = "assigned", _("Phân công người xử lý")
    INTEREST_DECLARED = "interest_declared", _("Thôi xử lý vì có liên quan đến hồ sơ")
    SUPPLEMENT_REQUESTED = "supplement_requested", _("Yêu cầu bổ sung hồ sơ")
    ATTACHED = "attached", _("Thêm giấy tờ bổ sung")
    DETACHED = "detached", _("Gỡ giấy tờ bổ sung chưa gửi")
    DIGITISED = "digitised", _("Số hóa giấy tờ nộp tại quầy")
    SUPPLIED = "supplied", _("Nhận hồ sơ bổ sung")
    PAYMENT_DEMANDED = "payment_demanded", _("Yêu cầu nộp phí, lệ phí")
    FEE_CORRECTED = "fee_corrected", _("Sửa diện miễn, giảm phí")
    GROUND_CONFIRMED = "ground_confirmed", _("Xác nhận diện miễn, giảm phí")
    FEE_SETTLED = "fee_settled", _("Đã nộp phí, lệ phí")
    VOID_PROPOSED = "void_proposed", _("Đề nghị hủy biên lai")
    VOID_REFUSED = "void_refused", _("Không chấp nhận hủy biên lai")
    FEE_VOIDED = "fee_voided", _("Hủy biên lai thu phí, lệ phí")
    DELAY_NAMED = "delay_named", _("Nêu nguyên nhân chậm")
    APOLOGISED = "apologised", _("Xin lỗi và hẹn lại ngày trả")
    DUE_MOVED = "due_moved", _("Dời ngày hẹn theo lịch nghỉ mới")
    STEP_COMPLETED = "step_completed", _("Xong một bước thẩm định")
    DRAFTED = "drafted", _("Trình dự thảo kết quả")
    OPINION_ASKED = "opinion_asked", _("Lấy ý kiến đơn vị khác")
    OPINION_GIVEN = "opinion_given", _("Đơn vị khác cho ý kiến")
    OPINION_WITHDRAWN = "opinion_withdrawn", _("Thôi lấy ý kiến đơn vị khác")
    PROPOSED = "proposed", _("Trình phê duyệt")
    ENDORSED = "endorsed", _("Đồng ý, trình cấp trên")
    SENT_BACK = "sent_back", _("Trả lại để thẩm định thêm")
    APPROVED = "approved", _("Phê duyệt kết quả")
    RESOLVED = "resolved", _("Ký kết quả")
    SEALED = "sealed", _("Đóng dấu kết quả")
    PARCELLED = "parcelled", _("Cho kết quả vào bưu gửi")
    UNPARCELLED = "unparcelled", _("Lấy kết quả ra khỏi bưu gửi")
    POSTED = "posted", _("Giao kết quả cho bưu điện")
    PARCEL_CAME_BACK = "parcel_came_back", _("Bưu điện chuyển hoàn kết quả")
    RETURNED = "returned", _("Trả kết quả")
    WITHDRAWAL_REQUESTED = "withdrawal_requested", _("Yêu cầu rút hồ sơ")
    CONTINUED = "continued", _("Tiếp tục giải quyết")
    STOPPED = "stopped", _("Dừng giải quyết hồ sơ")
    CLOSED = "closed", _("Đóng hồ sơ vì không bổ sung")
    APPLICANT_CEASED = "applicant_ceased", _("Ghi nhận người nộp hồ sơ không còn")
    HAND_OUT_UNDONE = "hand_out_undone", _("Hủy việc trả kết quả nhầm")
    REFUSAL_UNDONE = "refusal_undone", _("Hủy việc không tiếp nhận nhầm")
    STOP_UNDONE = "stop_undone", _("Hủy việc dừng giải quyết nhầm")
    RESULT_RECALLED = "result_recalled", _("Thu hồi kết quả chưa trả")
    RESULT_CORRECTED = "result_corrected", _("Đính chính kết quả")
    RESULT_REVOKED = "result_revoked", _("Thu hồi kết quả đã cấp")
    SLIP_SHOWN = "slip_shown", _("Gắn với tài khoản bằng giấy tiếp nhận")


# Which acts each correction undoes.
UNDOES = {
    Verb.HAND_OUT_UNDONE: (Verb.RETURNED,),
    Verb.REFUSAL_UNDONE: (Verb.RECEPTION_REFUSED,),
    Verb.STOP_UNDONE: (Verb.STOPPED, Verb.CLOSED),
    Verb.RESULT_RECALLED: (Verb.APPROVED, Verb.RESOLVED),
}
# Who did the last of these acts leaves the later one to somebody else: nobody seals what they signed.
SIGNED_BEFORE = {Verb.SEALED: (Verb.APPROVED, Verb.RESOLVED, Verb.RESULT_CORRECTED)}


def verb_choices() -> list[tuple[str, Any]]:
    """Every verb with its label."""
    return Verb.choices


TOLD = ("dossier_id", "seq", "verb", "from_state", "to_state", "unit_name", "at", "particulars")


class EventQuerySet(models.QuerySet["Event"]):
    """Lists of events; the dossier they are of was found by who may see it."""

    def for_timeline(self) -> "EventQuerySet":
        """The newest first, with the words and the name a timeline prints, and without the hashes."""
        names = ("by__username", "by__full_name", "note__text", "note__event_id")
        return self.select_related("note", "by").only(*TOLD, *names).order_by("-seq")

    def last_of(self, *verbs: Verb) -> "Event | None":
        """The last of these acts, as recorded; None where there was none."""
        return self.filter(verb__in=verbs).order_by("seq").last()


class Event(models.Model):
    """One act: verb, states, who, when, particulars, and the hash that chains it to the one before.

    Triggers on both databases refuse UPDATE and DELETE (see triggers.py).
    """

    # Read by (dossier, seq), which the constraint below indexes.
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=24, choices=verb_choices)  # a function: a new verb is no migration
    from_state = models.CharField(max_length=22)
    to_state = models.CharField(max_length=22)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200, blank=True)  # as it was called that day
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    particulars: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    note_hash = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("sự kiện")
        ordering = ["dossier_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="event_sequence"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}#{self.seq} {self.verb}"

    def get_verb_display(self) -> str:  # type: ignore[no-redef]
        """The verb in words."""
        # Django's own goes over all choices, translated, at every call.
        return str(Verb(self.verb).label)


class EventNote(models.Model):
    """The free text of an event. Only its salted hash is in the chain; erasing the row erases the salt."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="note")
    text = models.TextField()
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.text
