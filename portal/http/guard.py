"""Reject requests that cannot be stored; cap API bodies; answer refusals that no view has handled."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from portal.http import errors
from toolbox.refusal import Refused


class RequestGuard:
    """Middleware: rejects null bytes and large API bodies, turns an unhandled Refused into a response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request, SuspiciousOperation("null byte"))
        if request.path.startswith("/api/") and _is_too_large(request):
            return JsonResponse({"detail": _("Nội dung gửi lên quá lớn.")}, status=413)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The response to a refused act that the view did not turn into a message."""
        return errors.refused(request, error) if isinstance(error, Refused) else None


def _is_too_large(request: HttpRequest) -> bool:
    """True for more than the API takes; its own framework would read a JSON body of any length into memory."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.content_type == "multipart/form-data":
        limit += settings.ATTACHMENT_MAX_BYTES
    return length.isdecimal() and int(length[:18]) > limit
