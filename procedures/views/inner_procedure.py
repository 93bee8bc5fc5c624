"""The inner procedure of an edition: read as a list, changed as a table; what is saved is a draft of a new edition."""

from typing import Any

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.guards import current_user, role_required
from people.models import Post
from procedures import actions
from procedures.editions.files import BadFile, write_text
from procedures.editions.step_checks import time_faults
from procedures.forms import LevelsForm, StepForm, StepFormSet
from procedures.models import Edition
from toolbox.refusal import Refused


@role_required(Post.Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def inner_procedure(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The steps of one edition; POST makes a draft with the changed ones, or says what is wrong with them."""
    rows = Edition.objects.select_related("procedure")
    edition = get_object_or_404(rows, procedure__slug=slug, number=number)
    data = request.POST if request.method == "POST" else None
    levels = LevelsForm(data, initial={"levels": "strict" if edition.is_strict else "open"})
    steps: BaseFormSet[StepForm] = StepFormSet(data, initial=_rows_of(edition))
    faults: list[str] = []
    if data is not None and levels.is_valid() and steps.is_valid():
        try:
            draft = _draft(request, edition, levels.cleaned_data["levels"], steps)
            return redirect("procedures:edition", slug=slug, number=draft.number)
        except BadFile as error:
            faults = error.faults
        except Refused as refusal:
            faults = [refusal.message]
    context = {"edition": edition, "levels": levels, "steps": steps, "faults": faults}
    status = 200 if data is None else 422
    return render(request, "procedures/keeping/inner_procedure.html", context, status=status)


def _draft(request: HttpRequest, edition: Edition, levels: str, steps: "BaseFormSet[StepForm]") -> Edition:
    """A draft like *edition* but for its steps. Raises BadFile, and Refused where nothing differs."""
    content: dict[str, Any] = {key: value for key, value in edition.content.items() if key != "levels"}
    named = sorted((form for form in steps.forms if form.cleaned_data.get("name")), key=lambda form: form.order)
    content["internal_steps"] = [form.step(n) for n, form in enumerate(named, 1)]
    if levels == "strict":
        content["levels"] = levels
    if faults := list(time_faults(content)):
        raise BadFile(content["slug"], faults)
    text = write_text(content)
    return actions.draft_edition(text, f"{content['slug']}.toml", by=current_user(request), at=timezone.now())


def _rows_of(edition: Edition) -> list[dict[str, Any]]:
    """The steps as the rows of the table begin."""
    return [{"place": n, **_row_of(step)} for n, step in enumerate(edition.internal_steps, 1)]


def _row_of(step: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": step["key"],
        "name": step["name_vi"],
        "phase": step["phase"],
        "post": step["post"],
        "unit": step.get("unit", ""),
        "days": step.get("working_days"),
        "needs": step.get("needs_vi", ""),
        "returns": step.get("may_send_back", True),
    }
