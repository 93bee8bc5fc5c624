"""Pages of files: upload them for one component, download attachments and papers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import actions
from dossiers.actions.quotas import left_on
from dossiers.downloads import send_file, send_paper
from dossiers.file_warnings import with_warnings
from dossiers.forms.uploads import UploadForm
from dossiers.models import Dossier, Paper, State
from dossiers.release import not_opened, withheld
from dossiers.views import fetch
from dossiers.views.fetch import own
from people.guards import current_user
from people.throttling import UploadThrottle, limited
from procedures.localized import text_of
from toolbox.files import UnusableFile, recognise
from toolbox.refusal import Refused


@limited(UploadThrottle, "POST")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def component(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One required component a page: photographs or a PDF, looked at by content; the good ones are kept."""
    dossier = open_dossier(request, name)
    row = _component(dossier, key)
    is_post = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_post else UploadForm()
    if is_post and form.is_valid() and _attach_all(form, dossier, key, request):
        return _after_upload(request, dossier, row)
    context = {
        "dossier": dossier,
        "component": row,
        "form": form,
        **_place_of(dossier, key),
        "limit": dossier.edition.upload_limit // 1024 // 1024,
        "many": dossier.edition.upload_count,
        "left": left_on(current_user(request), timezone.localdate()),
    }
    return render(request, "dossiers/citizen/paper.html", context, status=422 if form.errors else 200)


component.__dict__["takes_files"] = True  # its requests may be as long as a file


@login_required
@require_safe
def attachment(request: HttpRequest, name: str, pk: int) -> HttpResponseBase:
    """A file the applicant gave, to whoever may see the dossier."""
    row = fetch.attachment(request, name, pk)
    return send_file(row, row.content_type, row.name)


@login_required
@require_safe
def issued(request: HttpRequest, name: str, pk: int) -> HttpResponseBase:
    """A paper we issued; while its file is being made, a page that says so; 409 while it may not be handed out."""
    row, user = fetch.paper(request, name, pk), current_user(request)
    if words := withheld(row, row.dossier, user):
        raise Refused(words)
    if not (words := not_opened(row, row.dossier, user)):
        return send_paper(request, row)
    if row.state == Paper.State.SIGNED:
        raise Refused(words)
    return render(request, "dossiers/being_made.html", {"paper": row}, status=202)


@login_required
@require_safe
def paper_state(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """What a page asks while it waits for a file: 204 once there is nothing more to wait for, else 202."""
    is_waited_for = fetch.paper_state(request, name, pk).state == Paper.State.PENDING
    return HttpResponse(status=202 if is_waited_for else 204)


def open_dossier(request: HttpRequest, name: str) -> Dossier:
    """A dossier of one's own that takes files now: a draft, or one that waits for a supplement."""
    dossier = own(request, name)
    if not dossier.is_draft and dossier.state != State.AWAITING_SUPPLEMENT:
        raise Refused(_("Hồ sơ không ở bước nhận giấy tờ."))
    return dossier


def asked_components(dossier: Dossier) -> list[dict[str, Any]]:
    """The components that take files now: all of a draft, of a filed dossier those that were asked for again."""
    supplement = None if dossier.is_draft else dossier.open_supplement
    return [row for row in dossier.components if supplement is None or row["key"] in supplement.components]


def _component(dossier: Dossier, key: str) -> dict[str, Any]:
    """The component with this key. Raises Refused for one that was not asked for again, Http404 for no component."""
    if not any(row["key"] == key for row in dossier.components):
        raise Http404
    for row in asked_components(dossier):
        if row["key"] == key:
            return row
    raise Refused(_("Giấy tờ này không nằm trong yêu cầu bổ sung. Chỉ nộp những giấy tờ được yêu cầu."))


def _place_of(dossier: Dossier, key: str) -> dict[str, Any]:
    """Its files and the next component of a draft; of a supplement what goes with it, what was asked, what was."""
    rows, supplement = dossier.attachments.filter(component=key), None if dossier.is_draft else dossier.open_supplement
    if supplement is None:
        keys = [row["key"] for row in dossier.components if row["key"] == key or not row.get("from_form")]
        files = [row for row in with_warnings(dossier, dossier.attachments.all()) if row.component == key]
        return {"files": files, "following": next(iter(keys[keys.index(key) + 1 :]), "")}
    added = supplement.attachments_added()
    return {
        "files": [row for row in added if row.component == key],
        "unsent": len(added),
        "earlier": list(rows.exclude(supplement=supplement)),
        "asked": next(item for item in supplement.items if item.get("component") == key),
        "reason": supplement.reason,
    }


def _after_upload(request: HttpRequest, dossier: Dossier, row: dict[str, Any]) -> HttpResponse:
    """A draft's page again, with its files; of a supplement the list of what is asked, whose next step is to send."""
    if dossier.is_draft:
        return redirect("dossiers:paper", name=dossier.name, key=row["key"])
    words = _("Đã tải lên: %(name)s. Chưa gửi: tải đủ rồi thì bấm “Gửi bổ sung” ở cuối trang này.")
    messages.success(request, words % {"name": text_of(row, "name")})
    return redirect("dossiers:supplement", name=dossier.name)


def _attach_all(form: UploadForm, dossier: Dossier, key: str, request: HttpRequest) -> bool:
    """Keep every usable file, name each that is not; true when all were kept."""
    for upload in form.cleaned_data["pages"]:
        try:
            attach_file(upload, dossier, key, request)
        except UnusableFile as error:
            form.add_error("pages", str(error))
        except Refused as error:
            form.add_error("pages", error.message)
    return not form.errors


def attach_file(file: Any, dossier: Dossier, key: str, request: HttpRequest) -> None:
    """Recognise one file of a form and keep it for the component *key*. Raises UnusableFile, Refused, Forbidden."""
    upload = recognise(file, file.name or "tep", dossier.edition.upload_limit)
    actions.attach(dossier, key, upload, by=current_user(request), at=timezone.now())
