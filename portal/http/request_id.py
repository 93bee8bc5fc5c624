"""A name for each request, in the answer and in every log line it causes."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
KEPT = "motcua.request_id"
FROM_PROXY = re.compile(r"[A-Za-z0-9._-]{8,64}")

current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestId:
    """Keeps the proxy's request id when it is fit to print, otherwise makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if FROM_PROXY.fullmatch(given) else uuid.uuid4().hex
        request.META[KEPT] = name  # Django logs an answer of 400 and above when this has returned
        token = current.set(name)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response[HEADER] = name
        return response


class RequestIdFilter(logging.Filter):
    """Writes the request id on each log record; "-" outside a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        meta = getattr(getattr(record, "request", None), "META", {})
        record.request_id = meta.get(KEPT, current.get())
        return True
