"""One shape for errors: JSON for the API, a page in words for people."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler

from dossiers.completeness import Incomplete
from people.throttling import again_in
from procedures.working_time import CalendarMissing
from toolbox.refusal import Forbidden, Refused


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refused acts become 409 with their sentence, forbidden ones 403, bad input 400."""
    if isinstance(error, Incomplete):
        return Response(error.errors, status=400)
    if isinstance(error, Forbidden):
        return Response({"detail": error.message}, status=403)
    if isinstance(error, Refused):
        return Response({"detail": error.message}, status=409)
    if isinstance(error, CalendarMissing):
        return Response({"detail": calendar_missing(error)}, status=409)
    if isinstance(error, RequestDataTooBig):
        return Response({"detail": _("Nội dung gửi lên quá lớn.")}, status=413)
    if isinstance(error, SuspiciousOperation):
        return Response({"detail": _("Yêu cầu không đọc được.")}, status=400)
    if isinstance(error, Throttled) and (wait := getattr(error, "wait", None)):
        error.detail = again_in(wait)  # type: ignore[assignment]
    return exception_handler(error, context)


def calendar_missing(error: CalendarMissing) -> str:
    """The sentence for a year without an official calendar."""
    return _("Lịch làm việc năm %(year)d chưa được công bố trong hệ thống.") % {"year": error.year}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 when it was only too much."""
    if isinstance(exception, RequestDataTooBig):
        return _said(request, 413, _("Nội dung gửi lên quá lớn."))
    return _said(request, 400, _("Yêu cầu không đọc được."))


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """409, or 403 when it is never allowed: the sentence of an act that no view turned into a message."""
    if isinstance(error, Forbidden):
        return render(request, "403.html", {"message": error.message}, status=403)
    return render(request, "409.html", {"message": error.message}, status=409)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", {"message": getattr(exception, "message", "")}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _said(request, 404, _("Không tìm thấy."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database, no context; our fault, and it says so."""
    if _by_api(request):
        return _said(request, 500, _("Lỗi do hệ thống. Thử lại sau."))
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form grew too old: what was typed is still in the browser; go back and send it again."""
    return render(request, "403_csrf.html", status=403)


def _said(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """The page of that number, or the one shape of errors where a program asks."""
    if _by_api(request):
        return JsonResponse({"detail": detail}, status=status)
    return render(request, f"{status}.html", status=status)


def _by_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
