"""The administrator's pages of the catalogue: download, upload, compare, publish and withdraw editions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.guards import current_user, role_required
from people.models import Post
from procedures import actions
from procedures.editions.diff import changes
from procedures.editions.files import BadFile, write_text
from procedures.forms import EditionFileForm, PublishForm, WithdrawForm
from procedures.models import Edition, Procedure
from procedures.search import query
from toolbox.keyset import BadCursor, newest
from toolbox.refusal import Refused

SIZE = 50
administrator = role_required(Post.Role.ADMINISTRATOR)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue_home(request: HttpRequest) -> HttpResponse:
    """Drafts to publish, every procedure by search, and the upload of a file."""
    form = EditionFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (draft := _draft_from(request, form)):
        return redirect("procedures:edition", slug=draft.procedure.slug, number=draft.number)
    typed = request.GET.get("q", "")[:200]
    try:
        page = query.by_name(Procedure.objects.search(typed), request.GET.get("cursor", ""), SIZE)
        rows = Edition.objects.filter(state=Edition.State.DRAFT).select_related("procedure", "made_by")
        drafts = newest(rows, request.GET.get("drafts", ""), SIZE)
    except BadCursor:
        return redirect("procedures:keeping")
    context = {"typed": typed, "page": page, "drafts": drafts, "form": form}
    return _render(request, "procedures/keeping/home.html", context, wrong=bool(form.errors))


@administrator
@require_safe
def procedure_editions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition of a procedure, the last one first."""
    procedure = get_object_or_404(Procedure, slug=slug)
    editions = procedure.editions.select_related("made_by", "published_by", "ended_by")
    context = {"procedure": procedure, "editions": editions.order_by("-number")}
    return render(request, "procedures/keeping/procedure.html", context)


@administrator
@require_safe
def download_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An edition as its file, to be changed and uploaded again."""
    edition = _edition(slug, number)
    response = HttpResponse(write_text(edition.content), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.toml"'
    return response


@administrator
@require_safe
def edition_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition compared with the one before it, and what may be done with it."""
    return _edition_page(request, _edition(slug, number))


@administrator
@require_POST
def publish_edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put a draft in force from a day."""
    edition, form = _edition(slug, number), PublishForm(request.POST)
    if form.is_valid():
        try:
            actions.publish(edition, by=current_user(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Đã công bố. Hồ sơ đang giải quyết giữ bản của mình."))
            return redirect("procedures:kept", slug=slug)
    return _edition_page(request, edition, publish=form)


@administrator
@require_POST
def withdraw_edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """End a published edition."""
    edition, form = _edition(slug, number), WithdrawForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw(edition, by=current_user(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Đã ghi ngày bãi bỏ. Hồ sơ đã nộp vẫn được giải quyết."))
            return redirect("procedures:kept", slug=slug)
    return _edition_page(request, edition, withdraw=form)


@administrator
@require_POST
def discard_draft(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Delete a draft."""
    try:
        actions.discard_draft(_edition(slug, number))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Đã xóa bản thảo."))
    return redirect("procedures:keeping")


def _draft_from(request: HttpRequest, form: EditionFileForm) -> Edition | None:
    """The draft of the uploaded file; None with errors on the form where it cannot be made."""
    if not form.is_valid():
        return None
    text, name = form.cleaned_data["file"]
    try:
        return actions.draft_edition(text, name, by=current_user(request), at=timezone.now())
    except BadFile as error:
        for fault in error.faults:
            form.add_error("file", fault)
    except Refused as refusal:
        form.add_error("file", refusal.message)
    return None


def _edition(slug: str, number: int) -> Edition:
    rows = Edition.objects.select_related("procedure__field", "made_by", "published_by", "ended_by")
    return get_object_or_404(rows, procedure__slug=slug, number=number)


def _edition_page(request: HttpRequest, edition: Edition, **posted: forms.Form) -> HttpResponse:
    before = edition.procedure.editions.filter(number__lt=edition.number).order_by("number").last()
    initial = {"since": timezone.localdate(), "decision_no": edition.decision_no}
    context = {
        "edition": edition,
        "before": before,
        "changes": changes(before.content, edition.content) if before else [],
        "publish": posted.get("publish", PublishForm(initial=initial)),
        "withdraw": posted.get("withdraw", WithdrawForm(initial={"until": timezone.localdate()})),
    }
    return _render(request, "procedures/keeping/edition.html", context, wrong=bool(posted))


def _render(request: HttpRequest, template: str, context: dict[str, Any], *, wrong: bool) -> HttpResponse:
    return render(request, template, context, status=422 if wrong else 200)
