"""Pages of a supplement on the applicant's side: what was asked for, the answers that it opens, and sending it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import actions
from dossiers.forms.applicant import ExplanationForm
from dossiers.models import Dossier, Interruption
from dossiers.supplement import Reply, opened, reply_to
from dossiers.views.fetch import own
from people.guards import current_user
from people.typed_input.rows import unsent
from procedures import questions
from toolbox.refusal import InvalidInput


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, name: str) -> HttpResponse:
    """What was asked for, and sending it: only what was added since goes with it."""
    dossier = own(request, name)
    owed = dossier.open_supplement
    if owed is None:
        return _nothing_owed(request, dossier)
    form = ExplanationForm(request.POST)
    errors: dict[str, Any] = dict(form.errors)
    if request.method == "POST" and form.is_valid():
        try:
            actions.supply(dossier, by=current_user(request), at=timezone.now(), **form.cleaned_data)
        except InvalidInput as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("Đã gửi bổ sung. Chúng tôi báo khi hồ sơ được xử lý tiếp."))
            return redirect("dossiers:detail", name=dossier.name)
    note = request.POST.get("note", "")
    context = {"dossier": dossier, "asked": owed, "note": note, "errors": errors, **_prepared(dossier, owed)}
    return render(request, "dossiers/citizen/supplement.html", context, status=422 if errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, name: str) -> HttpResponse:
    """The answers that were asked for again, as they were declared; what is typed waits until it is sent."""
    dossier, at = own(request, name), timezone.now()
    owed = dossier.open_supplement
    if owed is None or not dossier.acts:  # type: ignore[attr-defined]
        return _nothing_owed(request, dossier)
    rows = opened(dossier, owed)
    data = request.POST if request.method == "POST" else unsent(request, at)
    typed = questions.read(rows, data) if data is not None else {}
    if request.method != "POST":
        return _answers_page(request, dossier, owed, {**owed.unsent_answers, **typed}, {})
    try:
        actions.save_unsent_answers(dossier, typed, by=current_user(request), at=at)
    except InvalidInput as refusal:
        return _answers_page(request, dossier, owed, typed, refusal.errors)
    errors = reply_to(dossier, owed, typed, timezone.localdate(at)).errors
    if errors or "more_rows" in request.POST:
        more = "more_rows" in request.POST
        return _answers_page(request, dossier, owed, typed, {} if more else errors)
    messages.success(request, _("Đã lưu. Chưa gửi: xem lại rồi bấm “Gửi bổ sung” ở cuối trang này."))
    return redirect("dossiers:supplement", name=dossier.name)


def _nothing_owed(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    if dossier.open_supplement is None:
        messages.info(request, _("Hồ sơ này không chờ bổ sung."))
    return redirect("dossiers:detail", name=dossier.name)


def _answers_page(
    request: HttpRequest, dossier: Dossier, owed: Interruption, typed: dict[str, Any], errors: dict[str, list[str]]
) -> HttpResponse:
    values, more = {**dossier.answers, **typed}, str(request.POST.get("more_rows", ""))
    rows, is_own = opened(dossier, owed), dossier.applicant.is_person
    todo = {item["question"]: item for item in owed.items if "question" in item}
    asked = questions.bind_questions(rows, values, errors, more, is_own=is_own)
    context = {
        "dossier": dossier,
        "owed": owed,
        "asked": asked,
        "rows": [(bound, todo.get(bound.key)) for bound in asked],
        "wrong": bool(errors),
    }
    return render(request, "dossiers/citizen/supplement_answers.html", context, status=422 if errors else 200)


def _prepared(dossier: Dossier, owed: Interruption) -> dict[str, Any]:
    """Each thing that was asked for with what is ready for it: its files, or the answer as it would be sent."""
    attachments, acts = owed.attachments_added(), dossier.acts  # type: ignore[attr-defined]
    typed = owed.unsent_answers if acts else {}
    reply = reply_to(dossier, owed, typed, timezone.localdate())
    declared, ready = _shown(dossier, dossier.answers), _shown(dossier, reply.answers)
    items = [
        {**item, **_answer(item["question"], declared, ready, reply)}
        if "question" in item
        else {**item, "files": [row for row in attachments if row.component == item["component"]]}
        for item in owed.items
    ]
    return {
        "items": items,
        "unsent": len(attachments),
        "unsent_answers": bool(reply.changed),
        "asks_answers": bool(owed.questions),
        "left": [item for item in items if not (item.get("files") or item.get("ready"))],
        "wrong_answers": bool(typed and reply.errors),
    }


def _answer(key: str, declared: dict[str, Any], ready: dict[str, Any], reply: Reply) -> dict[str, Any]:
    row = declared.get(key, {})
    value = ready.get(key, {}).get("value", "")
    return {
        "label": row.get("label", ""),
        "declared": row.get("value", ""),
        "ready": key in reply.changed,
        "value": value,
    }


def _shown(dossier: Dossier, answers: dict[str, Any]) -> dict[str, Any]:
    """Label and printable value of every answer, by question."""
    sections = questions.display(dossier.edition.form_definition, answers)
    return {row["key"]: row for section in sections for row in section["rows"]}
