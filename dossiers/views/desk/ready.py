"""Page of the results that wait at the desk: all, those to go by post, and those that nobody came for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dossiers.collection import READY_SINCE, to_be_posted, uncollected, waiting_results
from dossiers.models import Dossier
from dossiers.models.parcel import BY_POST
from dossiers.models.queries import DossierQuerySet
from dossiers.release import held_back
from dossiers.views.desk.return_link import opened_from
from people.guards import current_user, role_required
from people.models import Post
from toolbox import keyset

SIZE = 50
Narrow = Callable[[DossierQuerySet, datetime], DossierQuerySet]
# The ways to look at it, by the word of the address.
WAYS: dict[str, tuple[Any, Narrow]] = {
    "tat-ca": (_("Tất cả"), lambda rows, at: waiting_results(rows)),
    "buu-chinh": (_("Gửi qua bưu chính"), lambda rows, at: to_be_posted(rows)),
    "chua-den-nhan": (_("Chưa đến nhận"), uncollected),
}


@role_required(Post.Role.DESK)
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The list, what waits longest first; results for the post are chosen here to go into a parcel."""
    user, at, way = current_user(request), timezone.now(), request.GET.get("cach", "")
    way = way if way in WAYS else "tat-ca"
    rows = WAYS[way][1](Dossier.objects.at_work_of(user), at)
    named = Dossier.objects.for_rows().annotate(ready_since=READY_SINCE, delivery=KT("answers__result_delivery"))
    try:
        page = keyset.page(rows, request.GET.get("cursor", ""), SIZE, "resolved_at", named=named)
    except keyset.BadCursor:
        return redirect("dossiers:ready")
    why = held_back(page.rows)
    context = {
        "page": page,
        "lines": [_line(row, at, why.get(row.pk, "")) for row in page.rows],
        "ways": [(word, title) for word, (title, _narrow) in WAYS.items()],
        "way": way,
        "from_here": opened_from(request, "ready"),
    }
    return render(request, "dossiers/desk/ready.html", context)


def _line(row: Any, at: datetime, why: str) -> dict[str, Any]:
    """A dossier with how many days its result waits, whether it goes by post, and why it may not be had yet."""
    return {"row": row, "days": (at - row.ready_since).days, "by_post": row.delivery == BY_POST, "why": why}
