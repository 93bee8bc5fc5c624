"""Look up a dossier by its code: progress only, for anybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers.deadlines.progress import steps_done
from dossiers.models import Dossier
from people.throttling import Locked, LookUpThrottle, limited, note_failure, require_unlocked, too_many
from toolbox.references import normalise


def _find(typed: str) -> Dossier | None:
    """The filed dossier that *typed* calls by its code; nothing where there is none. Raises Locked for a code that was
    tried in vain too often."""
    code = normalise(typed)
    require_unlocked("look_up", code)
    dossier = Dossier.objects.filed_as(code).first()
    if dossier is None:
        note_failure("look_up", code)
    return dossier


@limited(LookUpThrottle)
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Anyone: code and progress only (Circular 01/2018 art. 16)."""
    typed = request.GET.get("code", "").strip()[:200]
    try:
        dossier = _find(typed) if typed else None
    except Locked as lock:
        return too_many(request, lock.message, lock.seconds)
    context: dict[str, Any] = {"typed": typed, "dossier": dossier, "lost": bool(typed) and dossier is None}
    if dossier:
        context["step"] = steps_done(dossier)
    response = render(request, "dossiers/citizen/look_up.html", context, status=404 if context["lost"] else 200)
    response["Cache-Control"] = "no-store"
    return response
