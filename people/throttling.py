"""Rate limits per minute: by account where there is one, else by address. 0 is no limit."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.throttling import SimpleRateThrottle


class PerMinute(SimpleRateThrottle):
    """A throttle of one kind of request per minute, with the number of RATE_LIMITS."""

    scope = "account"

    def get_rate(self) -> Any:
        """The rate as the framework writes it; None where there is no limit."""
        number = settings.RATE_LIMITS[self.scope]
        return f"{number}/min" if number else None

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        """The account, else the address, which counts proxies as TRUSTED_PROXIES tells."""
        user = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        caller = user.pk if user is not None and signed_in else self.get_ident(request)
        return f"rate/{self.scope}/{'account' if signed_in else 'address'}/{caller}"


class ApiThrottle(PerMinute):
    """Every call of the API: accounts and strangers each have their rate."""

    def allow_request(self, request: Any, view: Any) -> bool:
        """True while the limit is not reached."""
        if not request.user or not request.user.is_authenticated:
            self.scope = "address"
            self.rate = self.get_rate()
            self.num_requests, self.duration = self.parse_rate(self.rate)
        return super().allow_request(request, view)


class LookUpThrottle(PerMinute):
    """Codes tried without signing in: nobody walks through all of them."""

    scope = "look_up"


class TokenThrottle(PerMinute):
    """Passwords tried by the API; the account's own lock-out comes first."""

    scope = "token"


def limited(throttle: type[PerMinute]) -> Callable[..., Any]:
    """The same for a page: a decorator that answers 429 with a message and Retry-After."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            limit = throttle()
            if limit.allow_request(request, None):  # type: ignore[arg-type]
                return view(request, *args, **kwargs)
            seconds = round(limit.wait() or 60)
            response = render(request, "429.html", {"message": retry_message(seconds)}, status=429)
            response["Retry-After"] = str(seconds)
            return response

        return wrapper

    return decorate


def retry_message(seconds: float) -> str:
    """The message that tells when to try again."""
    return _("Có quá nhiều yêu cầu trong một phút. Thử lại sau %(n)d giây.") % {"n": max(round(seconds), 1)}
