"""Page of the officers' queue: what is mine, what is my unit's, what is late; most urgent first, page by key."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dossiers import bulk
from dossiers.deadlines.status import standing_of
from dossiers.forms.queue import SavedViewForm
from dossiers.labels import label_units, labels_on
from dossiers.models import Dossier
from dossiers.models.visibility import AT_WORK_ROLES
from dossiers.saved_views import saved_views_of
from dossiers.sight import finds_by_number
from dossiers.views.desk.code_search import go_on
from dossiers.views.desk.filters import KEYS, FilterForm, query_of
from dossiers.views.desk.queue_list import MATCHES, Matches, QueueList, list_of
from dossiers.views.desk.queue_views import forsaken_count, views_of
from dossiers.views.desk.return_link import opened_from
from people.guards import current_user, staff_only
from people.models import User
from people.privacy.lookups import PARAMETER, words_of
from people.privacy.reads import record_search
from toolbox import keyset

SIZE = 50
HIDDEN = ("view", "cause", PARAMETER)  # of the filter form: what has no input there


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """One page of the chosen view, or of what was searched for; a code in the search box opens its dossier."""
    user, at, query = current_user(request), timezone.now(), request.GET
    if request.method == "POST":
        return go_on(request, "queue", reverse("dossiers:queue") + query_of(query, "view", *KEYS), 200)
    chosen = list_of(user, query, words_of(request))
    try:
        page, matches = chosen.page(at, query.get("cursor", ""), SIZE)
    except keyset.BadCursor:
        return redirect("dossiers:queue")
    context = {
        **_frame(chosen, query, at),
        "many": MATCHES if _is_recorded_as_many(request, matches, at) else 0,
        "from_here": opened_from(request, "queue"),
        "page": page,
        "rows": [(row, standing_of(row, at)) for row in labelled(page.rows, user)],
    }
    return render(request, "dossiers/desk/queue.html", context)


def _frame(chosen: QueueList, query: Any, at: datetime) -> dict[str, Any]:
    """What stands around the rows: the views, the filters and their form."""
    user, kept = chosen.user, query_of(query, "view", *KEYS)
    views, saved = views_of(user), saved_views_of(user)
    return {
        "views": views,
        "chosen": chosen.view,
        "saved": saved,
        "current": next((row for row in saved if row.query and row.query == kept[1:]), None),
        "forsaken": forsaken_count(user, views, at),
        "stands_in": [post.delegation for post in user.acting_posts if post.delegation],
        "typed": chosen.typed,
        "by_number": finds_by_number(user),
        "chips": chosen.filters.chips(query),
        "notices": chosen.filters.notices,
        "filter_form": FilterForm(user, chosen.filters.texts),
        "name_form": SavedViewForm(),
        "labels_here": bool(label_units(user)),
        "chooses": user.has_role(*AT_WORK_ROLES),
        "most": bulk.MOST,
        "hidden": {key: query[key] for key in HIDDEN if query.get(key)},
        "kept": kept,
    }


def labelled(rows: Iterable[Any], user: User) -> list[Dossier]:
    """*rows*, each with `worn`: the labels on it that *user* sees; one statement for all."""
    listed = list(rows)
    worn = labels_on(listed, user)
    for row in listed:
        row.worn = worn.get(row.pk, [])
    return listed


def _is_recorded_as_many(request: HttpRequest, matches: Matches | None, at: datetime) -> bool:
    """Record a search for people; whether they are more than MATCHES."""
    if matches is None or not matches.words:
        return False
    rows = min(matches.people, MATCHES)
    record_search(request, matches.words, rows=rows, by=current_user(request), at=at)
    return matches.many
