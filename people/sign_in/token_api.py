"""API tokens for partner systems: user name, password, and the one-time code once there is a second factor."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.actions import issue_key
from people.models import User
from people.sign_in.second_factor import has_factor, is_demanded_of, needed_message
from people.sign_in.security import record
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
    """Return a new token of the account; of more than ten the oldest ends."""

    permission_classes = [AllowAny]
    authentication_classes = []
    throttle_classes = [TokenThrottle]

    @extend_schema(summary="Get a token", request=TokenIn, responses={200: TokenOut, 400: dict, 429: dict})
    def post(self, request: Request) -> Response:
        """Check name, password and one-time code; wrong ones, and no others, count towards the lock-out."""
        serializer = TokenIn(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = _authenticated(request, **serializer.validated_data)
        if is_demanded_of(user) and not has_factor(user):
            raise ValidationError({"detail": [needed_message()]})
        name = str(request.headers.get("User-Agent", ""))
        key, token = issue_key(user, name, timezone.now())
        assert key.expiry is not None
        record("token issued", request._request, user)
        return Response({"token": token, "expires_at": key.expiry.isoformat()})


def _authenticated(request: Request, username: str, password: str, otp: str) -> User:
    """The account. Raises ValidationError for what is wrong, Throttled after too much of it."""
    adapter, credentials = get_adapter(), {"username": username, "password": password}
    try:
        user = adapter.authenticate(request._request, **credentials)
        if user is not None and user.is_active and _second_factor_passes(user, otp):
            assert isinstance(user, User)
            return user
        if user is not None:
            adapter.pre_authenticate(request._request, **credentials)  # a wrong code counts as a wrong password does
            record("token", request._request, user, outcome="wrong-code")
    except DjangoValidationError:
        raise Throttled(detail=_("Ông/bà đã thử nhiều lần. Thử lại sau 15 phút.")) from None
    raise ValidationError({"detail": [_("Tên đăng nhập, mật khẩu hoặc mã xác thực chưa đúng.")]})


def _second_factor_passes(user: Any, otp: str) -> bool:
    """False for a wrong code. Raises ValidationError where a passkey is the only factor: a program has none to show."""
    factors = {row.type: row for row in Authenticator.objects.filter(user=user)}
    if (authenticator := factors.get(Authenticator.Type.TOTP)) is not None:
        return bool(otp) and bool(TOTP(authenticator).validate_code(otp))
    if Authenticator.Type.WEBAUTHN in factors:
        raise ValidationError({"detail": [passkey_message()]})
    return True


def passkey_message() -> str:
    """Where an account gets its key whose only second factor is a passkey."""
    return _("Tài khoản này đăng nhập bằng khóa truy cập. Tạo mã truy cập trên trang, ở mục Mã truy cập API.")
