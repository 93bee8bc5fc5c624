"""Error responses: JSON of one shape for the API, a page with a message for people."""

import errno
import logging
import re
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from redis.exceptions import RedisError
from rest_framework.exceptions import Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler

from people.throttling import retry_message
from people.typed_input.words import UNTYPED, is_from_own_page, words_of
from procedures.law.working_time import CalendarMissing
from toolbox.refusal import Forbidden, InvalidInput, Refused
from toolbox.text import is_secret

# What a database or queue raises that is killed, full or away; nothing was kept, and sending it again is safe.
OUTAGE = (OperationalError, InterfaceError, RedisError)
READ_ONLY = "25006"  # PostgreSQL's code for a database, or a replica, that takes no writes
UNAVAILABLE, RETRY_SECONDS = (gettext_lazy("Hệ thống tạm gián đoạn. Gửi lại sau ít phút; không gì bị ghi hai lần."), 20)
# A disk that is full, read-only, broken, or no longer ours to write.
DISK_FAILS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM)
CODE = re.compile("[a-z_]+")  # what a chosen button sends, and nobody typed; it is sent again with the rest
logger = logging.getLogger(__name__)


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refused acts become 409 with their message, forbidden ones 403, bad input 400, an outage 503."""
    for error_type, status, body_of in ANSWERS:
        if isinstance(error, error_type):
            return Response(body_of(error), status=status)
    if is_outage(error):
        logger.error("a part of the house does not answer", exc_info=error)
        return Response({"detail": str(UNAVAILABLE)}, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    if type(error) is Throttled and (wait := getattr(error, "wait", None)):
        error.detail = retry_message(wait)  # type: ignore[assignment]
    return exception_handler(error, context)


def is_outage(error: BaseException | None) -> bool:
    """True when the database, the queue or the disk fails: not the caller's fault, and sent again it may succeed."""
    if isinstance(error, OSError):
        return error.errno in DISK_FAILS
    if isinstance(error, DatabaseError) and getattr(error.__cause__, "pgcode", "") == READ_ONLY:
        return True
    return isinstance(error, OUTAGE)


def calendar_missing(error: CalendarMissing) -> str:
    """The message for a year without an official calendar."""
    return _("Lịch làm việc năm %(year)d chưa được công bố trong hệ thống.") % {"year": error.year}


# The first that fits; a Forbidden is a Refused too.
ANSWERS: tuple[tuple[type[Exception], int, Callable[[Any], Any]], ...] = (
    (InvalidInput, 400, lambda error: error.errors),
    (Forbidden, 403, lambda error: {"detail": error.message}),
    (Refused, 409, lambda error: {"detail": error.message}),
    (CalendarMissing, 409, lambda error: {"detail": calendar_missing(error)}),
    (RequestDataTooBig, 413, lambda _error: {"detail": _("Nội dung gửi lên quá lớn.")}),
    (SuspiciousOperation, 400, lambda _error: {"detail": _("Yêu cầu không đọc được.")}),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 when the body is too large."""
    if isinstance(exception, RequestDataTooBig):
        return error_response(request, 413, _("Nội dung gửi lên quá lớn."))
    return error_response(request, 400, _("Yêu cầu không đọc được."))


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """409, or 403 when it is never allowed: the message of an act that no view has handled."""
    if isinstance(error, Forbidden):
        return render(request, "403.html", {"message": error.message}, status=403)
    return render(request, "409.html", {"message": error.message}, status=409)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", {"message": getattr(exception, "message", "")}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return error_response(request, 404, _("Không tìm thấy."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database, no context; our fault, and it tells so. 503 in an outage."""
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    if _by_api(request):
        return error_response(request, 500, _("Lỗi do hệ thống. Thử lại sau."))
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database or the queue does not answer; Retry-After tells when to try again."""
    if _by_api(request):
        response: HttpResponse = JsonResponse({"detail": str(UNAVAILABLE)}, status=503)
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is old, or that came without a cookie: with what was typed, to be sent once more.

    Only what a page of ours sent gets the button: another site's form would be done in the person's name by it.
    """
    words = words_of(request)
    inputs = [(name, text) for name, texts in words.data.items() for text in texts]
    may_send = is_from_own_page(request) and not words.is_too_long
    texts = [text for name, text in inputs if name not in UNTYPED and text.strip()]
    context = {
        "without_cookies": not request.COOKIES,
        "inputs": inputs,
        "texts": [text for text in texts if not (may_send and CODE.fullmatch(text))],
        "had_files": bool(request.FILES),
        "had_password": any(map(is_secret, request.POST)),
        "may_send": may_send,
    }
    return render(request, "403_csrf.html", context, status=403)


def error_response(request: HttpRequest, status: int, detail: str, template: str = "") -> HttpResponse:
    """The page of that status, or another *template*; JSON where a program calls."""
    if _by_api(request):
        return JsonResponse({"detail": detail}, status=status)
    return render(request, template or f"{status}.html", {"message": detail}, status=status)


def _by_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
