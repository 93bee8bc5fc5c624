"""Token authentication for partner systems: keys end thirty days after their issue, and with the credentials."""

from hmac import compare_digest
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed

from people.actions import KEY_LIFETIME
from people.models import ApiKey
from people.models.reference import know_version, version_column
from people.sign_in.second_factor import has_factor, is_demanded_of, needed_message

LIFETIME = KEY_LIFETIME


class ExpiringTokenAuthentication(TokenAuthentication):
    """`Authorization: Token …`, for thirty days from its issue."""

    def authenticate_credentials(self, token: bytes) -> Any:
        """The user and key. Raises AuthenticationFailed for an ended key and for a malformed one.

        Other than the package's own it deletes nothing, reads one statement, and asks for the credentials of the issue.
        """
        text = token.decode("latin-1")
        if not (text.isascii() and text.isalnum()):
            raise AuthenticationFailed(_("Mã truy cập không đúng."))
        rows = ApiKey.objects.select_related("user").annotate(reference_version=version_column())
        digest = hash_token(text)
        key = rows.filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH], digest=digest).first()
        if key is None or not compare_digest(digest, key.digest) or not key.user.is_active:
            raise AuthenticationFailed(_("Mã truy cập không đúng."))
        know_version(key.reference_version)
        if key.expiry is None or key.expiry <= timezone.now() or key.mark != key.user.credentials_mark:
            raise AuthenticationFailed(_("Mã truy cập đã hết hạn. Lấy mã mới tại /api/v1/token/."))
        if is_demanded_of(key.user) and not has_factor(key.user):
            raise AuthenticationFailed(needed_message())
        return key.user, key


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes it in the OpenAPI schema."""

    target_class = "people.sign_in.tokens.ExpiringTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """An API key in the Authorization header."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token <key>"}
