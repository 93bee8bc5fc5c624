"""Acts on payments, their only writers. Locks go from the payment to its dossier, never the other way."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import actions as dossier_acts
from dossiers.actions.fees import refusal_to_void
from dossiers.actions.preconditions import heed
from dossiers.models import Dossier, State
from dossiers.models.event import Verb
from dossiers.permissions import post_for
from payments.models import Payment
from people.models import User
from toolbox.refusal import Forbidden, Refused

TOKEN_MAX, REASON_MAX = 40, 500


def take_cash(
    dossier: Dossier, *, amount: int, payer: str, by: User, at: datetime, token: str = "", accept: bool = False
) -> Payment:
    """Take *amount* đồng for the fee of *dossier*: one payment, one numbered receipt, one event.

    *amount* is what the cashier saw and counted: another one by now is refused. With *accept* the dossier is
    accepted in the same transaction. The same page sent twice (*token*) is one payment. Raises Refused.
    """
    token = token if token.isprintable() and len(token) <= TOKEN_MAX else ""
    if token and (payment := Payment.objects.filter(token=token, dossier=dossier, taken_by=by).first()):
        return _paid(payment)
    try:
        with transaction.atomic():
            settlement = dossier_acts.settle_fee(dossier, amount, payer, by=by, at=at)
            payment = Payment.objects.create(
                dossier=settlement.dossier,
                receipt=settlement.receipt,
                amount=settlement.amount,
                lines=settlement.dossier.fee_lines,
                payer=settlement.payer,
                taken_by=by,
                taken_at=at,
                token=token or None,
            )
            if accept and settlement.dossier.state == State.SUBMITTED:
                dossier_acts.accept(settlement.dossier, by=by, at=at)
    except IntegrityError:  # the same page twice at the same instant
        return _paid(Payment.objects.get(token=token, dossier=dossier, taken_by=by))
    return payment


def propose_void(payment: Payment, reason: str, *, by: User, at: datetime) -> Payment:
    """Propose, as a cashier, to void a receipt; head or leader decides, since an office may have one cashier.

    Nothing changes until then. Raises Refused for a receipt that is voided, or proposed for it, already.
    """
    with transaction.atomic():
        locked = _lock(payment)
        heed(refusal_to_propose(locked))
        dossier_acts.propose_void(locked.dossier, reason, by=by, at=at)
        locked.void_proposed_by, locked.void_proposed_at = by, at
        locked.void_reason = reason.strip()[:REASON_MAX]
        locked.save(update_fields=["void_proposed_by", "void_proposed_at", "void_reason"])
    return locked


def confirm_void(payment: Payment, *, by: User, at: datetime) -> Payment:
    """Void a receipt as proposed: its number stays taken, with the reason, and the fee is owed again.

    By head or leader of the unit that has the dossier; Forbidden to whoever took the money or proposed this.
    """
    with transaction.atomic():
        locked = _proposed(payment, by)
        dossier_acts.unsettle_fee(locked.dossier, locked.void_reason, by=by, at=at)
        locked.state, locked.voided_by, locked.voided_at = Payment.State.VOIDED, by, at
        locked.receipt.voided_at = at
        locked.receipt.save(update_fields=["voided_at"])
        locked.save(update_fields=["state", "voided_by", "voided_at"])
    return locked


def refuse_void(payment: Payment, reason: str, *, by: User, at: datetime) -> Payment:
    """Let a receipt stand that a cashier wanted voided. By whom a void is confirmed; Forbidden to the same people."""
    with transaction.atomic():
        locked = _proposed(payment, by)
        dossier_acts.refuse_void(locked.dossier, reason, by=by, at=at)
        locked.void_proposed_by, locked.void_proposed_at, locked.void_reason = None, None, ""
        locked.save(update_fields=["void_proposed_by", "void_proposed_at", "void_reason"])
    return locked


def refusal_to_propose(payment: Payment) -> Refused | None:
    """Why nobody can propose to void this receipt now, as the act itself would say: pages ask before they offer it."""
    if refusal := _refusal_to_change(payment):
        return refusal
    if payment.void_waits:
        return Refused(_("Biên lai này đang chờ lãnh đạo xác nhận hủy."))
    return refusal_to_void(payment.dossier, Verb.VOID_PROPOSED)


def refusal_to_decide(payment: Payment, by: User) -> Refused | None:
    """Why *by* cannot decide about the void of this receipt: none was proposed, or they took part in it."""
    if refusal := _refusal_to_change(payment):
        return refusal
    if not payment.void_waits:
        return Refused(_("Chưa có đề nghị hủy biên lai này. Kế toán đề nghị trước."))
    if by.pk in (payment.taken_by_id, payment.void_proposed_by_id):
        return Forbidden(_("Người thu tiền hoặc người đề nghị không tự xác nhận hủy biên lai."))
    return None


def refusal_to_confirm(payment: Payment, by: User) -> Refused | None:
    """Why *by* may at most let it stand: what the case is cannot be paid again."""
    return refusal_to_decide(payment, by) or refusal_to_void(payment.dossier, Verb.FEE_VOIDED)


def voidable(payments: Sequence[Payment], verb: Verb, user: User, at: datetime) -> set[int]:
    """The keys of those about which *user* may do *verb* now: one statement for a whole list."""
    rows = Dossier.objects.at_work_of(user).filter(pk__in={row.dossier_id for row in payments}).seen_by(user)
    dossiers, day, keys = {row.pk: row for row in rows}, timezone.localdate(at), set()
    for payment in payments:
        dossier = dossiers.get(payment.dossier_id)
        proposes = verb == Verb.VOID_PROPOSED
        refusal = refusal_to_propose(payment) if proposes else refusal_to_decide(payment, user)
        if refusal is None and dossier is not None and post_for(user, dossier, verb, day):
            keys.add(payment.pk)
    return keys


def _refusal_to_change(payment: Payment) -> Refused | None:
    """A receipt that is voided or replaced stays as it is."""
    if payment.state != Payment.State.PAID:
        return Refused(_("Biên lai này đã hủy."))
    if payment.dossier.fee_reference != payment.receipt.reference:
        return Refused(_("Khoản phí của biên lai này đã được thay bằng khoản khác nên không hủy được."))
    return None


def _proposed(payment: Payment, by: User) -> Payment:
    """The payment, locked, whose void was proposed; by another than *by*, who did not take it either."""
    locked = _lock(payment)
    heed(refusal_to_decide(locked, by))
    return locked


def _lock(payment: Payment) -> Payment:
    """The payment with its dossier and receipt, locked. Raises Refused for one that is voided or replaced."""
    rows = Payment.objects.select_for_update(of=("self", "dossier", "receipt"))
    locked = rows.select_related("dossier", "receipt").get(pk=payment.pk)
    heed(_refusal_to_change(locked))
    return locked


def _paid(payment: Payment) -> Payment:
    """The payment that a page sent twice made; refuses the page of one that was voided since: it took no money."""
    if payment.state != Payment.State.PAID:
        raise Refused(
            _("Trang thu này đã dùng cho biên lai %(number)s, nay đã hủy; lần này chưa thu gì. Mở lại trang để thu.")
            % {"number": payment.receipt.reference}
        )
    return payment
