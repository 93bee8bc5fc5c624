"""Page of one act on many dossiers of the queue: what is chosen, which act, what would become of each, then a batch."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import bulk
from dossiers.bulk import Target
from dossiers.forms.queue import BulkForm
from dossiers.models import Dossier
from dossiers.models.visibility import AT_WORK_ROLES
from dossiers.views.desk.batches import targets_of
from dossiers.views.desk.filters import KEYS, query_of
from dossiers.views.desk.queue_list import list_of
from dossiers.views.desk.queue_views import units_below
from people.guards import current_user, role_required
from people.models import User
from toolbox.refusal import Refused


@role_required(*AT_WORK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_acts(request: HttpRequest) -> HttpResponse:
    """Choose the act, look at a dry run, begin the batch; asked for without a choice it leads to the queue."""
    if request.method != "POST":
        return redirect("dossiers:queue")
    user, kept = current_user(request), query_of(request.GET, "view", *KEYS)
    targets, refusal = _chosen(request, user)
    units = [unit.pk for unit in units_below(user)]
    asks = "action" in request.POST or "ask" in request.POST
    form = BulkForm(user, units, request.POST if asks else None)
    context: dict[str, Any] = {"form": form, "kept": kept, "refusal": refusal}
    if not refusal and form.is_valid():
        try:
            if "begin" in request.POST:
                batch = bulk.begin(form.word, targets, form.facts, by=user, at=timezone.now())
                return redirect("dossiers:batch", batch.pk)
            context |= _tried(form, targets, user)
        except Refused as error:
            context["refusal"] = error.message
    context["rows"] = _named(targets, user)
    return render(request, "dossiers/desk/bulk.html", context, status=422 if form.errors or context["refusal"] else 200)


def _chosen(request: HttpRequest, user: User) -> tuple[list[Target], str]:
    """What was ticked, or all that the list of the address has; and why that is none or too many."""
    if "all" in request.POST:
        rows = list_of(user, request.GET, "").rows(timezone.now()).order_by("sort_at", "id")
        targets = [Target(name) for name in rows.values_list("code", flat=True)[: bulk.MOST + 1]]
    else:
        targets = targets_of(request.POST)[: bulk.MOST + 1]
    if not targets:
        return [], _("Chọn ít nhất một hồ sơ trong danh sách.")
    if len(targets) > bulk.MOST:
        words = _("Mỗi lần làm nhiều nhất %(most)d hồ sơ. Lọc danh sách hẹp hơn hoặc chọn ít hơn.")
        return [], words % {"most": bulk.MOST}
    return targets, ""


def _tried(form: BulkForm, targets: list[Target], user: User) -> dict[str, Any]:
    """What would become of each now, tried out and undone."""
    answers = bulk.carry_out(form.word, targets, form.facts, by=user, at=timezone.now(), dry_run=True)
    return {
        "title": bulk.ACTS[form.word].title,
        "refused": [one for one in answers if one.refusal],
        "ready": [one.name for one in answers if not one.refusal],
        "tried": True,
    }


def _named(targets: list[Target], user: User) -> list[Dossier]:
    """Those of them that are there for the reader, in the order of the queue."""
    names = [one.name for one in targets]
    rows = Dossier.objects.at_work_of(user).filter(code__in=names).for_rows().order_by("sort_at", "id")
    return list(rows) if names else []
