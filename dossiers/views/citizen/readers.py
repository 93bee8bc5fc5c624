"""Page of the applicant's side: who of the department read this dossier, and when."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dossiers.views.fetch import own
from people.models import Read
from people.privacy.reads import readers_of
from toolbox import keyset

SIZE = 50


@login_required
@require_safe
def readers(request: HttpRequest, name: str) -> HttpResponse:
    """Unit, role, day and hour of each read, the last first."""
    dossier = own(request, name)
    if dossier.is_draft:
        return redirect("dossiers:detail", name=dossier.name)
    rows = Read.objects.of_dossier(dossier.pk).with_names()
    try:
        page = keyset.page(rows, request.GET.get("cursor", ""), SIZE, field="-at")
    except keyset.BadCursor:
        return redirect("dossiers:readers", name=dossier.name)
    context = {"dossier": dossier, "page": page, "readers": readers_of(page.rows)}
    return render(request, "dossiers/citizen/readers.html", context)
