"""The administrator's pages of result templates: list, download, upload, compare, publish and discard."""

from typing import Any

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
from procedures.editions.files import BadFile
from procedures.forms import SinceForm, TemplateFileForm
from procedures.models import Procedure, ResultTemplate
from procedures.results.files import write_text
from toolbox.refusal import Refused

administrator = role_required(Post.Role.ADMINISTRATOR)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def templates_home(request: HttpRequest) -> HttpResponse:
    """Every version by kind, and the upload of a file; what is wrong with one is said beside its words."""
    is_post = request.method == "POST"
    form = TemplateFileForm(request.POST, request.FILES) if is_post else TemplateFileForm()
    if is_post and (draft := _draft_from(request, form)):
        return redirect("procedures:result_template", kind=draft.kind, number=draft.number)
    rows = ResultTemplate.objects.select_related("made_by").order_by("kind", "-number")
    context = {"rows": rows, "form": form}
    return render(request, "procedures/keeping/templates.html", context, status=422 if form.errors else 200)


@administrator
@require_safe
def template_detail(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One version compared with the one before it, and what may be done with it."""
    return _page(request, _template(kind, number))


@administrator
@require_safe
def template_file(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A version as its file, to be changed and uploaded again."""
    content = write_text(_template(kind, number).content)
    response = HttpResponse(content, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}.toml"'
    return response


@administrator
@require_POST
def publish_template(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Put a draft in force from a day."""
    template, form = _template(kind, number), SinceForm(request.POST)
    if form.is_valid():
        try:
            actions.publish_result_template(
                template, by=current_user(request), at=timezone.now(), since=form.cleaned_data["since"]
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Đã công bố. Văn bản đã phát hành giữ mẫu của mình."))
            return redirect("procedures:result_templates")
    return _page(request, template, publish=form)


@administrator
@require_POST
def discard_template(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Delete a draft."""
    try:
        actions.discard_result_template(_template(kind, number))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Đã xóa bản thảo."))
    return redirect("procedures:result_templates")


def _draft_from(request: HttpRequest, form: TemplateFileForm) -> ResultTemplate | None:
    """The draft of the words sent; None with errors on the form, and the words in it, where it cannot be made."""
    if not form.is_valid():
        return None
    text, name = form.cleaned_data["text"], form.cleaned_data["name"]
    try:
        return actions.draft_result_template(text, name, by=current_user(request), at=timezone.now())
    except BadFile as error:
        for fault in error.faults:
            form.add_error("text", fault)
    except Refused as refusal:
        form.add_error("text", refusal.message)
    form.keep(text)
    return None


def _template(kind: str, number: int) -> ResultTemplate:
    rows = ResultTemplate.objects.select_related("made_by", "published_by")
    return get_object_or_404(rows, kind=kind, number=number)


def _page(request: HttpRequest, template: ResultTemplate, publish: SinceForm | None = None) -> HttpResponse:
    before = ResultTemplate.objects.filter(kind=template.kind, number__lt=template.number).order_by("number").last()
    context: dict[str, Any] = {
        "template": template,
        "before": before,
        "changes": changes(before.content, template.content) if before else [],
        "procedures": Procedure.objects.filter(slug__in=template.content["procedures"]),
        "publish": publish or SinceForm(initial={"since": timezone.localdate()}),
    }
    return render(request, "procedures/keeping/template.html", context, status=422 if publish else 200)
