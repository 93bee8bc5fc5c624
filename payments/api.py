"""API of the cash desk: take a fee in cash, for the desk's own systems."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dossiers.models import Dossier
from payments import actions
from payments.forms import MOST
from people.idempotency import idempotent
from people.models import User
from toolbox.api import IDEMPOTENCY, REFUSALS, Words


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
