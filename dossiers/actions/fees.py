"""Acts about the fee: the ground an applicant claims, its correction at the desk, payment and its undoing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import heed, require_own_draft, require_post, require_text
from dossiers.journal import Act, Lockable, entry, not_now, out_of_turn
from dossiers.models import Dossier, Event, Paper, State, particulars
from dossiers.models.dossier import PROOF
from dossiers.models.event import Verb
from dossiers.papers import issue_now
from people.models import Post, User
from procedures.law.fees import Fee, fee_of, groups_of
from toolbox.refusal import Forbidden, InvalidInput, Refused


def fee_on(dossier: Dossier, at: datetime) -> Fee:
    """The fee of *dossier* by its edition's tariff of the day it is, or was, filed; a ground counts once confirmed."""
    return _fee_by(dossier, dossier.ground_that_counts, at)


def fee_if_confirmed(dossier: Dossier, at: datetime) -> int | None:
    """What would be due if the claimed ground were confirmed; None when none waits to be."""
    return _fee_by(dossier, dossier.fee_ground, at).due if dossier.ground_waits else None


def _fee_by(dossier: Dossier, ground: str, at: datetime) -> Fee:
    day = timezone.localdate(dossier.submitted_at or at)
    return fee_of(dossier.edition.tariff, dossier.answers, channel=dossier.channel, day=day, group=ground)


def lines_of(fee: Fee) -> list[dict[str, Any]]:
    """The lines as the dossier stores them, with the reduction as the last one."""
    rows: list[dict[str, Any]] = [
        {"kind": line.kind, "label": line.label_vi, "amount": line.amount} for line in fee.lines
    ]
    if fee.reduction and fee.published:
        rows.append({"kind": "reduction", "label": fee.reduction.ground_vi, "amount": fee.due - fee.full})
    return rows


def grounds_of(dossier: Dossier, at: datetime) -> list[str]:
    """The grounds that its applicant may claim; the empty one is none."""
    day, is_person = timezone.localdate(dossier.submitted_at or at), dossier.applicant.is_person
    return ["", *groups_of(dossier.edition.tariff, channel=dossier.channel, day=day, is_person=is_person)]


def claim_ground(dossier: Dossier, ground: str, *, by: User, at: datetime) -> Dossier:
    """Note on a draft by which ground less is to be paid; nothing for none. Raises InvalidInput, Refused."""
    with transaction.atomic():
        draft = require_own_draft(dossier, by)
        _require_offered(draft, ground, at)
        draft.fee_ground, draft.sort_at = ground, at
        draft.save(update_fields=["fee_ground", "sort_at"])
    return draft


def charge(act: Act) -> None:
    """Fix what is due, at submission: lines, ground and sum stand on the dossier and in its record.

    A ground claimed online counts once the desk has seen its proof; until then the full fee stands. Raises InvalidInput
    for one taken in at the counter without its proof.
    """
    dossier = act.dossier
    if dossier.fee_ground not in grounds_of(dossier, act.at):
        dossier.fee_ground = ""  # the tariff changed since it was claimed
    if dossier.fee_ground and dossier.channel != Dossier.Channel.ONLINE:  # its proof lies on the counter
        _require_proof(dossier)
        dossier.fee_ground_confirmed = True
    fee = fee_on(dossier, act.at)
    dossier.fee_lines, dossier.fee_due = lines_of(fee), fee.due
    if dossier.fee_ground:
        act.particulars |= {
            particulars.FEE_GROUND: dossier.fee_ground,
            particulars.FEE_DUE: fee.due,
            particulars.FEE_FULL: fee.full,
        }


def correct_ground(dossier: Lockable, ground: str, reason: str, *, by: User, at: datetime) -> Dossier:
    """Correct the claimed ground at the desk, when its proof is missing or was overlooked; before any payment."""
    with entry(dossier, Verb.FEE_CORRECTED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, None)
        if not may_correct_ground(dossier, at):
            raise out_of_turn(act)
        _require_offered(dossier, ground, at)
        if ground:
            _require_proof(dossier)
        require_text(reason, _("Nhập lý do sửa diện miễn, giảm phí để người nộp biết."))
        act.particulars |= {
            particulars.GROUND_BEFORE: dossier.fee_ground,
            particulars.GROUND_AFTER: ground,
            particulars.FEE_DUE_BEFORE: dossier.fee_due,
        }
        _apply(act, ground)
        tell_applicant(act, items=[reason.strip()])
    return act.dossier


def confirm_ground(dossier: Lockable, *, by: User, at: datetime) -> Dossier:
    """Confirm at the desk, over its proof, the ground that the applicant claimed: from now on less is due.

    Part of the acceptance; an act of its own where the fee is wanted before. Raises InvalidInput without a proof.
    """
    with entry(dossier, Verb.GROUND_CONFIRMED, by=by, at=at) as act:
        require_post(act, None)
        if not may_confirm_ground(act.dossier):
            raise out_of_turn(act)
        decide_ground(act, confirmed=True)
        tell_applicant(act)
    return act.dossier


def may_correct_ground(dossier: Dossier, at: datetime) -> bool:
    """A fee is still to be paid, and its tariff has grounds."""
    is_over = dossier.is_draft or dossier.is_final or dossier.fee_settled_at is not None
    return not is_over and bool(dossier.edition.fee_amount) and len(grounds_of(dossier, at)) > 1


def may_confirm_ground(dossier: Dossier) -> bool:
    """A claimed ground waits, and nothing was paid."""
    return dossier.ground_waits and not (dossier.is_draft or dossier.is_final or dossier.fee_settled_at)


def decide_ground(act: Act, *, confirmed: bool) -> list[str]:
    """Decide, within *act*, the ground that waits: less is due, or it falls and the full fee stays, in words.

    A fee that was paid stands as it was paid.
    """
    dossier = act.dossier
    if not dossier.ground_waits:
        return []
    act.particulars |= {particulars.GROUND_BEFORE: dossier.fee_ground, particulars.FEE_DUE_BEFORE: dossier.fee_due}
    if confirmed:
        _require_proof(dossier)
    _apply(act, dossier.fee_ground if confirmed else "")
    act.particulars[particulars.GROUND_AFTER] = dossier.fee_ground
    return [] if confirmed else [_("Diện miễn, giảm phí không được xác nhận nên thu đủ phí, lệ phí.")]


def _apply(act: Act, ground: str) -> None:
    """What is due by *ground*, as the desk decided it; the cashier sees what is left to pay."""
    dossier = act.dossier
    dossier.fee_ground, dossier.fee_ground_confirmed = ground, bool(ground)
    if dossier.fee_settled_at is None:
        fee = fee_on(dossier, act.at)
        dossier.fee_lines, dossier.fee_due = lines_of(fee), fee.due
    act.particulars[particulars.FEE_DUE] = dossier.fee_due
    if dossier.fee_due:
        act.grant(Post.Role.CASHIER)


def _require_proof(dossier: Dossier) -> None:
    heed(refusal_without_proof(dossier))


def refusal_without_proof(dossier: Dossier) -> Refused | None:
    """Why no ground counts: its paper is not there, neither sent by the applicant nor counted at the desk."""
    if PROOF in dossier.declared_papers or dossier.attachments.sent().filter(component=PROOF).exists():
        return None
    message = _("Chưa có giấy tờ chứng minh diện miễn, giảm phí. Nhận giấy tờ này trước rồi xác nhận.")
    return InvalidInput({"fee_ground": [message]}, message)


class Settlement(NamedTuple):
    """A fee that was settled, and the receipt issued for it."""

    dossier: Dossier
    receipt: Paper
    amount: int  # đồng
    payer: str


def settle_fee(dossier: Lockable, amount: int, payer: str, *, by: User, at: datetime) -> Settlement:
    """Take *amount* đồng as paid by *payer* to the cashier *by*, and issue the receipt.

    A demanded payment lets appraisal go on. Payments call this once the money is in the cashier's hand; a page
    never does. Raises InvalidInput when *amount* is not what is due now.
    """
    with entry(dossier, Verb.FEE_SETTLED, by=by, at=at) as act:
        require_post(act, None)  # a fee is a fact: it is paid in any state
        settlement = _settle(act, amount, payer)
    return settlement()


def confirm_payment(
    dossier: Lockable, amount: int, payer: str, reference: str, *, by: User, at: datetime
) -> Settlement:
    """Take a fee as paid through a provider, whose signed message or answer said so; *reference* is the provider's.

    *by* is the system user of the gateway: it has no cashier's post, and nobody else comes in this way.
    """
    with entry(dossier, Verb.FEE_SETTLED, by=by, at=at) as act:
        if not by.is_system:
            raise Forbidden(_("Chỉ hệ thống thanh toán mới xác nhận được khoản nộp này."))
        act.particulars[particulars.REFERENCE] = reference
        settlement = _settle(act, amount, payer)
    return settlement()


def propose_void(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Record that a cashier wants the receipt of the fee voided, and why; nothing changes until it is confirmed."""
    with entry(dossier, Verb.VOID_PROPOSED, by=by, at=at, note=reason) as act:
        require_post(act, None)
        heed(refusal_to_void(act.dossier, act.verb))
        require_text(reason, _("Nhập lý do hủy biên lai."))
        act.particulars[particulars.RECEIPT] = act.dossier.fee_reference
    return act.dossier


def refuse_void(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Record that the receipt stands, though a cashier wanted it voided, and why."""
    with entry(dossier, Verb.VOID_REFUSED, by=by, at=at, note=reason) as act:
        require_post(act, None)
        require_text(reason, _("Nhập lý do không chấp nhận hủy biên lai."))
        act.particulars[particulars.RECEIPT] = act.dossier.fee_reference
    return act.dossier


def unsettle_fee(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Make the fee owed again, as its receipt was voided; impossible once the result was handed out.

    By head or leader, never by who filed, proposed or took the money: payments call it once a void is confirmed.
    """
    with entry(dossier, Verb.FEE_VOIDED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, None)
        heed(refusal_to_void(dossier, act.verb))
        require_text(reason, _("Nhập lý do hủy biên lai."))
        act.particulars |= {particulars.RECEIPT: dossier.fee_reference, particulars.AMOUNT: dossier.fee_due}
        dossier.fee_settled_at, dossier.fee_reference = None, ""
        tell_applicant(act)
    return act.dossier


def refusal_to_void(dossier: Dossier, verb: Verb) -> Refused | None:
    """Why its receipt cannot be voided: no fee is paid, the result is handed out, or the money is to be given back."""
    if dossier.owes_money_back:
        return Refused(
            _("Hồ sơ đã kết thúc mà không có kết quả nên biên lai không hủy; tiền đã thu hoàn trả theo quy định.")
        )
    return not_now(dossier, verb) if dossier.is_final or not dossier.fee_settled_at else None


def refusal_to_settle(dossier: Dossier, *, by_provider: bool = False) -> Refused | None:
    """Why its fee cannot be taken now: nothing is owed, it is over, or its ground waits for the desk."""
    if dossier.is_draft or dossier.is_final:
        return not_now(dossier, Verb.FEE_SETTLED)
    if not dossier.fee_outstanding:
        return Refused(_("Hồ sơ này không còn khoản phí, lệ phí nào phải nộp."))
    if dossier.ground_waits and not by_provider:
        return Refused(_("Bộ phận Một cửa chưa xác nhận diện miễn, giảm phí nên chưa thu. Xác nhận trước rồi thu."))
    return None


def _settle(act: Act, amount: int, payer: str) -> Callable[[], Settlement]:
    """Settle within *act*; the function returned gives the settlement once the act is recorded."""
    dossier, receipts = act.dossier, list[Paper]()
    heed(refusal_to_settle(dossier, by_provider=particulars.REFERENCE in act.particulars))
    payer = require_text(payer, _("Nhập họ tên người nộp tiền."), name="payer")[:255]
    if amount != dossier.fee_due:
        message = _("Khoản phải thu vừa đổi. Tải lại trang, xem số tiền rồi thu.")
        raise InvalidInput({"amount": [message]}, message)
    dossier.fee_settled_at, dossier.fee_settled_by = act.at, act.by
    act.particulars[particulars.AMOUNT] = amount
    if dossier.state == State.AWAITING_PAYMENT:
        dossier.to_paid()
    elif dossier.withdrawal_from == State.AWAITING_PAYMENT:  # nothing to wait for when it goes on
        dossier.withdrawal_from = State.APPRAISAL
    act.afterwards.append(lambda event: receipts.append(_receipt(act, event, payer)))
    tell_applicant(act)
    return lambda: Settlement(dossier, receipts[0], amount, payer)


def _receipt(act: Act, event: Event, payer: str) -> Paper:
    """The receipt; its number is the reference by which the dossier says that it was paid."""
    receipt = issue_now(act, Paper.Kind.FEE_RECEIPT, event, {"payer": payer})
    act.dossier.fee_reference = receipt.reference
    return receipt


def _require_offered(dossier: Dossier, ground: str, at: datetime) -> None:
    if ground not in grounds_of(dossier, at):
        message = _("Thủ tục này không có diện miễn, giảm đó. Chọn một diện trong danh sách.")
        raise InvalidInput({"fee_ground": [message]}, message)
