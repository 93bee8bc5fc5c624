"""Token authentication for partner systems; tokens expire thirty days after their issue."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import TokenAuthentication
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed

from people.models.reference import know_version, version_column

LIFETIME = timedelta(days=30)


class ExpiringTokenAuthentication(TokenAuthentication):
    """`Authorization: Token …`, for thirty days from its issue."""

    def authenticate_credentials(self, key: str) -> Any:
        """The user and token. Raises AuthenticationFailed for an expired token and for a malformed key."""
        if not key.isalnum():
            raise AuthenticationFailed(_("Mã truy cập không đúng."))
        rows = Token.objects.select_related("user").annotate(reference_version=version_column())
        token = rows.filter(key=key).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed(_("Mã truy cập không đúng."))
        know_version(token.reference_version)
        if token.created < timezone.now() - LIFETIME:
            raise AuthenticationFailed(_("Mã truy cập đã hết hạn. Lấy mã mới tại /api/v1/token/."))
        return token.user, token


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes it in the OpenAPI schema."""

    target_class = "people.sign_in.tokens.ExpiringTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """An API key in the Authorization header."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token <key>"}
