"""Refuse a request before anything of its body is read, by its length or for want of room: pages and API alike."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.http.errors import error_response
from toolbox.disk import MEGABYTE, has_room

RETRY_MINUTES = 30
logger = logging.getLogger(__name__)


class BodyLimit:
    """Middleware: 413 for a body longer than its view takes, 411 for one of no length, 503 for files without room.

    It stands before whatever reads a form, and knows the view: only a page or call that takes files takes more than
    words, and, unless it is `for_anybody`, only from somebody who is signed in. What is refused is neither parsed nor
    put on a disk.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """The refusal, or nothing for a body that may be read."""
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            return error_response(request, 411, _("Yêu cầu phải cho biết độ dài nội dung (Content-Length)."))
        if (
            request.method == "POST"
            and _takes_files(view)
            and not has_room(settings.MEDIA_ROOT, settings.UPLOAD_RESERVE_MB)
        ):
            return _no_room(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length[:18]) if length.isdecimal() else 0
        if size <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return None
        if not _takes_files(view) or size > settings.REQUEST_MAX_BYTES:
            return error_response(request, 413, _too_large_message(view))
        if request.path.startswith("/api/") or request.user.is_authenticated or getattr(view, "for_anybody", False):
            return None  # the API asks for a token before it reads
        return redirect_to_login(request.get_full_path())  # the page has nothing to say to who is signed out


def _no_room(request: HttpRequest) -> HttpResponse:
    logger.error("files are refused: less than %s MB are free", settings.UPLOAD_RESERVE_MB)
    message = _("Hệ thống tạm hết chỗ chứa tệp. Gửi lại tệp này sau %(n)d phút; các phần đã lưu vẫn còn nguyên.")
    response = error_response(request, 503, message % {"n": RETRY_MINUTES}, "503_room.html")
    response["Retry-After"] = str(RETRY_MINUTES * 60)
    return response


def _takes_files(view: Any) -> bool:
    """True for a page or a class of the API that declares it."""
    return bool(getattr(getattr(view, "cls", view), "takes_files", False))


def _too_large_message(view: Any) -> str:
    if _takes_files(view):
        most = settings.REQUEST_MAX_BYTES // MEGABYTE
        return _("Mỗi lần gửi nhiều nhất %(n)d MB. Quay lại và gửi từng tệp một.") % {"n": most}
    return _("Nội dung gửi lên quá lớn.")
