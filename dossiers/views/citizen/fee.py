"""Page on which an applicant claims the ground to pay less: on a draft, before anything is sent."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dossiers import actions
from dossiers.actions.fees import grounds_of
from dossiers.forms.applicant import GroundClaimForm
from dossiers.views.fetch import own
from people.guards import current_user


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ground(request: HttpRequest, name: str) -> HttpResponse:
    """Choose a ground, or none; what is then due stands on the check page."""
    draft, at = own(request, name), timezone.now()
    if not draft.is_draft:
        return redirect("dossiers:detail", name=draft.name)
    form = GroundClaimForm(request.POST or None, grounds=grounds_of(draft, at), initial={"ground": draft.fee_ground})
    if request.method == "POST" and form.is_valid():
        actions.claim_ground(draft, form.cleaned_data["ground"], by=current_user(request), at=at)
        return redirect("dossiers:check", name=draft.ref)
    context = {"dossier": draft, "form": form}
    return render(request, "dossiers/citizen/fee.html", context, status=422 if form.errors else 200)
