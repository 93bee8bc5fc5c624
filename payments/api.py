"""API of the cash desk: take a fee in cash, void its receipt by two people, for the desk's own systems."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dossiers.models import Dossier
from payments import actions
from payments.forms import MOST
from payments.models import Payment
from people.idempotency import idempotent
from people.models import User
from toolbox.api import IDEMPOTENCY, REFUSALS, Words
from toolbox.refusal import Refused


class CashIn(serializers.Serializer[Any]):
    """Who pays, and the sum that was taken."""

    payer = Words(max_length=255)
    amount = serializers.IntegerField(min_value=1, max_value=MOST, help_text="Đồng; what is due now.")


class PaymentOut(serializers.Serializer[Any]):
    """Money taken, and its receipt."""

    dossier = serializers.CharField()
    amount = serializers.IntegerField()
    receipt = serializers.CharField()
    payer = serializers.CharField()
    taken_at = serializers.DateTimeField()


class CashPayment(APIView):
    """The fee of a dossier, taken in cash."""

    @extend_schema(
        summary="Take the fee in cash",
        request=CashIn,
        parameters=[IDEMPOTENCY],
        responses={201: PaymentOut, **REFUSALS},
    )
    def post(self, request: Request, name: str) -> Response:
        """One payment and its numbered receipt."""
        user = request.user
        dossier = get_object_or_404(Dossier.objects.visible_to(user).with_names().named(name))
        data = CashIn(data=request.data)
        data.is_valid(raise_exception=True)
        assert isinstance(user, User)

        def perform() -> Response:
            payment = actions.take_cash(dossier, by=user, at=timezone.now(), **data.validated_data)
            answer = {
                "dossier": payment.dossier.name,
                "amount": payment.amount,
                "receipt": payment.receipt.reference,
                "payer": payment.payer,
                "taken_at": timezone.localtime(payment.taken_at).isoformat(),
            }
            return Response(answer, status=201)

        return idempotent(request, perform)


class VoidReasonIn(serializers.Serializer[Any]):
    """Why, in words."""

    reason = Words(max_length=500)


class NothingIn(serializers.Serializer[Any]):
    """Nothing to say."""


class VoidOut(serializers.Serializer[Any]):
    """The receipt, and whether it stands."""

    dossier = serializers.CharField()
    receipt = serializers.CharField()
    state = serializers.CharField(help_text="paid or voided.")
    void_waits = serializers.BooleanField(help_text="A cashier wants it voided, and nobody has decided yet.")


class VoidStep(APIView):
    """One step towards voiding the receipt of the fee that is paid now."""

    input_class: ClassVar[type[serializers.Serializer[Any]]] = NothingIn
    step: ClassVar[Callable[..., Payment]]

    def post(self, request: Request, name: str) -> Response:
        """Carry the step out."""
        user = request.user
        dossier = get_object_or_404(Dossier.objects.visible_to(user).named(name))
        data = self.input_class(data=request.data)
        data.is_valid(raise_exception=True)
        assert isinstance(user, User)

        def perform() -> Response:
            payment = Payment.objects.filter(dossier=dossier, state=Payment.State.PAID).order_by("-id").first()
            if payment is None:
                raise Refused(_("Hồ sơ này không có biên lai nào còn hiệu lực."))
            payment = type(self).step(payment, by=user, at=timezone.now(), **data.validated_data)
            answer = {"dossier": dossier.name, "receipt": payment.receipt.reference, "state": payment.state}
            return Response({**answer, "void_waits": payment.void_waits})

        return idempotent(request, perform)


def _step(name: str, step: Callable[..., Payment], summary: str, input_class: Any = NothingIn) -> type[VoidStep]:
    """The view of one step, described in the schema."""
    view = type(name, (VoidStep,), {"step": staticmethod(step), "input_class": input_class})
    answers = {200: VoidOut, **REFUSALS}
    schema = extend_schema(summary=summary, request=input_class, parameters=[IDEMPOTENCY], responses=answers)
    return extend_schema_view(post=schema)(view)


VOIDS = {
    "void-proposal": _step("VoidProposal", actions.propose_void, "Propose to void the receipt", VoidReasonIn),
    "void-confirmation": _step("VoidConfirmation", actions.confirm_void, "Void the receipt as proposed"),
    "void-refusal": _step("VoidRefusal", actions.refuse_void, "Let the receipt stand", VoidReasonIn),
}
