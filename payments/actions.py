"""Acts on payments, their only writers. Locks go from the payment to its dossier, never the other way."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dossiers import actions as dossier_acts
from dossiers.models import Dossier, State
from payments.models import Payment
from people.models import User
from toolbox.refusal import Refused

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
        return payment
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
        return Payment.objects.get(token=token, dossier=dossier, taken_by=by)
    return payment


def void_receipt(payment: Payment, reason: str, *, by: User, at: datetime) -> Payment:
    """Void a receipt: its number stays taken, with the reason, and the fee is owed again. Raises Refused."""
    with transaction.atomic():
        rows = Payment.objects.select_for_update(of=("self", "dossier", "receipt"))
        locked = rows.select_related("dossier", "receipt").get(pk=payment.pk)
        if locked.state != Payment.State.PAID:
            raise Refused(_("Biên lai này đã hủy."))
        if locked.dossier.fee_reference != locked.receipt.reference:
            raise Refused(_("Khoản phí của biên lai này đã được thay bằng khoản khác nên không hủy được."))
        dossier_acts.unsettle_fee(locked.dossier, reason, by=by, at=at)
        locked.state, locked.voided_by, locked.voided_at = Payment.State.VOIDED, by, at
        locked.void_reason = reason.strip()[:REASON_MAX]
        locked.receipt.voided_at = at
        locked.receipt.save(update_fields=["voided_at"])
        locked.save(update_fields=["state", "voided_by", "voided_at", "void_reason"])
    return locked
