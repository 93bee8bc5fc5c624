"""Cookies beside those that Django names by settings, under COOKIE_PREFIX: no other host can set them."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse

YEAR = 365 * 24 * 3600


class MessageCookie(CookieStorage):
    """Messages to whoever sees the next page, in a cookie of the site's own host."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Messages(FallbackStorage):
    """In the cookie; in the session what does not fit."""

    storage_classes: Any = (MessageCookie, SessionStorage)


def chosen(request: HttpRequest, name: str, default: str = "") -> str:
    """How the reader wants pages shown, as the cookie *name* says; *default* where it says nothing."""
    return str(request.COOKIES.get(settings.COOKIE_PREFIX + name, default))


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Keep a choice of how pages are shown, for a year."""
    options: dict[str, Any] = {"samesite": "Lax", "httponly": True, "secure": settings.HTTPS}
    response.set_cookie(settings.COOKIE_PREFIX + name, value, max_age=YEAR, **options)
