"""The page on which everybody takes a copy of their own data with them."""

import tempfile

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers.data_copy import FILES_MOST, write_copy
from people.guards import current_user
from people.sign_in.views import confirmed_again
from people.throttling import UploadThrottle, limited
from toolbox.disk import MEGABYTE, has_room
from toolbox.refusal import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def data_copy(request: HttpRequest) -> HttpResponseBase:
    """What the copy holds; POST makes it, once it is sure that the owner of the account asks."""
    if request.method == "POST":
        response: HttpResponseBase = _send(request)
        return response
    return render(request, "dossiers/citizen/data_copy.html", {"most": FILES_MOST})


@limited(UploadThrottle, "POST")
@confirmed_again
def _send(request: HttpRequest) -> HttpResponseBase:
    """The archive, made in a file that ends with the answer; refused while the disk has no room for it."""
    if not has_room(tempfile.gettempdir(), settings.UPLOAD_RESERVE_MB + FILES_MOST // MEGABYTE):
        raise Refused(_("Máy chủ đang thiếu chỗ nên chưa làm được bản sao. Thử lại sau; dữ liệu của ông/bà vẫn còn."))
    at, archive = timezone.now(), tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_copy(current_user(request), archive, at=at)
    archive.seek(0)
    response = FileResponse(archive, as_attachment=True, filename=f"du-lieu-cua-toi-{timezone.localdate(at)}.zip")
    response["Cache-Control"] = "private, no-store"
    return response
