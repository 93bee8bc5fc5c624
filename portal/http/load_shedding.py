"""Shed load: answer 503 at once to requests that have waited too long for a free thread."""

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.http.errors import unavailable

STARTED = re.compile(r"t=([0-9]{9,11}\.[0-9]{3})")


class LoadShedding:
    """Middleware: 503 for a request older than SHED_AFTER; its sender has gone, and others still wait.

    Without it a crowd is served in the order of those who gave up. The proxy tells when a request came, as
    `X-Request-Start: t=1764284400.123`; without a proxy nothing is shed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.ALLAUTH_TRUSTED_PROXY_COUNT and not request.path.startswith("/health/"):
            started = STARTED.fullmatch(request.headers.get("X-Request-Start", ""))
            if started and time.time() - float(started[1]) > settings.SHED_AFTER:
                return unavailable(request)
        return self.get_response(request)
