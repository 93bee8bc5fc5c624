"""Who keeps the catalogue: editions as files out and in, compared, published from a day, ended."""

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
from toolbox.keyset import BadCursor, newest
from toolbox.refusal import Refused

SIZE, DRAFTS_SHOWN = 50, 50
keeper = role_required(Post.Role.ADMINISTRATOR)


@keeper
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Drafts that wait, every procedure by search, and the upload of a file."""
    form = EditionFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (made := _draft_from(request, form)):
        return redirect("procedures:edition", slug=made.procedure.slug, number=made.number)
    typed = request.GET.get("q", "")[:200]
    try:
        found = newest(Procedure.objects.search(typed), request.GET.get("cursor", ""), SIZE)
    except BadCursor:
        return redirect("procedures:keeping")
    drafts = Edition.objects.filter(state=Edition.State.DRAFT).select_related("procedure", "made_by")
    context = {"typed": typed, "page": found, "drafts": drafts.order_by("-id")[:DRAFTS_SHOWN], "form": form}
    return _answer(request, "procedures/keeping/home.html", context, wrong=bool(form.errors))


@keeper
@require_safe
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition there ever was, the last one first."""
    found = get_object_or_404(Procedure, slug=slug)
    editions = found.editions.select_related("made_by", "published_by", "ended_by")
    context = {"procedure": found, "editions": editions.order_by("-number")}
    return render(request, "procedures/keeping/procedure.html", context)


@keeper
@require_safe
def file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An edition as its file, to be changed and uploaded again."""
    found = _edition(slug, number)
    response = HttpResponse(write_text(found.content), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.toml"'
    return response


@keeper
@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition beside the one before it, and what may be done with it."""
    return _edition_page(request, _edition(slug, number))


@keeper
@require_POST
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put a draft in force from a day."""
    found, form = _edition(slug, number), PublishForm(request.POST)
    if form.is_valid():
        try:
            actions.publish(found, by=current_user(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Đã công bố. Hồ sơ đang giải quyết giữ bản của mình."))
            return redirect("procedures:kept", slug=slug)
    return _edition_page(request, found, publish=form)


@keeper
@require_POST
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """End a published edition."""
    found, form = _edition(slug, number), WithdrawForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw(found, by=current_user(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Đã ghi ngày bãi bỏ. Hồ sơ đã nộp vẫn được giải quyết."))
            return redirect("procedures:kept", slug=slug)
    return _edition_page(request, found, withdraw=form)


@keeper
@require_POST
def discard(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    try:
        actions.discard_draft(_edition(slug, number))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Đã xóa bản thảo."))
    return redirect("procedures:keeping")


def _draft_from(request: HttpRequest, form: EditionFileForm) -> Edition | None:
    """The draft of the uploaded file; what stands against it is said beside the field."""
    if not form.is_valid():
        return None
    text, name = form.cleaned_data["file"]
    try:
        return actions.draft_edition(text, name, by=current_user(request), at=timezone.now())
    except BadFile as bad:
        for fault in bad.faults:
            form.add_error("file", fault)
    except Refused as refused:
        form.add_error("file", refused.message)
    return None


def _edition(slug: str, number: int) -> Edition:
    rows = Edition.objects.select_related("procedure__field", "made_by", "published_by", "ended_by")
    return get_object_or_404(rows, procedure__slug=slug, number=number)


def _edition_page(request: HttpRequest, found: Edition, **forms_sent: forms.Form) -> HttpResponse:
    before = found.procedure.editions.filter(number__lt=found.number).order_by("number").last()
    said = {"since": timezone.localdate(), "decision_no": found.decision_no}
    context = {
        "edition": found,
        "before": before,
        "changes": changes(before.content, found.content) if before else [],
        "publish": forms_sent.get("publish", PublishForm(initial=said)),
        "withdraw": forms_sent.get("withdraw", WithdrawForm(initial={"until": timezone.localdate()})),
    }
    return _answer(request, "procedures/keeping/edition.html", context, wrong=bool(forms_sent))


def _answer(request: HttpRequest, template: str, context: dict[str, Any], *, wrong: bool) -> HttpResponse:
    return render(request, template, context, status=422 if wrong else 200)
