"""The second factor of posts: demanded where STAFF_SECOND_FACTOR is "required"; and refusals go to the security log."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from people.models import User
from people.sign_in.security import record

OPEN = ("account_", "mfa_", "set_language")  # signing in and out, enrolling, choosing a language
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_demanded_of(user: Any) -> bool:
    """True for an account that holds a post, or every power, where posts must have a second factor."""
    if settings.STAFF_SECOND_FACTOR != "required" or not isinstance(user, User):
        return False
    return user.is_superuser or user.is_staff_member


def has_factor(user: User) -> bool:
    """True once the account has a second factor."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


class SecondFactorGuard:
    """Middleware: whoever holds a post enrols before any page of theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and note what was refused."""
        response = self.get_response(request)
        if response.status_code == 403:
            record("refused", request, getattr(request, "user", None), outcome="403")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send a post without a factor to the page that offers them; the API answers 403."""
        name = (request.resolver_match.url_name if request.resolver_match else "") or ""
        if settings.STAFF_SECOND_FACTOR != "required" or name.startswith(OPEN):
            return None
        user = getattr(request, "user", None)
        if not is_demanded_of(user) or _enrolled(request):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": needed_message()}, status=403)
        return redirect("mfa_index")


def needed_message() -> str:
    """What a post without a factor has to do."""
    return _("Tài khoản cán bộ phải bật bảo mật hai lớp. Đăng nhập trên trang rồi bật ở mục Bảo mật hai lớp.")


def _enrolled(request: HttpRequest) -> bool:
    """Asked of the database once for each session and each change of a factor."""
    user = request.user
    assert isinstance(user, User)
    mark = f"has/{user.credentials}"
    if request.session.get("second_factor") != mark:
        if not has_factor(user):
            return False
        request.session["second_factor"] = mark
    return True
