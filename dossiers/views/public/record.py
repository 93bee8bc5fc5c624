"""Public pages of the record: the signed roots, the key they are checked by, and what the last verification found."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.journal.export import export
from dossiers.journal.round import TOLD, last_result
from dossiers.views.fetch import visible
from people.guards import current_user
from people.models import Post, Read, User
from people.seals import keys, roots
from toolbox.refusal import Refused

SHOWN = 24  # roots on the page: those of a day
MOST = 99_999_999  # the highest number a root may have


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """How the record is kept, its last roots, and how anybody checks them; faults by name for auditors only."""
    user = request.user
    context = {
        "roots": roots.latest(SHOWN),
        "public_key": keys.signing_key().public_key().public_bytes_raw().hex(),
        "result": last_result(),
        "names_faults": isinstance(user, User) and user.has_role(*TOLD),
    }
    return render(request, "dossiers/public/record.html", context)


@login_required
@require_safe
def of_dossier(request: HttpRequest, name: str) -> JsonResponse:
    """The record of one dossier, to be checked without us: for its applicant once it is decided, for auditors whole."""
    dossier = visible(request, name, Read.What.RECORD)
    is_auditor = current_user(request).has_role(Post.Role.AUDITOR)
    if dossier.is_open and not is_auditor:  # what is proposed is nobody's to read before it is decided
        raise Refused(_("Nhật ký hồ sơ tải được khi hồ sơ đã có kết quả hoặc đã kết thúc."))
    response = JsonResponse(export(dossier, with_rows=is_auditor), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = content_disposition_header(True, f"nhat-ky-{dossier.name}.json") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def root(request: HttpRequest, number: int) -> JsonResponse:
    """One signed root as it is kept, for whoever stores or checks it elsewhere."""
    if number > MOST or not (file := roots.file_of(number)).exists():
        raise Http404
    return JsonResponse(asdict(roots.read(file)))
