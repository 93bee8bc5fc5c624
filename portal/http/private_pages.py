"""Keep the pages of whoever is signed in out of every store: the next at a counter's computer sees none of them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class PrivatePages:
    """Middleware before the sessions': asks no database, since a cookie or a token says enough.

    When the session ends, the browser is told to forget what it kept of it, so that Back shows nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = response.cookies.get(settings.SESSION_COOKIE_NAME)
        was_signed_in = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        if was_signed_in or session is not None or "Authorization" in request.headers:
            response["Cache-Control"] = "private, no-store"
        if was_signed_in and session is not None and not session.value:
            response["Clear-Site-Data"] = '"cache"'
        return response
