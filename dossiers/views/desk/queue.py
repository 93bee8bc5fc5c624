"""Page of the officers' queue: what is mine, what is my unit's, what is late; most urgent first, page by key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dossiers.deadlines.status import soon_until, standing_of
from dossiers.models import Dossier, Lateness, State
from dossiers.models.lateness import NO_CAUSE, NOT_NAMED
from dossiers.models.office import forsaken_in, handled_by
from dossiers.models.queries import DossierQuerySet
from dossiers.sight import finds_by_number
from dossiers.views.desk.code_search import go_on
from dossiers.views.desk.return_link import opened_from
from people.cards import read_card
from people.guards import current_user, staff_only
from people.models import Agency, Party, Post, User
from people.privacy.lookups import words_of
from people.privacy.reads import record_search
from procedures.models import Procedure
from toolbox import keyset
from toolbox.references import day_and_number

SIZE = 50
FORSAKEN = "no-holder"
MATCHES = 50
FILTERS: dict[str, Callable[[str], Any]] = {
    "unit": lambda code: Agency.objects.filter(code=code).first(),
    "procedure": lambda slug: Procedure.objects.filter(slug=slug).first(),
    "cause": lambda cause: {NOT_NAMED: NO_CAUSE, **dict(Lateness.Cause.choices)}.get(cause),
}
Narrow = Callable[[DossierQuerySet, User, datetime], DossierQuerySet]
Role = Post.Role


def _units(user: User) -> list[int]:
    return [post.unit_id for post in user.acting_posts]


def _units_below(user: User) -> list[Agency]:
    """The units whose dossiers are work of theirs: of heads and leaders those below, too."""
    keys = {key for post in user.acting_posts if post.role in WORKERS for key in post.unit_ids}
    return [unit for key in sorted(keys) if (unit := Agency.kept(key))]


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
    View(
        "mine",
        _("Giao cho tôi"),
        WORKERS,
        lambda rows, user, at: rows.open().filter(handled_by(user, user.acting_posts)),
    ),
    View(
        "opinions",
        _("Đơn vị tôi cho ý kiến"),
        (Role.OFFICER, Role.HEAD, Role.LEADER),
        lambda rows, user, at: rows.awaiting_opinion_of(_units(user)),
    ),
    View(
        "waiting",
        _("Chờ đơn vị khác"),
        (Role.OFFICER, Role.HEAD, Role.LEADER),
        lambda rows, user, at: rows.awaiting_opinions(_units(user)),
    ),
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
    View(
        FORSAKEN,
        _("Không còn người giữ"),
        (Role.OFFICER, Role.HEAD, Role.LEADER),
        lambda rows, user, at: rows.open().filter(forsaken_in(_units_below(user), timezone.localdate(at))),
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
    View(
        "late-hand-over",
        _("Chuyển muộn về phòng"),
        (Role.HEAD, Role.LEADER, Role.AUDITOR),
        lambda rows, user, at: rows.handed_over_late(),
    ),
    View("soon", _("Sắp đến hạn"), EVERYBODY, lambda rows, user, at: rows.due_between(at, soon_until(at))),
    View("all", _("Đang giải quyết"), EVERYBODY, lambda rows, user, at: rows.open()),
)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """One page of the chosen view, or of what was searched for; a code in the search box opens its dossier."""
    user, at, query = current_user(request), timezone.now(), request.GET
    if request.method == "POST":
        return go_on(request, "queue", reverse("dossiers:queue") + _query_of(query, "view", *FILTERS), 200)
    typed = words_of(request)
    views = _views_of(user)
    chosen = next((view for view in views if view.key == query.get("view")), views[0])
    try:
        page, many = _page(request, chosen, typed, at)
    except keyset.BadCursor:
        return redirect("dossiers:queue")
    context = {
        "views": views,
        "chosen": chosen,
        "forsaken": _forsaken(user, views, at),
        "stands_in": [post.delegation for post in user.acting_posts if post.delegation],
        "typed": typed,
        "many": MATCHES if many else 0,
        "by_number": finds_by_number(user),
        "filters": _active_filters(query),
        "kept": _query_of(query, "view", *FILTERS),
        "from_here": opened_from(request, "queue"),
        "page": page,
        "rows": [(row, standing_of(row, at)) for row in page.rows],
    }
    return render(request, "dossiers/desk/queue.html", context)


def _views_of(user: User) -> list[View]:
    """The views of their posts, and of those they act by."""
    roles = {post.role for post in user.acting_posts}
    return [view for view in VIEWS if roles.intersection(view.roles)]


def _page(request: HttpRequest, view: View, typed: str, at: datetime) -> tuple[keyset.Page, bool]:
    """The page, and whether more people than MATCHES are called by the words; what was searched for newest first."""
    user, cursor, named = current_user(request), request.GET.get("cursor", ""), Dossier.objects.for_rows()
    rows = Dossier.objects.at_work_of(user)
    if not typed:
        return keyset.page(_filter(view.narrow(rows, user, at), request.GET), cursor, SIZE, named=named), False
    rows, many = _search(request, rows, typed, at)
    return keyset.newest(_filter(rows, request.GET), cursor, SIZE, named=named), many


def _search(request: HttpRequest, rows: DossierQuerySet, typed: str, at: datetime) -> tuple[DossierQuerySet, bool]:
    """Dossiers that the words name by a part of their code, else those of every person the words name, open or not;
    and whether these people are more than MATCHES. The search for people is recorded.

    By number only where the reader's role sees numbers. Few people are named by key, so that the index of applicants
    serves; many stay a condition of the statement, which stops at the end of the page.
    """
    if day_and_number(typed) and (coded := rows.coded(typed)).exists():
        return coded, False
    user, card = current_user(request), read_card(typed)
    words = card.citizen_id if card else typed
    people = Party.objects.matching(words) if finds_by_number(user) else Party.objects.called(words)
    first = list(people.order_by("pk").values_list("pk", flat=True)[: MATCHES + 1])
    many = len(first) > MATCHES
    record_search(request, words, rows=min(len(first), MATCHES), by=user, at=at)
    return rows.filter(applicant_id__in=people.values("pk") if many else first), many


def _forsaken(user: User, views: list[View], at: datetime) -> int:
    """How many dossiers of their units stand with somebody who left; counted for who distributes the work."""
    view = next((view for view in views if view.key == FORSAKEN), None)
    if view is None or not user.has_role(Role.HEAD, Role.LEADER):
        return 0
    return view.narrow(Dossier.objects.at_work_of(user), user, at).count()


def _query_of(query: Any, *names: str) -> str:
    """The parameters of these names that have a value, as an address carries them; nothing for none."""
    chosen = urlencode({name: query[name][:200] for name in names if query.get(name)})
    return f"?{chosen}" if chosen else ""


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
