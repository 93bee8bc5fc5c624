"""Scans of what was handed in on paper: one page with every component, a field for the files of each."""

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import actions
from dossiers.actions.attachments import refusal_to_digitise
from dossiers.completeness import components_with_files
from dossiers.models import Dossier
from dossiers.views.fetch import at_work
from people.guards import current_user, role_required
from people.models import Post
from people.throttling import UploadThrottle, limited
from toolbox.files import UnusableFile, recognise
from toolbox.refusal import Refused


@limited(UploadThrottle, "POST")
@role_required(Post.Role.DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def digitisation(request: HttpRequest, name: str) -> HttpResponse:
    """GET: what is scanned and what is not. POST: keep the good scans, say of each other why not."""
    dossier = at_work(request, name)
    if refusal := refusal_to_digitise(dossier):
        raise refusal
    faults, kept = _keep_all(request, dossier) if request.method == "POST" else ({}, 0)
    if kept:
        messages.success(request, _("Đã lưu %(n)d tệp số hóa.") % {"n": kept})
    if request.method == "POST" and not faults:
        if kept:
            return redirect("dossiers:digitisation", name=dossier.name)
        faults = {"": [_("Chọn ít nhất một tệp quét hoặc ảnh chụp.")]}
    papers = components_with_files(dossier, current_user(request))
    context: dict[str, Any] = {
        "dossier": dossier,
        "papers": [{**paper, "faults": faults.get(paper["key"], [])} for paper in papers],
        "faults": faults,
        "limit": dossier.edition.upload_limit // 1024 // 1024,
    }
    return render(request, "dossiers/desk/digitisation.html", context, status=422 if faults else 200)


digitisation.__dict__["takes_files"] = True  # its requests may be as long as a file


def _keep_all(request: HttpRequest, dossier: Dossier) -> tuple[dict[str, list[str]], int]:
    """What is wrong, by component, and how many scans were kept; each is an act of its own."""
    faults: dict[str, list[str]] = {}
    kept = 0
    for row in dossier.components:
        for file in request.FILES.getlist(f"file-{row['key']}"):
            try:
                upload = recognise(cast(BinaryIO, file), file.name or "tep", dossier.edition.upload_limit)
                actions.digitise(dossier, row["key"], upload, by=current_user(request), at=timezone.now())
                kept += 1
            except UnusableFile as error:
                faults.setdefault(row["key"], []).append(f"{file.name}: {error}")
            except Refused as error:
                faults.setdefault(row["key"], []).append(f"{file.name}: {error.message}")
    return faults, kept
