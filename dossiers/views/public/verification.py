"""Check a paper without an account: by its code, by the QR code it bears, or by its file, which is then forgotten."""

import logging
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.forms.verification import FileForm
from dossiers.papers.signing.roots import roots
from dossiers.papers.verification import (
    UnreadableFile,
    check_file,
    filing_by_code,
    papers_by_code,
    papers_by_qr,
    public_facts,
)
from people.seals.keys import signing_key
from people.throttling import LookUpThrottle, UploadThrottle, limited
from toolbox.sandbox import Busy

logger = logging.getLogger("motcua.verification")
LONGEST = 2000


@limited(LookUpThrottle, "GET")
@limited(UploadThrottle, "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Anyone: kind, number, day, agency and whether it still holds; of the holder only initials (decree 13/2023)."""
    context, status = _of_file(request) if request.method == "POST" else _of_code(request)
    response = render(request, "dossiers/public/verification.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


verify.__dict__.update(takes_files=True, for_anybody=True)


def _of_code(request: HttpRequest) -> tuple[dict[str, Any], int]:
    """What the code or the QR code in the address stands for; the empty form without one."""
    typed, qr = (request.GET.get(name, "").strip()[:LONGEST] for name in ("ma", "k"))
    papers = papers_by_qr(qr) if qr else papers_by_code(typed) if typed else []
    filing = filing_by_code(typed) if typed and not papers else None
    is_lost = bool(typed or qr) and not (papers or filing)
    if typed or qr:
        logger.info("paper by %s: %s", "qr" if qr else "code", "lost" if is_lost else "found")
    context = {
        "typed": typed,
        "is_lost": is_lost,
        "filing": filing,
        "by_qr": bool(qr),
        "papers": list(map(public_facts, papers)),
        "form": FileForm(),
    }
    return context, 404 if is_lost else 200


def _of_file(request: HttpRequest) -> tuple[dict[str, Any], int]:
    """What the signatures of the file say; 422 with a sentence for what is none that can be read."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return {"form": form}, 422
    try:
        check = check_file(form.cleaned_data["file"].read())
    except Busy:
        form.add_error("file", _("Đang có nhiều tệp chờ kiểm tra. Gửi lại sau ít phút."))
        return {"form": form}, 503
    except UnreadableFile:
        form.add_error("file", _("Tệp này không phải PDF đọc được. Chọn đúng tệp đã tải về từ cổng hoặc nhận qua thư."))
        return {"form": form}, 422
    logger.info("paper by file: ours=%s unchanged=%s", check.is_ours, check.is_unchanged)
    return {"form": FileForm(), "check": check, "papers": [public_facts(check.paper)] if check.paper else []}, 200


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """A page to keep: it checks QR codes by itself, from a disk, without this site and without a network."""
    key = signing_key().public_key().public_bytes_raw().hex()
    pem = "".join(one.public_bytes(Encoding.PEM).decode() for one in roots())
    context = {"public_key": key, "roots": pem, "site": settings.SITE_URL}
    response = render(request, "dossiers/public/offline_check.html", context)
    response["Content-Disposition"] = 'attachment; filename="kiem-tra-ma-qr.html"'
    return response
