"""Look up a dossier without an account: the progress by its code, more with the characters of its slip."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dossiers.deadlines.progress import steps_done
from dossiers.forms.applicant import LookUpForm
from dossiers.slips import NotOnSlip, dossier_by_code, dossier_on_slip, facts_on_slip
from people.throttling import Locked, LookUpThrottle, limited, too_many


@sensitive_post_parameters("characters")
@limited(LookUpThrottle)
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Anyone: code and progress only (Circular 01/2018 art. 16); what the slip opens, to whoever holds it.

    The characters are posted, so that they stand in no address, history or log.
    """
    typed = request.GET.get("code", "").strip()[:200]
    try:
        context, status = _by_form(request) if request.method == "POST" else _by_code(typed)
    except Locked as lock:
        return too_many(request, lock.message, lock.seconds)
    response = render(request, "dossiers/public/look_up.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _by_form(request: HttpRequest) -> tuple[dict[str, Any], int]:
    """The slip's view, or that of the code alone where no characters were typed; 404 for what is on no slip."""
    form = LookUpForm(request.POST)
    if not form.is_valid():
        return {"form": form}, 422
    code, characters = form.cleaned_data["code"], form.cleaned_data["characters"]
    if not characters:
        return _by_code(code)
    try:
        dossier = dossier_on_slip(code, characters)
    except NotOnSlip as refusal:
        form.add_error("characters", refusal.message)
        return {"form": form}, 404
    return {"form": LookUpForm(), **facts_on_slip(dossier, timezone.now()), "opened": True}, 200


def _by_code(typed: str) -> tuple[dict[str, Any], int]:
    """The progress of the filed dossier that *typed* calls by its code; 404 where there is none."""
    dossier = dossier_by_code(typed) if typed else None
    is_lost = bool(typed) and dossier is None
    context: dict[str, Any] = {"form": _form(typed), "dossier": dossier, "is_lost": is_lost}
    if dossier:
        context["step"] = steps_done(dossier)
    return context, 404 if is_lost else 200


def _form(code: str) -> LookUpForm:
    """The form with the code in it, and never the characters: the next at this screen may be somebody else."""
    return LookUpForm(initial={"code": code})
