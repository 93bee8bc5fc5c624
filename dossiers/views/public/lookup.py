"""Look up a dossier by its code: progress only, for anybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers.deadlines.progress import steps_done
from dossiers.models import Dossier
from people.throttling import LookUpThrottle, limited
from toolbox.references import normalise


@limited(LookUpThrottle)
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Anyone: code and progress only (Circular 01/2018 art. 16)."""
    typed = request.GET.get("code", "").strip()[:200]
    dossier = Dossier.objects.filed_as(normalise(typed)).first() if typed else None
    context: dict[str, Any] = {"typed": typed, "dossier": dossier, "lost": bool(typed) and dossier is None}
    if dossier:
        context["step"] = steps_done(dossier)
    response = render(request, "dossiers/citizen/look_up.html", context, status=404 if context["lost"] else 200)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
