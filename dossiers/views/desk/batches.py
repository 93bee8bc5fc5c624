"""Pages of batches: how far one is, and what became of each of its dossiers; to whoever asked for it alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from dossiers.bulk import ACTS, Target, code_of
from dossiers.models import Batch, BatchItem, Dossier
from people.guards import current_user, staff_only
from toolbox import keyset

State = BatchItem.State
KEY_MAX = 2**63 - 1
CHOSEN, SIZE = "chon", 50  # the field of what was chosen; batches of a page
# From where each act is asked for, to go back there.
LISTS = {"approval": "dossiers:approvals", "seal": "dossiers:seals"}


@staff_only
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """The batches of this person, the newest first."""
    try:
        rows = Batch.objects.filter(by=current_user(request))
        page = keyset.newest(rows, request.GET.get("cursor", ""), SIZE)
    except keyset.BadCursor:
        return redirect("dossiers:batches")
    lines = [(row, ACTS[row.action].title, row.counts) for row in page.rows]
    return render(request, "dossiers/desk/batches.html", {"page": page, "lines": lines})


@staff_only
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: how far it is, then what was refused and why, what is done, and what waits."""
    user = current_user(request)
    row = get_object_or_404(Batch.objects.filter(by=user), pk=min(pk, KEY_MAX))
    items = list(row.items.order_by("order"))
    names = Dossier.objects.at_work_of(user).filter(code__in=[item.name for item in items]).for_rows()
    dossiers = {dossier.code: dossier for dossier in names}
    context = {
        "batch": row,
        "title": ACTS[row.action].title,
        "counts": row.counts,
        "parts": [_part(items, state, dossiers) for state in (State.REFUSED, State.WAITING, State.DONE)],
        "back": LISTS.get(row.action, "dossiers:batches"),
    }
    return render(request, "dossiers/desk/batch.html", context)


def targets_of(data: QueryDict) -> list[Target]:
    """What a list sent: codes, each with the digest of what it showed. A button beside one row means that row alone."""
    texts = data.getlist("mot") or data.getlist(CHOSEN)
    parts = (text.partition("|") for text in dict.fromkeys(texts))
    return [Target(code_of(name), seen) for name, _mark, seen in parts]


def _part(items: list[BatchItem], state: BatchItem.State, dossiers: dict[str | None, Dossier]) -> dict[str, Any]:
    lines = [(item, dossiers.get(item.name)) for item in items if item.state == state]
    return {"title": state.label, "lines": lines}
