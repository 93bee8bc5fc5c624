"""Reject requests that cannot be stored; answer refusals that no view has handled."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from portal.http import errors
from toolbox.refusal import Refused


class RequestGuard:
    """Middleware: rejects null bytes and programs without TLS, turns an unhandled Refused into a response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request, SuspiciousOperation("null byte"))
        if settings.HTTPS and request.path.startswith("/api/") and not request.is_secure():
            words = _("API chỉ nhận https. Mã truy cập vừa gửi không được mã hóa: kết thúc mã ấy và lấy mã mới.")
            return JsonResponse({"detail": words}, status=403)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The response to a refused act that the view did not turn into a message."""
        return errors.refused(request, error) if isinstance(error, Refused) else None
