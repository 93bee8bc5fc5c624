"""Pages about personal data: who read mine, and, for those who answer for them, incidents."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.forms import IncidentEntryForm, IncidentForm
from people.guards import current_user, role_required
from people.incidents import add_entry, open_incident
from people.models import Incident, Read
from people.models.incident import ROLES
from people.privacy.reads import parties_of, readers_of
from toolbox import keyset
from toolbox.refusal import InvalidInput

SIZE = 50
answerable = role_required(*ROLES)


@login_required
@require_safe
def my_readers(request: HttpRequest) -> HttpResponse:
    """Who of the department looked for me, opened my data or a dossier of mine; for who showed their papers."""
    parties = parties_of(current_user(request), timezone.localdate())
    rows = Read.objects.of_parties(parties).with_names()
    try:
        page = keyset.page(rows, request.GET.get("cursor", ""), SIZE, field="-at")
    except keyset.BadCursor:
        return redirect("people:my_readers")
    context = {"is_checked": bool(parties), "page": page, "readers": readers_of(page.rows)}
    return render(request, "people/my_readers.html", context)


@answerable
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Those the authority has not been told of, the most urgent first; then all, the newest first."""
    rows, at = Incident.objects.visible_to(current_user(request)), timezone.now()
    try:
        page = keyset.newest(rows, request.GET.get("cursor", ""), SIZE)
        waiting = keyset.page(rows.unnotified(), request.GET.get("waiting", ""), SIZE, field="discovered_at")
    except keyset.BadCursor:
        return redirect("people:incidents")
    context = {
        "waiting": waiting,
        "waiting_rows": [(row, row.is_late(at)) for row in waiting.rows],
        "rows": [(row, row.is_late(at)) for row in page.rows],
        "page": page,
    }
    return render(request, "people/incidents.html", context)


@answerable
@require_http_methods(["GET", "HEAD", "POST"])
def new_incident(request: HttpRequest) -> HttpResponse:
    """Write one down."""
    by, at = current_user(request), timezone.now()
    form = IncidentForm(request.POST or None, initial={"discovered_at": at})
    if request.method == "POST" and form.is_valid():
        try:
            incident = open_incident(**form.cleaned_data, by=by, at=at)
        except InvalidInput as error:
            _add_errors(form, error)
        else:
            messages.success(request, _("Đã ghi sự cố và báo những người có trách nhiệm."))
            return redirect("people:incident", pk=incident.pk)
    return render(request, "people/incident_form.html", {"form": form}, status=422 if form.errors else 200)


@answerable
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One incident with everything that was done since; what is sent is added, nothing is rewritten."""
    by, at = current_user(request), timezone.now()
    row = get_object_or_404(Incident.objects.visible_to(by).select_related("recorded_by"), pk=pk)
    form = IncidentEntryForm(request.POST or None, initial={"happened_at": at})
    if request.method == "POST" and form.is_valid():
        try:
            add_entry(row, **form.cleaned_data, by=by, at=at)
        except InvalidInput as error:
            _add_errors(form, error)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("people:incident", pk=row.pk)
    entries = list(row.entries.select_related("by").order_by("id"))
    context = {"incident": row, "is_late": row.is_late(at), "entries": entries, "form": form}
    return render(request, "people/incident.html", context, status=422 if form.errors else 200)


def _add_errors(form: Any, refusal: InvalidInput) -> None:
    for name, words in refusal.errors.items():
        form.add_error(name if name in form.fields else None, words)
