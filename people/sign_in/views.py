"""Pages of an account: its keys for the API, and, for administrators, somebody's lost second factor."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.account.views import signup
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from allauth.usersessions.views import list_usersessions
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import actions
from people.actions import issue_key, reset_second_factor
from people.double_clicks import SAME_CLICK
from people.forms import ApiKeyForm, FactorResetForm
from people.guards import View, current_user, role_required
from people.models import ApiKey, Post, User
from people.sign_in.security import record
from toolbox.refusal import Refused

confirmed_again: Callable[[View], View] = reauthentication_required(app="allauth.mfa")  # a moment ago

# One's sessions are seen at once, and ended only after confirming again.
sessions: View = reauthentication_required(app="allauth.mfa", allow_get=True)(list_usersessions)


def sign_up(request: HttpRequest) -> HttpResponseBase:
    """Open an account; the second click of the same form signs in to the one that the first opened."""
    if request.method == "POST" and (user := _just_opened(request)):
        return _led_in(request, user)
    try:
        with transaction.atomic():
            return signup(request)
    except IntegrityError:  # both clicks in the same instant
        if not (user := _just_opened(request)):
            raise Refused(_("Không dùng được tên đăng nhập này. Chọn tên khác.")) from None
        return _led_in(request, user)


def _just_opened(request: HttpRequest) -> User | None:
    """The account that the very same form opened a moment ago: name, address and password are those."""
    rows = User.objects.filter(date_joined__gt=timezone.now() - SAME_CLICK, is_active=True)
    rows = rows.filter(username=request.POST.get("username", "").strip().lower()[:150])
    user = rows.filter(email__iexact=request.POST.get("email", "").strip()[:254]).first()
    return user if user and user.check_password(request.POST.get("password1", "")[:128]) else None


def _led_in(request: HttpRequest, user: User) -> HttpResponse:
    """Signed in, and where sign-up leads to."""
    response: HttpResponse = perform_login(request, user, email_verification="none")
    return response


@login_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The account's keys for the API, the newest first; what they are stands nowhere."""
    return _keys_page(request, ApiKeyForm())


@login_required
@require_POST
@confirmed_again
def new_key(request: HttpRequest) -> HttpResponse:
    """Make a key on the page, for whoever signs in by a passkey and has no code to send; shown this once."""
    form = ApiKeyForm(request.POST)
    if not form.is_valid():
        return _keys_page(request, form, status=422)
    user, at, name = current_user(request), timezone.now(), form.cleaned_data["name"]
    for same in ApiKey.objects.filter(user=user, name=name[:60], created__gt=at - SAME_CLICK):
        actions.end_key(same)  # a second click: the answer to the first is shown to nobody
    _key, token = issue_key(user, name, at)
    record("token issued", request, user)
    return _keys_page(request, ApiKeyForm(), token)


@login_required
@require_POST
def end_key(request: HttpRequest, key: str) -> HttpResponse:
    """End one of the account's own keys."""
    user = current_user(request)
    actions.end_key(get_object_or_404(ApiKey, user=user, token_key=key))
    record("token ended", request, user)
    messages.success(request, _("Mã truy cập đã hết hiệu lực."))
    return redirect("account_keys")


class PasskeyAgainView(ReauthenticateWebAuthnView):
    """The passkey once more; a wrong one is told on the page, where allauth's own view goes home without a word."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, with what is the matter."""
        return self.render_to_response(self.get_context_data() | {"form": form}, status=422)


@role_required(Post.Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def lost_factor(request: HttpRequest) -> HttpResponse:
    """Take a lost second factor away from the account of this name, with a reason; its owner is told."""
    form = FactorResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = User.objects.filter(username=form.cleaned_data["username"].strip()).first()
        try:
            if user is None:
                raise Refused(_("Không có tài khoản với tên đăng nhập này."))
            reset_second_factor(user, reason=form.cleaned_data["reason"], by=current_user(request), at=timezone.now())
        except Refused as refusal:
            form.add_error("username", refusal.message)
        else:
            record("second factor reset", request, user)
            messages.success(request, _("Đã gỡ bảo mật hai lớp của %(name)s.") % {"name": user})
            return redirect("lost_factor")
    return render(request, "account/lost_factor.html", {"form": form}, status=422 if form.errors else 200)


def _keys_page(request: HttpRequest, form: ApiKeyForm, token: str = "", status: int = 200) -> HttpResponse:
    user = current_user(request)
    rows = ApiKey.objects.filter(user=user, expiry__gt=timezone.now(), mark=user.credentials_mark)
    return render(request, "account/keys.html", {"keys": list(rows), "form": form, "token": token}, status=status)
