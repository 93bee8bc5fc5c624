"""API tokens for partner systems: user name, password, and the one-time code once there is a second factor."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.models import User
from people.sign_in.tokens import LIFETIME
from people.throttling import TokenThrottle


class TokenIn(serializers.Serializer[Any]):
    """The credentials of an account."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    otp = serializers.CharField(max_length=10, required=False, allow_blank=True, default="")


class TokenOut(serializers.Serializer[Any]):
    """The token and when it ends."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class TokenView(APIView):
    """Return the account's token; a new one once the one before has expired."""

    permission_classes = [AllowAny]
    authentication_classes = []
    throttle_classes = [TokenThrottle]

    @extend_schema(summary="Get a token", request=TokenIn, responses={200: TokenOut, 400: dict, 429: dict})
    def post(self, request: Request) -> Response:
        """Check name, password and one-time code; wrong ones count towards the lock-out."""
        serializer = TokenIn(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        credentials = {"username": data["username"], "password": data["password"]}
        try:
            get_adapter().pre_authenticate(request._request, **credentials)
        except DjangoValidationError:
            raise Throttled(detail=_("Ông/bà đã thử nhiều lần. Thử lại sau 15 phút.")) from None
        user = authenticate(request._request, **credentials)
        if user is None or not user.is_active or not _second_factor_passes(user, data["otp"]):
            get_adapter().authentication_failed(request._request, **credentials)
            raise ValidationError({"detail": [_("Tên đăng nhập, mật khẩu hoặc mã xác thực chưa đúng.")]})
        assert isinstance(user, User)
        token = _token_of(user)
        return Response({"token": token.key, "expires_at": (token.created + LIFETIME).isoformat()})


def _token_of(user: User) -> Token:
    """The token in force, so that a partner's machines do not push each other out; else a new one."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        Token.objects.filter(user=user, created__lte=timezone.now() - LIFETIME).delete()
        token, _created = Token.objects.get_or_create(user=user)
    return token


def _second_factor_passes(user: Any, otp: str) -> bool:
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return True
    return bool(otp) and bool(TOTP(authenticator).validate_code(otp))
