"""End the sessions that nobody uses, and those that went on for too long (OWASP ASVS 7.3.1, 7.3.2).

A counter left open, a computer of the one-stop hall. When a session was last used follows from when it would expire: it
is written anew while it is used, at most once in NOTED_EVERY seconds.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from people.guards import idle_seconds
from people.models import User
from people.sign_in.security import record

NOTED_EVERY = 300


class IdleSessions:
    """Middleware: who did nothing for IDLE_MINUTES signs in again; what they then send comes back filled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, as to a stranger once the session was idle too long."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
            _look(request, request.user, timezone.now())
        return self.get_response(request)


def _look(request: HttpRequest, user: User, at: datetime) -> None:
    ends_at: datetime | None = getattr(request.session, "ends_at", None)
    unused = 0.0 if ends_at is None else settings.SESSION_COOKIE_AGE - (ends_at - at).total_seconds()
    if unused > idle_seconds(user) or _age(request, at) > settings.SESSION_COOKIE_AGE:
        record("idle", request, user, outcome="ended")
        logout(request)
    elif unused >= NOTED_EVERY:
        request.session.modified = True


def _age(request: HttpRequest, at: datetime) -> float:
    """Seconds since whoever has the session signed in, as allauth noted it; 0 where it did not."""
    methods = request.session.get("account_authentication_methods") or [{}]
    return at.timestamp() - float(methods[0].get("at", at.timestamp()))
