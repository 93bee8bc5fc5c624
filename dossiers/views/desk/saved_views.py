"""Pages of the views that somebody saved for themselves: keep one of the queue, rename it, delete it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers.forms.queue import SavedViewForm
from dossiers.models import SavedView
from dossiers.saved_views import MOST, rename_view, save_view, saved_views_of
from dossiers.views.desk.filters import KEYS
from dossiers.views.desk.form_errors import add_errors
from dossiers.views.desk.queue_list import list_of
from people.guards import current_user, staff_only
from people.models import User
from toolbox.refusal import Refused

KEY_MAX = 2**63 - 1


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request: HttpRequest) -> HttpResponse:
    """The views of this person; POST keeps one more, and goes to it."""
    user = current_user(request)
    query = _query_of(user, request.POST.get("query", ""))
    form = SavedViewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = save_view(form.cleaned_data["name"], query, by=user, at=timezone.now())
        except Refused as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("Đã lưu cách xem “%(name)s”.") % {"name": row.name})
            return redirect(f"{reverse('dossiers:queue')}?{row.query}")
    context = {"rows": saved_views_of(user), "most": MOST, "form": form, "query": query}
    context["saves"] = request.method == "POST"
    return render(request, "dossiers/desk/saved_views.html", context, status=422 if form.errors else 200)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, to be renamed or deleted."""
    row = get_object_or_404(SavedView.objects.filter(user=current_user(request)), pk=min(pk, KEY_MAX))
    if request.method == "POST" and "delete" in request.POST:
        row.delete()
        messages.success(request, _("Đã xóa cách xem “%(name)s”.") % {"name": row.name})
        return redirect("dossiers:saved_views")
    form = SavedViewForm(request.POST if request.method == "POST" else None, initial={"name": row.name})
    if form.is_valid():
        try:
            rename_view(row, form.cleaned_data["name"])
        except Refused as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("Đã đổi tên cách xem."))
            return redirect("dossiers:saved_views")
    context: dict[str, Any] = {"row": row, "form": form}
    return render(request, "dossiers/desk/saved_view.html", context, status=422 if form.errors else 200)


def _query_of(user: User, text: str) -> str:
    """Of the parameters that a form sent, those that mean something to the queue, as its address carries them."""
    sent = QueryDict(text[:4000])
    chosen = list_of(user, sent, "")
    kept = QueryDict(mutable=True)
    if sent.get("view") == chosen.view.key:
        kept["view"] = chosen.view.key
    active = {one.key for one, _value in chosen.filters.active}
    kept.update({key: sent[key] for key in KEYS if key in active})
    return kept.urlencode()
