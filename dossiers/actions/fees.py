"""Acts about the fee: the ground an applicant claims, its correction at the desk, payment and its undoing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import require_own_draft, require_post, require_text
from dossiers.journal import Act, Lockable, entry, out_of_turn
from dossiers.models import Dossier, Event, Paper, State, particulars
from dossiers.models.event import Verb
from dossiers.papers import issue_now
from people.models import Post, User
from procedures.law.fees import Fee, fee_of, groups_of
from toolbox.refusal import Forbidden, InvalidInput, Refused


def fee_on(dossier: Dossier, at: datetime) -> Fee:
    """The fee of *dossier* by its edition's tariff of the day it is, or was, filed."""
    day = timezone.localdate(dossier.submitted_at or at)
    return fee_of(dossier.edition.tariff, dossier.answers, channel=dossier.channel, day=day, group=dossier.fee_ground)


def lines_of(fee: Fee) -> list[dict[str, Any]]:
    """The lines as the dossier stores them, with the reduction as the last one."""
    rows: list[dict[str, Any]] = [
        {"kind": line.kind, "label": line.label_vi, "amount": line.amount} for line in fee.lines
    ]
    if fee.reduction and fee.published:
        rows.append({"kind": "reduction", "label": fee.reduction.ground_vi, "amount": fee.due - fee.full})
    return rows


def grounds_of(dossier: Dossier, at: datetime) -> list[str]:
    """The grounds that may be claimed; the empty one is none."""
    day = timezone.localdate(dossier.submitted_at or at)
    return ["", *groups_of(dossier.edition.tariff, channel=dossier.channel, day=day)]


def claim_ground(dossier: Dossier, ground: str, *, by: User, at: datetime) -> Dossier:
    """Note on a draft by which ground less is to be paid; nothing for none. Raises InvalidInput, Refused."""
    with transaction.atomic():
        draft = require_own_draft(dossier, by)
        _require_offered(draft, ground, at)
        draft.fee_ground, draft.sort_at = ground, at
        draft.save(update_fields=["fee_ground", "sort_at"])
    return draft


def charge(act: Act) -> None:
    """Fix what is due, at submission: lines, ground and sum stand on the dossier and in its record."""
    dossier = act.dossier
    if dossier.fee_ground not in grounds_of(dossier, act.at):
        dossier.fee_ground = ""  # the tariff changed since it was claimed
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
        if dossier.is_draft or dossier.is_final or dossier.fee_settled_at or not dossier.edition.fee_amount:
            raise out_of_turn(act)
        _require_offered(dossier, ground, at)
        require_text(reason, _("Nhập lý do sửa diện miễn, giảm phí để người nộp biết."))
        act.particulars |= {
            particulars.GROUND_BEFORE: dossier.fee_ground,
            particulars.GROUND_AFTER: ground,
            particulars.FEE_DUE_BEFORE: dossier.fee_due,
        }
        dossier.fee_ground = ground
        fee = fee_on(dossier, at)
        dossier.fee_lines, dossier.fee_due = lines_of(fee), fee.due
        act.particulars[particulars.FEE_DUE] = fee.due
        if dossier.fee_due:
            act.grant(Post.Role.CASHIER)
        tell_applicant(act, items=[reason.strip()])
    return act.dossier


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


def unsettle_fee(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Make the fee owed again, as its receipt was voided; impossible once the result was handed out."""
    with entry(dossier, Verb.FEE_VOIDED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        require_post(act, None)
        if dossier.is_final or not dossier.fee_settled_at:
            raise out_of_turn(act)
        require_text(reason, _("Nhập lý do hủy biên lai."))
        act.particulars |= {particulars.RECEIPT: dossier.fee_reference, particulars.AMOUNT: dossier.fee_due}
        dossier.fee_settled_at, dossier.fee_reference = None, ""
        tell_applicant(act)
    return act.dossier


def _settle(act: Act, amount: int, payer: str) -> Callable[[], Settlement]:
    """Settle within *act*; the function returned gives the settlement once the act is recorded."""
    dossier, receipts = act.dossier, list[Paper]()
    if dossier.is_draft or dossier.is_final:
        raise out_of_turn(act)
    if not dossier.fee_outstanding:
        raise Refused(_("Hồ sơ này không còn khoản phí, lệ phí nào phải nộp."))
    payer = require_text(payer, _("Nhập họ tên người nộp tiền."), name="payer")[:255]
    if amount != dossier.fee_due:
        message = _("Khoản phải thu vừa đổi. Tải lại trang, xem số tiền rồi thu.")
        raise InvalidInput({"amount": [message]}, message)
    dossier.fee_settled_at = act.at
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
