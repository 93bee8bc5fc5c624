"""Request ids: one for each request, in its response and in every log line it causes."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
META_KEY = "motcua.request_id"
FROM_PROXY = re.compile(r"[A-Za-z0-9._-]{8,64}")

current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestId:
    """Middleware: keeps the request id of a proxy of ours when it is fit to print, otherwise makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a proxy the header is the client's own: two strangers would share a number, or one borrow another's.
        from_proxy = request.headers.get(HEADER, "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
        request_id = from_proxy if FROM_PROXY.fullmatch(from_proxy) else uuid.uuid4().hex
        request.META[META_KEY] = request_id  # Django logs an answer of 400 and above when this has returned
        token = current.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response[HEADER] = request_id
        return response


class RequestIdFilter(logging.Filter):
    """Adds the request id to each log record; "-" outside a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        meta = getattr(getattr(record, "request", None), "META", {})
        record.request_id = meta.get(META_KEY, current.get())
        return True
