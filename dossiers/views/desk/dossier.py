"""The officers' page of one dossier: who it is about, what may be done now, and all there is to read."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossiers.deadlines.progress import steps_done
from dossiers.deadlines.promise import deadline_of, due_if_completed
from dossiers.deadlines.status import standing_of
from dossiers.deadlines.time_spent import left_in_words, parts_of, passages_of, step_left
from dossiers.models import Dossier
from dossiers.models.event import Verb
from dossiers.permissions import post_for
from dossiers.views.desk.available_acts import Act, offers
from dossiers.views.fetch import at_work
from people.guards import current_user, staff_only
from procedures import questions


@staff_only
@require_safe
def dossier(request: HttpRequest, name: str) -> HttpResponse:
    """The page as it stands."""
    return dossier_page(request, at_work(request, name))


def dossier_page(
    request: HttpRequest, found: Dossier, tried: tuple[Act, forms.Form] | None = None, said: str = "", status: int = 200
) -> HttpResponse:
    """The page, with the act that was tried and what was said about it."""
    at = timezone.now()
    context = {
        **_whole(found, at),
        "offers": offers(found, current_user(request), at, tried),
        "takes_fee": found.fee_outstanding
        and not found.is_final
        and post_for(current_user(request), found, Verb.FEE_SETTLED, timezone.localdate(at)),
        "tried": tried[0] if tried else None,
        "form": tried[1] if tried else None,
        "refusal": said,
    }
    return render(request, "dossiers/desk/dossier.html", context, status=status)


def _whole(found: Dossier, at: datetime) -> dict[str, Any]:
    """Everything an officer reads about a dossier."""
    held: dict[str, list[Any]] = {}
    for row in found.attachments.all():
        held.setdefault(row.component, []).append(row)
    papers = [
        {**row, "files": held.get(row["key"], []), "counted": found.declared_papers.get(row["key"])}
        for row in found.edition.content.get("components", [])
    ]
    events = list(found.events.select_related("note", "by").order_by("-seq"))
    left = step_left(found, at)
    return {
        "dossier": found,
        "standing": standing_of(found, at),
        "deadline": deadline_of(found),
        "if_completed": due_if_completed(found, at),
        "parts": parts_of(found, events, at),
        "passages": passages_of(found, events, at),
        "step_late": left is not None and left < timedelta(0),
        "step_left": left_in_words(left) if left is not None else "",
        "papers": papers,
        "issued": list(found.papers.all()),
        "timeline": [(event, getattr(event, "note", None)) for event in events],
        "sections": questions.display(found.edition.form_definition, found.answers),
        "step": steps_done(found),
    }
