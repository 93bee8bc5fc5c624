"""Send stored files to whoever may have them: pages and the API hand out the same bytes in the same way."""

import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dossiers.models import Attachment, Paper
from dossiers.models.stored_files import fault_of_file
from toolbox.files import EXTENSIONS
from toolbox.refusal import Refused

logger = logging.getLogger(__name__)
# A file may be shown by the browser's own viewer, also in a frame of our own pages (a receipt is printed from one), and
# do nothing: no script, no form, nothing fetched. nginx
# says the same of what it sends for us (docker-compose.yml): it hands on few of our headers.
FILE_POLICY = (
    "default-src 'none'; object-src 'self'; img-src 'self' data:; style-src 'unsafe-inline'; "
    "form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
)


def send_file(row: Attachment | Paper, content_type: str, name: str) -> HttpResponseBase:
    """The bytes, shown in the browser and not kept there, under a policy that lets its PDF viewer work and no more.

    Bytes whose sum is not the recorded one are nobody's paper: refused, and told to whoever watches the log.
    """
    path = row.path
    if fault := fault_of_file(path, row.sha256):
        logger.error("The file of %s %s %s.", row._meta.model_name, row.pk, fault)
        raise Refused(_("Tệp lưu trữ không còn đúng như đã ghi nên không giao được. Báo Bộ phận Một cửa."))
    ending = EXTENSIONS[content_type]
    file_name = name if name.lower().endswith(f".{ending}") else f"{name}.{ending}"
    response: HttpResponseBase
    if settings.ACCEL_PATH:  # nginx sends it: no thread of ours is held by a slow telephone
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = f"{settings.ACCEL_PATH}{path}"
        response["Content-Disposition"] = content_disposition_header(False, file_name) or "inline"
    else:
        response = FileResponse(default_storage.open(path), content_type=content_type, filename=file_name)
    response["Cache-Control"], response["Content-Security-Policy"] = "private, no-store", FILE_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def send_paper(request: HttpRequest, paper: Paper) -> HttpResponseBase:
    """The file of *paper* with its SHA-256 as `ETag`; 304 to a program that has these very bytes."""
    response = send_file(paper, "application/pdf", f"{paper.kind}-{paper.dossier.name}.pdf")
    etag = f'"{paper.sha256}"'
    response["ETag"] = etag
    if isinstance(response, FileResponse) and request.method in ("GET", "HEAD"):
        unchanged = get_conditional_response(request, etag=etag, response=None)
        if unchanged is not None and unchanged.status_code == 304:
            response.close()
            return unchanged
    return response
