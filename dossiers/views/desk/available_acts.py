"""The acts of the officers' side as pages offer them: words, form, who and when, and the act itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.fees import grounds_of
from dossiers.actions.lateness import may_apologise, may_name_delay
from dossiers.actions.withdrawal import silence
from dossiers.forms import acts as said
from dossiers.models import Dossier, Lateness, State
from dossiers.models.event import Verb
from dossiers.permissions import pile_post_for, post_for
from people.models import Post, User

Posted = Mapping[str, Any] | None
MakeForm = Callable[[Dossier, Posted], forms.Form]
Perform = Callable[..., Dossier]


def _plain(form_class: type[forms.Form]) -> MakeForm:
    return lambda dossier, posted: form_class(posted)


@dataclass(frozen=True)
class Act:
    """One act: its address, its words, the edge it takes, its form, and how it is carried out."""

    word: str
    title: Any
    done: Any
    verb: Verb
    edge: str
    perform: Perform
    form: MakeForm = _plain(said.NothingForm)
    weight: str = ""  # primary, danger or nothing
    when: Callable[[Dossier], bool] = lambda dossier: True
    takes_from_pile: bool = False

    def is_for(self, user: User, dossier: Dossier, day: date) -> bool:
        """One of the user's posts will do."""
        if self.takes_from_pile:
            return dossier.holder_id is None and bool(pile_post_for(user, dossier, day))
        return bool(post_for(user, dossier, self.verb, day))

    def is_open(self, dossier: Dossier, edges: set[str]) -> bool:
        """The dossier is where this act may be done."""
        return (not self.edge or self.edge in edges) and self.when(dossier)


@dataclass(frozen=True)
class Offer:
    """An act offered on a page, with its form as it stands."""

    act: Act
    form: forms.Form
    wrong: bool = False

    @property
    def asks(self) -> bool:
        """There is something to fill in."""
        return bool(self.form.fields)


def _accept_form(dossier: Dossier, posted: Posted) -> forms.Form:
    counted = dossier.edition.term_is_counted
    return said.AcceptForm(posted) if counted else said.AcceptWithDayForm(posted)


def _supplement_form(dossier: Dossier, posted: Posted) -> forms.Form:
    return said.SupplementForm(posted, components=dossier.edition.content.get("components", []))


def _assign_form(dossier: Dossier, posted: Posted) -> forms.Form:
    return said.AssignForm(posted, people=colleagues(dossier))


def _outcome_form(dossier: Dossier, posted: Posted) -> forms.Form:
    proposed = {"outcome": dossier.proposed_outcome, "text": dossier.result_text}
    return said.OutcomeForm(posted, initial=proposed)


def _named(dossier: Dossier) -> dict[str, Any]:
    """What was said of the delay so far; only the cases that wait for a letter are asked for more."""
    late: Lateness | None = getattr(dossier, "lateness", None)
    if late is None:
        return {}
    return {"cause": late.cause, "owner": late.owner, "reason": late.reason, "new_day": late.asked_day}


def _delay_form(dossier: Dossier, posted: Posted) -> forms.Form:
    return said.DelayForm(posted, initial=_named(dossier))


def _apology_form(dossier: Dossier, posted: Posted) -> forms.Form:
    return said.ApologyForm(posted, initial=_named(dossier))


def _delay(dossier: Dossier, given: dict[str, Any], **who: Any) -> Dossier:
    words = (given["cause"], given["owner"], given["reason"])
    return actions.name_delay(dossier, *words, asked_day=given["new_day"], **who)


def _apologise(dossier: Dossier, given: dict[str, Any], **who: Any) -> Dossier:
    return actions.apologise(
        dossier, given["new_day"], given["reason"], cause=given["cause"], owner=given["owner"], **who
    )


def _silence_form(dossier: Dossier, posted: Posted) -> forms.Form:
    return said.GroundForm(posted, initial={"reason": silence(dossier, timezone.now())})


def _ground_form(dossier: Dossier, posted: Posted) -> forms.Form:
    grounds = grounds_of(dossier, timezone.now())
    return said.GroundCorrectionForm(posted, grounds=grounds, initial={"ground": dossier.fee_ground})


def colleagues(dossier: Dossier) -> list[User]:
    """Who works in the unit that holds the dossier today."""
    day = timezone.localdate()
    posts = Post.objects.filter(unit_id=dossier.holder_unit_id, role__in=[Post.Role.OFFICER, Post.Role.HEAD])
    people = {post.user_id: post.user for post in posts.select_related("user") if post.in_force(day)}
    return sorted(people.values(), key=str)


def _assign(dossier: Dossier, given: dict[str, Any], **who: Any) -> Dossier:
    return actions.assign(dossier, User.objects.get(pk=given["to"]), **who)


def _demand(dossier: Dossier, given: dict[str, Any], **who: Any) -> Dossier:
    return actions.demand_payment(dossier, given["amount"], given["reason"], **who)


def _supplement(dossier: Dossier, given: dict[str, Any], **who: Any) -> Dossier:
    return actions.request_supplement(dossier, given["items"], given["reason"], **who)


ACTS = (
    Act(
        "tiep-nhan",
        _("Tiếp nhận và in giấy hẹn"),
        _("Đã tiếp nhận hồ sơ."),
        Verb.ACCEPTED,
        "to_accepted",
        lambda d, s, **w: actions.accept(d, due_day=s.get("due_day"), due_ground=s.get("due_ground", ""), **w),
        _accept_form,
        "primary",
    ),
    Act(
        "ban-giao",
        _("Bàn giao cho phòng chuyên môn"),
        _("Đã bàn giao."),
        Verb.HANDED_OVER,
        "to_appraisal",
        lambda d, s, **w: actions.hand_over(d, **w),
        weight="primary",
    ),
    Act(
        "trinh-ky",
        _("Trình phê duyệt"),
        _("Đã trình phê duyệt."),
        Verb.PROPOSED,
        "to_approval",
        lambda d, s, **w: actions.propose(d, s["outcome"], s["text"], **w),
        _outcome_form,
        "primary",
        when=lambda d: d.edition.needs_approval,
    ),
    Act(
        "phe-duyet",
        _("Phê duyệt kết quả"),
        _("Đã phê duyệt. Tệp kết quả đang được tạo."),
        Verb.APPROVED,
        "to_approved",
        lambda d, s, **w: actions.approve(d, s["outcome"], s["text"], **w),
        _outcome_form,
        "primary",
    ),
    Act(
        "ky-ket-qua",
        _("Ký kết quả"),
        _("Đã ký kết quả. Tệp kết quả đang được tạo."),
        Verb.RESOLVED,
        "to_resolved",
        lambda d, s, **w: actions.resolve(d, s["outcome"], s["text"], **w),
        _outcome_form,
        "primary",
        when=lambda d: d.may_be_resolved,
    ),
    Act(
        "tra-ket-qua",
        _("Trả kết quả"),
        _("Đã trả kết quả."),
        Verb.RETURNED,
        "to_returned",
        lambda d, s, **w: actions.hand_out(d, s["received_by"], **w),
        _plain(said.ReturnForm),
        "primary",
    ),
    Act(
        "nhan-bo-sung",
        _("Nhận bổ sung tại quầy"),
        _("Đã nhận bổ sung."),
        Verb.SUPPLIED,
        "to_supplied",
        lambda d, s, **w: actions.supply(d, note=s["reason"], **w),
        _plain(said.OptionalReasonForm),
        "primary",
        when=lambda d: d.state == State.AWAITING_SUPPLEMENT,
    ),
    Act(
        "sua-dien-phi",
        _("Sửa diện miễn, giảm phí"),
        _("Đã sửa diện miễn, giảm phí."),
        Verb.FEE_CORRECTED,
        "",
        lambda d, s, **w: actions.correct_ground(d, s["ground"], s["reason"], **w),
        _ground_form,
        when=lambda d: (
            bool(d.edition.fee_amount)
            and not d.fee_settled_at
            and not d.is_final
            and len(grounds_of(d, timezone.now())) > 1
        ),
    ),
    Act(
        "nhan-xu-ly",
        _("Nhận xử lý"),
        _("Ông/bà đã nhận xử lý hồ sơ này."),
        Verb.ASSIGNED,
        "",
        lambda d, s, **w: actions.assign(d, w["by"], **w),
        when=lambda d: d.may_be_assigned,
        takes_from_pile=True,
    ),
    Act(
        "phan-cong",
        _("Phân công người xử lý"),
        _("Đã phân công."),
        Verb.ASSIGNED,
        "",
        _assign,
        _assign_form,
        when=lambda d: d.may_be_assigned,
    ),
    Act(
        "yeu-cau-bo-sung",
        _("Yêu cầu bổ sung"),
        _("Đã gửi yêu cầu bổ sung."),
        Verb.SUPPLEMENT_REQUESTED,
        "to_awaiting_supplement",
        _supplement,
        _supplement_form,
    ),
    Act(
        "yeu-cau-nop-phi",
        _("Yêu cầu nộp phí, lệ phí"),
        _("Đã gửi yêu cầu nộp phí, lệ phí."),
        Verb.PAYMENT_DEMANDED,
        "to_awaiting_payment",
        _demand,
        _plain(said.PaymentForm),
    ),
    Act(
        "xin-loi",
        _("Ký văn bản xin lỗi, hẹn lại"),
        _("Đã ký văn bản xin lỗi và hẹn lại ngày trả."),
        Verb.APOLOGISED,
        "",
        _apologise,
        _apology_form,
        when=lambda d: may_apologise(d, timezone.now()),
    ),
    Act(
        "nguyen-nhan-cham",
        _("Nêu nguyên nhân chậm, xin hẹn lại"),
        _("Đã ghi nguyên nhân chậm."),
        Verb.DELAY_NAMED,
        "",
        _delay,
        _delay_form,
        when=lambda d: may_name_delay(d),
    ),
    Act(
        "tra-lai",
        _("Trả lại để thẩm định thêm"),
        _("Đã trả lại hồ sơ."),
        Verb.SENT_BACK,
        "to_sent_back",
        lambda d, s, **w: actions.send_back(d, s["reason"], **w),
        _plain(said.SendBackForm),
    ),
    Act(
        "tiep-tuc",
        _("Tiếp tục giải quyết"),
        _("Hồ sơ được giải quyết tiếp."),
        Verb.CONTINUED,
        "to_continued",
        lambda d, s, **w: actions.continue_dossier(d, s["reason"], **w),
        _plain(said.OptionalReasonForm),
    ),
    Act(
        "rut-theo-don",
        _("Ghi nhận đơn đề nghị rút hồ sơ"),
        _("Đã ghi nhận đơn đề nghị rút hồ sơ."),
        Verb.WITHDRAWAL_REQUESTED,
        "to_withdrawal_requested",
        lambda d, s, **w: actions.request_withdrawal(d, s["reason"], **w),
        _plain(said.OptionalReasonForm),
        when=lambda d: d.channel != Dossier.Channel.ONLINE,
    ),
    Act(
        "khong-tiep-nhan",
        _("Không tiếp nhận"),
        _("Đã từ chối tiếp nhận."),
        Verb.RECEPTION_REFUSED,
        "to_not_accepted",
        lambda d, s, **w: actions.refuse_reception(d, s["reason"], **w),
        _plain(said.RefuseReceptionForm),
        "danger",
    ),
    Act(
        "dung",
        _("Dừng giải quyết"),
        _("Đã dừng giải quyết hồ sơ."),
        Verb.STOPPED,
        "to_stopped",
        lambda d, s, **w: actions.stop(d, s["reason"], **w),
        _plain(said.GroundForm),
        "danger",
    ),
    Act(
        "dong",
        _("Đóng vì không bổ sung"),
        _("Đã đóng hồ sơ."),
        Verb.CLOSED,
        "to_closed",
        lambda d, s, **w: actions.close_for_silence(d, s["reason"], **w),
        _silence_form,
        "danger",
    ),
)


def offers(dossier: Dossier, user: User, at: datetime, tried: tuple[Act, forms.Form] | None = None) -> list[Offer]:
    """What *user* may do to *dossier* now; *tried* is the act whose form came back with faults."""
    edges = {edge.name for edge in dossier.get_available_state_transitions()}  # type: ignore[attr-defined]
    day = timezone.localdate(at)
    found = []
    for act in ACTS:
        if act.is_open(dossier, edges) and act.is_for(user, dossier, day):
            wrong = tried is not None and tried[0] is act
            form = tried[1] if tried is not None and wrong else act.form(dossier, None)
            found.append(Offer(act, form, wrong))
    return found
