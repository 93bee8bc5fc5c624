"""Page of the seal clerk: signed results that wait for the agency's signature, the oldest first; one, or many."""

from typing import Any

from django.contrib import messages
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import bulk
from dossiers.models import Dossier, Paper
from dossiers.views.desk.batches import CHOSEN, targets_of
from dossiers.views.desk.return_link import opened_from
from dossiers.worklists import to_seal
from people.guards import current_user, role_required
from people.models import Post, User
from toolbox import keyset
from toolbox.refusal import Refused


@role_required(Post.Role.SEAL_CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def seals(request: HttpRequest) -> HttpResponse:
    """The list; POST seals what was chosen: one at once, many as a batch whose page shows how far it is."""
    if request.method != "POST":
        return _page(request)
    user, at = current_user(request), timezone.now()
    targets = targets_of(request.POST)
    try:
        if len(targets) != 1:
            return redirect("dossiers:batch", bulk.begin("seal", targets, by=user, at=at).pk)
        [answer] = bulk.carry_out("seal", targets, by=user, at=at)
    except Refused as refusal:
        return _page(request, refusal.message, 422)
    if answer.refusal:
        return _page(request, f"{answer.name}: {answer.refusal}", 409)
    messages.success(request, _("Đã đóng dấu kết quả của hồ sơ %(code)s.") % {"code": answer.name})
    return redirect("dossiers:seals")


def _page(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    user = current_user(request)
    rows = Paper.objects.select_related("dossier__applicant", "issued_by").annotate(called=KT("context__result__name"))
    rows = rows.defer("context", "dossier__answers")
    try:
        page = keyset.page(to_seal(user), request.GET.get("cursor", ""), bulk.MOST, "issued_at", named=rows)
    except keyset.BadCursor:
        return redirect("dossiers:seals")
    context = {
        "page": page,
        "rows": _with_obstacles(page.rows, user),
        "chosen": set(request.POST.getlist(CHOSEN)),
        "refusal": refusal,
        "from_here": opened_from(request, "seals"),
    }
    return render(request, "dossiers/desk/seals.html", context, status=status)


def _with_obstacles(papers: list[Paper], user: User) -> list[tuple[Paper, str]]:
    """Each with why this person leaves it to another, in words; the act asks everything else."""
    keys = [paper.dossier_id for paper in papers]
    rows = Dossier.objects.at_work_of(user).filter(pk__in=keys).seen_by(user)
    own = {row.pk for row in rows if row.is_own_case_of(user)}
    return [(paper, _obstacle(paper, user, own)) for paper in papers]


def _obstacle(paper: Paper, user: User, own: set[Any]) -> str:
    if paper.issued_by_id == user.pk:
        return _("Ông/bà đã ký kết quả này nên không tự đóng dấu nó. Văn thư khác đóng dấu.")
    if paper.dossier_id in own:
        return _("Ông/bà có liên quan đến hồ sơ này nên không tham gia giải quyết.")
    return ""
