"""The page on which whoever filed at the counter brings that dossier into their account, by the slip."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import actions
from dossiers.forms.applicant import SlipForm
from people.guards import current_user
from toolbox.references import normalise, only_characters
from toolbox.refusal import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """Code and characters of the slip; what fits opens the dossier for reading."""
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, characters = form.cleaned_data["code"], form.cleaned_data["characters"]
        words = normalise(code), only_characters(characters)
        try:
            dossier = actions.follow_by_slip(*words, by=current_user(request), at=timezone.now())
        except Refused as refusal:
            form.add_error("characters", refusal.message)
        else:
            messages.success(request, _("Hồ sơ này đã vào mục Hồ sơ của tôi."))
            return redirect("dossiers:detail", name=dossier.name)
    return render(request, "dossiers/citizen/slip.html", {"form": form}, status=422 if form.errors else 200)
