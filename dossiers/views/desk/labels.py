"""Pages of the labels of one's units: define, change, take out of use; and hang them on a dossier."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dossiers.forms.queue import LabelForm
from dossiers.labels import MOST, change_label, create_label, end_label, label_units, labels_of, set_labels
from dossiers.models import Label
from dossiers.models.visibility import AT_WORK_ROLES
from dossiers.views.desk.form_errors import add_errors
from dossiers.views.desk.return_link import redirect_with_list
from dossiers.views.fetch import at_work
from people.guards import current_user, role_required
from toolbox.refusal import Refused

KEY_MAX = 2**63 - 1
workers_only = role_required(*AT_WORK_ROLES)


@workers_only
@require_http_methods(["GET", "HEAD", "POST"])
def labels(request: HttpRequest) -> HttpResponse:
    """The labels of this person's units; POST defines one more."""
    user, units = current_user(request), label_units(current_user(request))
    form = LabelForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        data = form.cleaned_data
        unit = next((unit for unit in units if str(unit.pk) == data.get("unit")), units[0])
        try:
            create_label(unit, data["name"], data["colour"], by=user, at=timezone.now())
        except Refused as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("Đã thêm nhãn."))
            return redirect("dossiers:labels")
    context = {"rows": labels_of(user), "units": units, "most": MOST, "form": form}
    return render(request, "dossiers/desk/labels.html", context, status=422 if form.errors else 200)


@workers_only
@require_http_methods(["GET", "HEAD", "POST"])
def label(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, to be changed or taken out of use."""
    user = current_user(request)
    units = [unit.pk for unit in label_units(user)]
    row = get_object_or_404(Label.objects.filter(unit__in=units, ended_at=None), pk=min(pk, KEY_MAX))
    if request.method == "POST" and "end" in request.POST:
        end_label(row, by=user, at=timezone.now())
        messages.success(request, _("Đã bỏ nhãn “%(name)s” khỏi mọi hồ sơ.") % {"name": row.name})
        return redirect("dossiers:labels")
    facts: dict[str, Any] = {"name": row.name, "colour": row.colour}
    form = LabelForm(request.POST if request.method == "POST" else None, initial=facts)
    if form.is_valid():
        try:
            change_label(row, form.cleaned_data["name"], form.cleaned_data["colour"], by=user)
        except Refused as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("Đã sửa nhãn."))
            return redirect("dossiers:labels")
    context = {"row": row, "form": form}
    return render(request, "dossiers/desk/label.html", context, status=422 if form.errors else 200)


@workers_only
@require_POST
def hang(request: HttpRequest, name: str) -> HttpResponse:
    """Hang on a dossier what was ticked of one's labels, and take off the rest; back to its page."""
    dossier, user = at_work(request, name), current_user(request)
    keys = set(request.POST.getlist("nhan"))
    chosen = [row for row in labels_of(user) if str(row.pk) in keys]
    try:
        set_labels(dossier, chosen, by=user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Đã lưu nhãn của hồ sơ."))
    return redirect_with_list(request, reverse("dossiers:at_work", args=[dossier.name]))
