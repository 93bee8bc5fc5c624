"""Pages of a draft: what is done, one section of questions, check, file; and throwing it away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers import actions
from dossiers.actions.fees import fee_if_confirmed, fee_on, grounds_of
from dossiers.completeness import components_with_files, edition_changed, missing_answers
from dossiers.duplicates import doubles_of
from dossiers.models import Dossier
from dossiers.offices import phone_about
from dossiers.views.citizen.task_list import (
    changes_between,
    doubts_of,
    other_numbers,
    prefill_notes,
    problems_of,
    tasks_of,
)
from dossiers.views.fetch import own
from people.guards import current_user
from people.typed_input.rows import unsent
from procedures import questions
from toolbox.refusal import InvalidInput, Refused


def draft_page(request: HttpRequest, draft: Dossier) -> HttpResponse:
    """The task list of a draft: which parts are done, which are not, and what comes last."""
    at = timezone.now()
    context = {
        "dossier": draft,
        "tasks": tasks_of(draft, at),
        "changed": edition_changed(draft, timezone.localdate(at)),
    }
    return render(request, "dossiers/citizen/draft.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One section of the form; whatever is sent is kept before it is judged."""
    draft, at = _draft(request, name), timezone.now()
    part = _section(draft, number)
    data = request.POST if request.method == "POST" else unsent(request, at)
    if data is None:
        return _section_page(request, draft, part, {})
    answers = questions.read(part.questions, data)
    conflicts = _conflicts(draft, part, answers, str(data.get("seen", "")))
    if "autosave" in data:
        return _autosaved(request, draft, part, {} if conflicts else answers, at)
    if request.method != "POST" or conflicts:
        draft.answers = {**draft.answers, **answers}
        return _section_page(request, draft, part, {}, conflicts=conflicts)
    draft, refused = _save(request, draft, part, answers, at)
    if refused or "more_rows" in data:
        return _section_page(request, draft, part, refused, "" if refused else str(data["more_rows"]))
    return _after_section(request, draft, part, at)


def _autosaved(
    request: HttpRequest, draft: Dossier, part: questions.Section, answers: dict[str, Any], at: datetime
) -> HttpResponse:
    """What a script sends while somebody types: saved as far as a draft keeps it; `seen` is the mark after it.

    409, and nothing saved, when another tab saved the section: the person decides once they send it.
    """
    if not answers:
        return JsonResponse({}, status=409)
    draft, _refused = _save(request, draft, part, answers, at, tells=False)
    stored = Dossier.objects.only("answers").get(pk=draft.pk).answers
    return JsonResponse({"seen": _mark(part, stored)})


def _after_section(request: HttpRequest, draft: Dossier, part: questions.Section, at: datetime) -> HttpResponse:
    """Where a saved section leads: home, back to what is missing in it, or on."""
    if "save" in request.POST:
        messages.success(request, _("Đã lưu bản nháp. Làm tiếp lúc nào cũng được."))
        return redirect("dossiers:mine")
    keys = {question["key"] for question in part.questions}
    errors = {key: words for key, words in missing_answers(draft, at).items() if key in keys}
    return _section_page(request, draft, part, errors) if errors else _next_page(request, draft, part.number)


@login_required
@require_safe
def check(request: HttpRequest, name: str) -> HttpResponse:
    """Everything once more before filing; nothing is sent yet."""
    draft = own(request, name)
    if not draft.is_draft:
        return redirect("dossiers:filed", name=draft.name)
    return _check_page(request, draft, other_numbers(draft))


@login_required
@require_POST
def submit(request: HttpRequest, name: str) -> HttpResponse:
    """File it, once: a second click lands on the same confirmation."""
    draft = own(request, name)
    if draft.is_draft:
        try:
            draft = actions.submit(draft, by=current_user(request), at=timezone.now())
        except InvalidInput as error:
            return _check_page(request, draft, error.errors, 422)
        except Refused as error:
            draft = own(request, draft.ref)
            if draft.is_draft:
                messages.error(request, error.message)
                return redirect("dossiers:check", name=draft.ref)
    return redirect("dossiers:filed", name=draft.name)


@login_required
@require_safe
def filed(request: HttpRequest, name: str) -> HttpResponse:
    """The confirmation: both codes, and what happens next; may be opened again."""
    dossier = own(request, name)
    if dossier.is_draft:
        return redirect("dossiers:check", name=dossier.ref)
    address = f"{settings.SITE_URL}{reverse('dossiers:look_up')}?code={dossier.code}"
    context = {"dossier": dossier, "lookup_address": address, "phone": phone_about(dossier)}
    return render(request, "dossiers/citizen/filed.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, name: str) -> HttpResponse:
    """Throw a draft away, after asking."""
    draft = _draft(request, name)
    if request.method == "POST":
        actions.discard(draft, by=current_user(request))
        messages.success(request, _("Đã xóa bản nháp và các tệp của nó."))
        return redirect("dossiers:mine")
    return render(request, "dossiers/citizen/discard.html", {"dossier": draft})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, name: str) -> HttpResponse:
    """The procedure changed since the draft was begun: show how, move with consent."""
    draft, at = _draft(request, name), timezone.now()
    edition = edition_changed(draft, timezone.localdate(at))
    if edition is None:
        return redirect("dossiers:detail", name=draft.ref)
    if request.method == "POST":
        actions.move_to_edition(draft, edition, by=current_user(request), at=at)
        messages.success(request, _("Bản nháp đã chuyển sang bản mới của thủ tục."))
        return redirect("dossiers:detail", name=draft.ref)
    changes = changes_between(draft.edition, edition)
    context = {"dossier": draft, "edition": edition, "changes": changes}
    return render(request, "dossiers/citizen/move.html", context)


def _draft(request: HttpRequest, name: str) -> Dossier:
    draft = own(request, name)
    if not draft.is_draft:
        raise Refused(_("Hồ sơ này đã nộp nên không sửa được nữa. Mở lại trang hồ sơ để xem."))
    return draft


def _section(draft: Dossier, number: int) -> questions.Section:
    for part in questions.sections(draft.edition.form_definition):
        if part.number == number:
            return part
    raise Http404


def _save(
    request: HttpRequest,
    draft: Dossier,
    part: questions.Section,
    answers: dict[str, Any],
    at: datetime,
    *,
    tells: bool = True,
) -> tuple[Dossier, dict[str, list[str]]]:
    """Save what a draft keeps; the rest comes back on the page as it was typed, with what is the matter."""
    whole = {**draft.answers, **answers}
    tidy = questions.tidy_answers(draft.edition.form_definition, whole, timezone.localdate(at))
    refused = questions.refused_answers(part.questions, {key: tidy[key] for key in answers})
    fitting = {key: tidy[key] for key in answers if key not in refused}
    try:
        draft = actions.save_answers(draft, fitting, by=current_user(request), at=at)
    except InvalidInput as error:
        if tells:
            messages.error(request, error.message)
        refused = error.errors
    if refused:
        draft.answers = whole
    return draft, refused


def _conflicts(draft: Dossier, part: questions.Section, answers: dict[str, Any], seen: str) -> list[tuple[str, str]]:
    """What another tab saved in this section since *seen*, where it is not what was typed: label and value."""
    if not seen or seen == _mark(part, draft.answers):
        return []
    tidy = questions.tidy_answers(part.questions, answers, timezone.localdate())
    rows = questions.display(part.questions, draft.answers)[0]["rows"]
    saved = draft.answers
    return [
        (row["label"], row["value"])
        for row in rows
        if saved.get(row["key"]) not in (tidy.get(row["key"]), answers.get(row["key"]), None, "")
    ]


def _mark(part: questions.Section, answers: dict[str, Any]) -> str:
    return questions.mark_of(answers, [question["key"] for question in part.questions])


def _section_page(
    request: HttpRequest,
    draft: Dossier,
    part: questions.Section,
    errors: dict[str, list[str]],
    more: str = "",
    conflicts: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    saved = Dossier.objects.only("answers").get(pk=draft.pk).answers if conflicts else draft.answers
    is_own = draft.applicant.is_person
    context = {
        "dossier": draft,
        "section": part,
        "total": len(questions.sections(draft.edition.form_definition)),
        "asked": questions.bind_questions(
            part.questions, draft.answers, errors, more, is_own=is_own, notes=prefill_notes(draft, part.questions)
        ),
        "wrong": bool(errors),
        "theirs": conflicts,
        "seen": _mark(part, saved),
    }
    status = 409 if conflicts else 422 if errors else 200
    return render(request, "dossiers/citizen/section.html", context, status=status)


def _next_page(request: HttpRequest, draft: Dossier, number: int) -> HttpResponse:
    """Back to the check page when one came from there; else the next section, then the components."""
    if request.GET.get("from") == "check":
        return redirect("dossiers:check", name=draft.ref)
    if number < len(questions.sections(draft.edition.form_definition)):
        return redirect("dossiers:section", name=draft.ref, number=number + 1)
    if draft.edition.required_components:
        return redirect("dossiers:papers", name=draft.ref)
    return redirect("dossiers:check", name=draft.ref)


def _check_page(request: HttpRequest, draft: Dossier, errors: dict[str, list[str]], status: int = 200) -> HttpResponse:
    context = {
        "dossier": draft,
        "sections": questions.display(draft.edition.form_definition, draft.answers),
        "papers": components_with_files(draft, current_user(request)),
        "problems": problems_of(draft, errors),
        "doubts": doubts_of(draft),
        "changed": edition_changed(draft, timezone.localdate()),
        "fee": fee_on(draft, timezone.now()),
        "if_confirmed": fee_if_confirmed(draft, timezone.now()),
        "grounds": len(grounds_of(draft, timezone.now())) > 1,
        "doubles": doubles_of(Dossier.objects.all_own_of(current_user(request)), draft, timezone.now()),
        "today": timezone.localdate(),
    }
    return render(request, "dossiers/citizen/check.html", context, status=status)
