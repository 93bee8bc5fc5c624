"""The sign-in forms of allauth, in the house's words: allauth speaks no Vietnamese."""

import unicodedata
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from people.actions import renew_credentials
from people.forms.parties import phone_of, printable
from people.models import User
from people.models.user import new_username
from people.sign_in import seeds
from people.sign_in.security import record
from people.tasks import ask_for_address, queue, send_reset
from people.typed_input import rows
from people.typed_input.words import FIELD as TYPED
from people.typed_input.words import unseal

WRONG = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra lại phím Caps Lock và bộ gõ.")
LABELS = {
    "login": _("Tên đăng nhập hoặc thư điện tử (email)"),
    "username": _("Tên đăng nhập"),
    "email": _("Thư điện tử (email)"),
    "password": _("Mật khẩu"),
    "password1": _("Mật khẩu"),
    "password2": _("Nhập lại mật khẩu"),
    "oldpassword": _("Mật khẩu đang dùng"),
    "remember": _("Giữ đăng nhập trên máy này"),
    "code": _("Mã xác thực 6 chữ số"),
    "name": _("Tên của khóa"),
}
EMPTY = {
    "login": _("Nhập tên đăng nhập hoặc thư điện tử"),
    "username": _("Nhập tên đăng nhập"),
    "password": _("Nhập mật khẩu"),
    "password1": _("Nhập mật khẩu"),
    "password2": _("Nhập lại mật khẩu"),
    "oldpassword": _("Nhập mật khẩu đang dùng"),
    "email": _("Nhập thư điện tử"),
    "code": _("Nhập mã xác thực"),
}


CHANGES = {
    f"mfa/email/{change}"
    for change in (
        "totp_activated",
        "totp_deactivated",
        "recovery_codes_generated",
        "webauthn_added",
        "webauthn_removed",
    )
}


class Adapter(DefaultAccountAdapter):
    """The error messages of allauth."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đang khóa."),
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "email_taken": _("Thư điện tử này đã có tài khoản. Dùng thư khác, hoặc đăng nhập."),
        "enter_current_password": _("Mật khẩu đang dùng chưa đúng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "incorrect_code": _("Mã xác thực chưa đúng hoặc đã hết hạn. Nhập mã đang hiện trên điện thoại."),
        "invalid_password_reset": _("Liên kết đặt lại mật khẩu đã hết hạn. Yêu cầu liên kết mới."),
        "too_many_login_attempts": _("Ông/bà đã thử nhiều lần. Thử lại sau 15 phút."),
        "username_taken": _("Tên đăng nhập này đã có người dùng. Chọn tên khác."),
        "username_blacklisted": _("Không dùng được tên đăng nhập này. Chọn tên khác."),
        "rate_limited": _("Ông/bà đã thử nhiều lần. Thử lại sau 15 phút."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """True for a path of this site alone: a whole address leads elsewhere, even to a host that we answer to."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """A new name, of one script and not one of the house's; taken ones are told by allauth's own check."""
        name: str = super().clean_username(unicodedata.normalize("NFKC", username).strip().lower(), shallow)
        try:
            return new_username(name)
        except ValidationError as error:
            raise ValidationError(error.message_dict["username"]) from error

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send mail whose links lead to the site's own address, whatever host the request was sent to."""
        super().send_mail(template_prefix, email, {key: _on_site(value) for key, value in context.items()})

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Hold what was typed before, while a second factor may still be asked for."""
        if typed := request.POST.get(TYPED):
            request.session[TYPED] = typed
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Note it in the security log; what was typed as the session ended is the account's from here on."""
        record("sign-in", request, user)
        words = unseal(request.session.pop(TYPED, ""))
        if words and isinstance(user, User):
            rows.keep(user, words, timezone.now())
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Note it in the security log, and delete what was typed; keys of the API are ended on their own page."""
        record("sign-out", request, request.user)
        if isinstance(request.user, User):
            rows.delete(request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note it in the security log, by the account if there is one."""
        record("sign-in", request, self._account_of(credentials), outcome="wrong-password")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password; sessions and keys of the old one end by it."""
        super().set_password(user, password)
        record("password changed", context.request, user)

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        """A factor was added or taken away: sessions and keys of before end, but for the one it was done in."""
        if template_prefix in CHANGES:
            assert isinstance(user, User)
            renew_credentials(user)
            update_session_auth_hash(context.request, user)
            record(template_prefix.rpartition("/")[2], context.request, user)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count by account, whether its name or its address was typed."""
        user = self._account_of(credentials)
        typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
        return f"account/{user.pk}" if user else f"typed/{typed}"

    def _account_of(self, credentials: dict[str, Any]) -> User | None:
        """The account that was meant, by name or by address."""
        typed = str(credentials.get("email") or credentials.get("username") or "").strip()
        rows = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)) if typed else User.objects.none()
        return rows.order_by("pk").first()

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: pages tell where one is; allauth's own banners would be English."""


class MFAAdapter(DefaultMFAAdapter):
    """The error messages of the second factor."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": Adapter.error_messages["incorrect_code"]}

    def encrypt(self, text: str) -> str:
        """Seeds and recovery codes as they are stored."""
        return seeds.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """And as they are used."""
        return seeds.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        """What a passkey is called until its owner names it."""
        rows = Authenticator.objects.filter(user_id=user.pk, type=type)
        return str(_("Khóa truy cập %(number)s") % {"number": rows.count() + 1})

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site that passkeys are for: by its own address, whatever host a request names; a demo has several."""
        host = urlsplit(settings.SITE_URL).hostname if settings.HTTPS else None
        return {"id": host or context.request.get_host().partition(":")[0], "name": settings.SITE_NAME}


class HouseLabels:
    """Labels and error messages for the fields of allauth; no placeholder, no English help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.label = LABELS.get(name, field.label)
            if name in EMPTY:
                field.error_messages["required"] = EMPTY[name]
            if "password" in name:
                field.help_text = _("Ít nhất 10 ký tự") if name == "password1" else ""


class SignIn(HouseLabels, LoginForm):
    """User name or e-mail, and the password."""


class SignUp(HouseLabels, SignupForm):
    """A citizen's account, with the name as on their papers and a telephone number."""

    full_name = forms.CharField(
        label=_("Họ, chữ đệm và tên"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Nhập họ, chữ đệm và tên như trên căn cước")},
    )
    phone_number = forms.CharField(
        label=_("Số điện thoại"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def clean_full_name(self) -> str:
        """A name that papers can print."""
        return printable(self.cleaned_data["full_name"])

    def clean_phone_number(self) -> str:
        """A telephone number, however it is grouped."""
        return phone_of(self.cleaned_data["phone_number"])

    field_order = ["full_name", "phone_number", "username", "email", "password1", "password2"]

    def custom_signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Save the two facts allauth does not know."""
        assert isinstance(user, User)
        user.full_name = self.cleaned_data["full_name"]
        user.phone = self.cleaned_data["phone_number"]
        user.save(update_fields=["full_name", "phone"])
        if user.email:
            queue(ask_for_address, user.email, user.username)


def _on_site(value: Any) -> Any:
    """A link of ours under SITE_URL; anything else as it is."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    parts = urlsplit(value)
    return f"{settings.SITE_URL}{urlunsplit(('', '', parts.path, parts.query, parts.fragment))}"


class Reauthenticate(HouseLabels, ReauthenticateForm):
    """The password once more."""


class ChangePassword(HouseLabels, ChangePasswordForm):
    """The old password, and the new one twice."""


class ResetPassword(HouseLabels, ResetPasswordForm):
    """The e-mail address to send the link to; known or not, the answer and the work of the request are the same."""

    def clean_email(self) -> str:
        """The address, about which nothing is looked up here."""
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave it to the worker to find the account and write to it."""
        email = str(self.cleaned_data["email"])
        queue(send_reset, email)
        return email


class ResetPasswordByKey(HouseLabels, ResetPasswordKeyForm):
    """The new password twice."""


class SecondFactor(HouseLabels, AuthenticateForm):
    """The one-time code."""


class SecondFactorAgain(HouseLabels, ReauthenticateByCodeForm):
    """The one-time code once more, before something grave."""


class ActivateSecondFactor(HouseLabels, ActivateTOTPForm):
    """The first one-time code, which proves that the phone was set up."""
