"""Page of the officers' queue: what is mine, what is my unit's, what is late; most urgent first, page by key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dossiers.deadlines.status import soon_until, standing_of
from dossiers.models import Dossier, Lateness, State
from dossiers.models.lateness import NO_CAUSE, NOT_NAMED
from dossiers.models.queries import DossierQuerySet
from dossiers.sight import finds_by_number
from people.cards import read_card
from people.guards import current_user, staff_only
from people.models import Agency, Party, Post, User
from people.privacy.lookups import redirect_to_lookup, words_of
from people.privacy.reads import record_search
from procedures.models import Procedure
from toolbox import keyset
from toolbox.references import normalise

SIZE = 50
MATCHES = 50
FILTERS: dict[str, Callable[[str], Any]] = {
    "unit": lambda code: Agency.objects.filter(code=code).first(),
    "procedure": lambda slug: Procedure.objects.filter(slug=slug).first(),
    "cause": lambda cause: {NOT_NAMED: NO_CAUSE, **dict(Lateness.Cause.choices)}.get(cause),
}
Narrow = Callable[[DossierQuerySet, User, datetime], DossierQuerySet]
Role = Post.Role


def _units(user: User) -> list[int]:
    return [post.unit_id for post in user.active_posts]


@dataclass(frozen=True)
class View:
    """One way to look at the queue, and whom it is for."""

    key: str
    title: Any
    roles: tuple[str, ...]
    narrow: Narrow


WORKERS = (Role.DESK, Role.OFFICER, Role.HEAD, Role.LEADER)
EVERYBODY = (*WORKERS, Role.SEAL_CLERK, Role.CASHIER, Role.AUDITOR)
VIEWS = (
    View(
        "unit",
        _("Đơn vị đang giữ"),
        WORKERS,
        lambda rows, user, at: rows.open().filter(holder_unit_id__in=_units(user)),
    ),
    View("mine", _("Giao cho tôi"), WORKERS, lambda rows, user, at: rows.open().filter(holder=user)),
    View(
        "new",
        _("Chờ tiếp nhận"),
        (Role.DESK,),
        lambda rows, user, at: rows.filter(state=State.SUBMITTED.value, holder_unit_id__in=_units(user)),
    ),
    View("fees", _("Chờ thu phí"), (Role.CASHIER,), lambda rows, user, at: rows.awaiting_fee()),
    View(
        "ready",
        _("Có kết quả, chưa trả"),
        (Role.DESK, Role.SEAL_CLERK, Role.LEADER),
        lambda rows, user, at: rows.filter(state=State.RESOLVED.value),
    ),
    View("overdue", _("Quá hạn"), EVERYBODY, lambda rows, user, at: rows.overdue(at)),
    View(
        "no-letter",
        _("Quá hạn, chưa xin lỗi"),
        (Role.HEAD, Role.LEADER, Role.AUDITOR),
        lambda rows, user, at: rows.without_letter(at),
    ),
    View(
        "unanswered",
        _("Chậm trả lời lần đầu"),
        (Role.DESK, Role.HEAD, Role.LEADER, Role.AUDITOR),
        lambda rows, user, at: rows.unanswered(at),
    ),
    View("soon", _("Sắp đến hạn"), EVERYBODY, lambda rows, user, at: rows.due_between(at, soon_until(at))),
    View("all", _("Đang giải quyết"), EVERYBODY, lambda rows, user, at: rows.open()),
)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """One page of the chosen view; a code in the search box opens its dossier."""
    user, at, query = current_user(request), timezone.now(), request.GET
    rows = Dossier.objects.at_work_of(user)
    if request.method == "POST":
        return _search_sent(request, rows)
    typed = words_of(request)
    views = [view for view in VIEWS if user.has_role(*view.roles)]
    chosen = next((view for view in views if view.key == query.get("view")), views[0])
    rows = _filter(_search(request, rows, typed, at) if typed else chosen.narrow(rows, user, at), query)
    try:
        page = keyset.page(rows, query.get("cursor", ""), SIZE, named=Dossier.objects.for_rows())
    except keyset.BadCursor:
        return redirect("dossiers:queue")
    context = {
        "views": views,
        "chosen": chosen,
        "typed": typed,
        "by_number": finds_by_number(user),
        "filters": _active_filters(query),
        "page": page,
        "rows": [(row, standing_of(row, at)) for row in page.rows],
    }
    return render(request, "dossiers/desk/queue.html", context)


def _search_sent(request: HttpRequest, rows: DossierQuerySet) -> HttpResponse:
    """Go on to the dossier of the code that was typed, else to the list, without the words in its address."""
    typed = request.POST.get("q", "").strip()[:200]
    if typed and (dossier := rows.named(normalise(typed)).first()):
        return redirect("dossiers:at_work", name=dossier.name)
    return redirect_to_lookup(request, reverse("dossiers:queue"), typed)


def _search(request: HttpRequest, rows: DossierQuerySet, typed: str, at: datetime) -> DossierQuerySet:
    """Dossiers of the people the words name, open or not; the matches are bounded, and the search is recorded.

    By number only where the reader's role sees numbers.
    """
    user, card = current_user(request), read_card(typed)
    words = card.citizen_id if card else typed
    people = Party.objects.matching(words) if finds_by_number(user) else Party.objects.called(words)
    parties = list(people.values_list("pk", flat=True)[:MATCHES])
    record_search(request, words, rows=len(parties), by=user, at=at)
    return rows.filter(applicant_id__in=parties)


def _filter(rows: DossierQuerySet, query: Any) -> DossierQuerySet:
    if unit := query.get("unit"):
        rows = rows.filter(holder_unit__code=unit)
    if procedure := query.get("procedure"):
        rows = rows.filter(edition__procedure__slug=procedure)
    if cause := query.get("cause"):
        rows = rows.late_because("" if cause == NOT_NAMED else cause)
    return rows


def _active_filters(query: Any) -> list[dict[str, str]]:
    """The filters in force, in words, each with the address that takes it away."""
    filters = []
    for key, in_words in FILTERS.items():
        if query.get(key):
            rest = query.copy()
            rest.pop(key)
            rest.pop("cursor", None)
            words = str(in_words(query[key]) or query[key][:80])
            filters.append({"words": words, "without": f"?{rest.urlencode()}"})
    return filters
