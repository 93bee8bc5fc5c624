"""Pages of the counter: find or make the person, choose the procedure, take the dossier in, hand out the receipt."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import actions
from dossiers.completeness import Decision
from dossiers.deadlines.status import standing_of
from dossiers.duplicates import doubles_of, earlier_of
from dossiers.forms.counter import Intake
from dossiers.models import Dossier, Paper, State
from dossiers.prefill import filed_before, with_card
from dossiers.views.desk.code_search import go_on
from dossiers.views.desk.counter_day import counter_day
from dossiers.views.desk.return_link import opened_from
from dossiers.views.fetch import at_work, party_at_desk
from people.actions import KnownNumber, check_applicant, checked_twin, join_account, register_checked_party
from people.cards import read_card, was_mangled
from people.forms import CheckForm, CounterPartyForm, JoinForm
from people.guards import current_user, role_required
from people.models import Party, Post, User
from people.privacy.lookups import card_of, link_with_lookup, redirect_to_lookup, words_of
from people.privacy.reads import record_search
from people.typed_input.rows import unsent
from procedures.models import Edition
from toolbox import keyset
from toolbox.refusal import InvalidInput, Refused

desk_only = role_required(Post.Role.DESK)
MATCHES, WAITING, EARLIER = 20, 8, 5


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """One big box for a card, a code or a name; below it what waits to be accepted.

    Of people it finds only those whose papers were seen: what an account says of itself is nobody at the counter.
    """
    user, rows = current_user(request), Dossier.objects.at_work_of(current_user(request)).for_rows()
    if request.method == "POST":
        return go_on(request, "counter", reverse("dossiers:counter"), 400)
    typed, at = words_of(request), timezone.now()
    waiting = list(rows.filter(state=State.SUBMITTED.value).order_by("sort_at", "id")[: WAITING + 1])
    try:
        people, page = _people(request, typed, user, at) if typed else ([], None)
    except keyset.BadCursor:
        return redirect("dossiers:counter")
    context = {
        "typed": typed,
        "people": people,
        "page": page,
        "most": MATCHES,
        "shown": WAITING if len(waiting) > WAITING else 0,
        "from_here": opened_from(request, "counter"),
        "mangled": was_mangled(typed),
        "new_party": link_with_lookup(request, reverse("dossiers:new_party")),
        "waiting": [(row, standing_of(row, at)) for row in waiting[:WAITING]],
        "tiles": [] if typed else counter_day(user, at),
    }
    return render(request, "dossiers/desk/counter.html", context)


def _people(request: HttpRequest, typed: str, user: User, at: datetime) -> tuple[list[tuple[Party, bool]], keyset.Page]:
    """A page of who was looked for, entered last first: each with whether the very number was typed, since others are
    shown by the end of theirs. Raises BadCursor."""
    card = read_card(typed)
    words = card.citizen_id if card else typed
    page = keyset.newest(Party.objects.checked().matching(words), request.GET.get("cursor", ""), MATCHES)
    people = [(party, party.has_number(words)) for party in page.rows]
    exact = [party for party, is_exact in people if is_exact]
    only = exact[0] if len(exact) == 1 else None
    record_search(request, words, rows=len(people), by=user, at=at, only=only)
    return people, page


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_party(request: HttpRequest) -> HttpResponse:
    """Enter somebody who is not known yet, whose papers the clerk has in hand."""
    form = CounterPartyForm(request.POST or None, initial={"kind": "person", **_prefill(words_of(request))})
    known = None
    if request.method == "POST" and form.is_valid():
        try:
            party = register_checked_party(**form.cleaned_data, by=current_user(request), at=timezone.now())
        except Refused as error:
            form.add_error(None, error.message)
            known = error.party if isinstance(error, KnownNumber) else None
        else:
            return redirect("dossiers:choose", party=party.pk)
    context = {"form": form, "known": known}
    return render(request, "dossiers/desk/new_party.html", context, status=422 if form.errors else 200)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, party: int) -> HttpResponse:
    """The procedure, by words, by code, or from what is asked most; only for who was checked."""
    if request.method == "POST":  # a card may be scanned into this box, too
        typed = request.POST.get("q", "").strip()[:200]
        return redirect_to_lookup(request, reverse("dossiers:choose", args=[party]), typed)
    person = party_at_desk(request, party)
    if not person.is_checked:
        return redirect("dossiers:check_party", party=person.pk)
    typed = words_of(request)
    rows = Edition.objects.in_force(timezone.localdate()).procedures().select_related("field")
    rows = rows.search(typed) if typed else rows.filter(popular=True)
    earlier = Dossier.objects.at_work_of(current_user(request)).for_rows()
    earlier = earlier.filter(Q(applicant=person) | Q(applicant__same_as=person))
    try:
        page = keyset.newest(earlier, request.GET.get("earlier", ""), EARLIER)
    except keyset.BadCursor:
        return redirect("dossiers:choose", party=party)
    named: Any = rows.by_name()
    rows = named.order_by("place", "slug")
    procedures = list(rows if "all" in request.GET else rows[: MATCHES + 1])
    more = len(procedures) > MATCHES and "all" not in request.GET
    context = {"party": person, "typed": typed, "earlier": page, "more": more, "most": MATCHES}
    context["procedures"] = procedures[:MATCHES] if more else procedures
    return render(request, "dossiers/desk/choose.html", context)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, party: int) -> HttpResponse:
    """Let an account act for somebody known from the desk, once their papers have been checked."""
    person = party_at_desk(request, party)
    form = JoinForm(request.POST or None, party=person)
    if request.method == "POST" and form.is_valid():
        try:
            join_account(party=person, by=current_user(request), at=timezone.now(), **form.cleaned_data)
        except InvalidInput as error:
            _add_errors(form, error)
        except Refused as error:
            form.add_error("username", error.message)
        else:
            messages.success(request, _("Đã gắn tài khoản với %(name)s.") % {"name": person})
            return redirect("dossiers:choose", party=person.pk)
    context = {"party": person, "form": form}
    return render(request, "dossiers/desk/join.html", context, status=422 if form.errors else 200)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, party: int) -> HttpResponse:
    """Look at the card of somebody who said online who they are, and let their account act for them."""
    claimed = party_at_desk(request, party)
    form = CheckForm(request.POST or None, party=claimed)
    if request.method == "POST" and form.is_valid():
        try:
            person = check_applicant(claimed, **form.cleaned_data, by=current_user(request), at=timezone.now())
        except InvalidInput as error:
            _add_errors(form, error)
        except Refused as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Đã đối chiếu giấy tờ của %(name)s.") % {"name": person})
            return redirect("dossiers:choose", party=person.pk)
    accounts = claimed.representations.filter(checked_at=None).select_related("user")
    context = {"party": claimed, "form": form, "accounts": list(accounts), "twin": checked_twin(claimed)}
    return render(request, "dossiers/desk/check.html", context, status=422 if form.errors else 200)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, party: int, slug: str) -> HttpResponse:
    """The form, the components counted, the promise shown; submitted and accepted in one go."""
    person = party_at_desk(request, party)
    if not person.is_checked:
        return redirect("dossiers:check_party", party=person.pk)
    edition = get_object_or_404(
        Edition.objects.in_force(timezone.localdate()).select_related("procedure__field"), procedure__slug=slug
    )
    at = timezone.now()
    intake = _intake(request, person, edition, at)
    if request.method == "POST" and intake.is_complete():
        try:
            dossier = actions.intake(
                edition=edition, applicant=person, by=current_user(request), at=at, **intake.arguments()
            )
        except InvalidInput as error:
            intake.errors.update(error.errors)
        except Refused as error:
            return _page(request, person, intake, error.message, 409)
        else:
            _say_what_was_done(request, intake, dossier)
            _warn_of_doubles(request, dossier, at)
            return redirect("dossiers:at_work", name=dossier.name)
    return _page(request, person, intake, "", 422 if intake.errors else 200)


def _intake(request: HttpRequest, person: Party, edition: Edition, at: datetime) -> Intake:
    """What was sent; else what was typed and not sent; else what is known, also by the card that was scanned."""
    is_sent = request.method == "POST"
    earlier = None if is_sent else _chosen_earlier(request, person, edition)
    data = request.POST if is_sent else unsent(request, at)
    known = with_card(person, card_of(request, person.citizen_id))
    return Intake(edition, known, data, at, is_sent=is_sent, earlier=earlier)


def _chosen_earlier(request: HttpRequest, person: Party, edition: Edition) -> Dossier | None:
    """The dossier whose answers the clerk takes again, which is recorded as read; none was chosen without a code.

    404 for one of somebody else, of another procedure, or that the desk may not see.
    """
    if not (code := request.GET.get("earlier", "")):
        return None
    dossier, rows = at_work(request, code), Dossier.objects.at_work_of(current_user(request))
    if not filed_before(rows.filter(pk=dossier.pk), [person], edition).exists():
        raise Http404
    return dossier


def _say_what_was_done(request: HttpRequest, intake: Intake, dossier: Dossier) -> None:
    """With the paper that goes into the applicant's hand: the receipt, Form 02 or Form 03."""
    words, paper = {
        Decision.ACCEPT: (_("Đã tiếp nhận hồ sơ %(code)s."), Paper.Kind.RECEIPT),
        Decision.ASK_FOR_MORE: (_("Đã yêu cầu bổ sung hồ sơ %(code)s."), Paper.Kind.SUPPLEMENT_REQUEST),
        Decision.REFUSE: (_("Đã từ chối tiếp nhận hồ sơ %(code)s."), Paper.Kind.RECEPTION_REFUSAL),
    }[Decision(intake.decision)]
    messages.success(request, words % {"code": dossier.name}, extra_tags=paper)


def _warn_of_doubles(request: HttpRequest, dossier: Dossier, at: datetime) -> None:
    """Say at once that the same was filed before; the page that comes next has the links."""
    if doubles := doubles_of(Dossier.objects.at_work_of(current_user(request)), dossier, at):
        codes = ", ".join(row.name for row in doubles)
        messages.warning(request, _("Người này đã nộp hồ sơ giống hồ sơ này: %(codes)s.") % {"codes": codes})


def _add_errors(form: Any, refusal: InvalidInput) -> None:
    """The act's own findings, each at its field."""
    for name, errors in refusal.errors.items():
        form.add_error(name, errors)


def _page(request: HttpRequest, person: Party, intake: Intake, refusal: str, status: int) -> HttpResponse:
    rows = Dossier.objects.at_work_of(current_user(request))
    filed = earlier_of(rows, person, intake.edition, intake.at)
    context: dict[str, Any] = {
        "party": person,
        "last": filed_before(rows, [person], intake.edition).only("ref", "code", "submitted_at").first(),
        "filed": list(filed[:EARLIER]),
        "today": timezone.localdate(intake.at),
        "edition": intake.edition,
        "intake": intake,
        "token": intake.token or token_urlsafe(24),
        "refusal": refusal,
    }
    return render(request, "dossiers/desk/take_in.html", context, status=status)


def _prefill(typed: str) -> dict[str, str]:
    """What the box already says of a new person."""
    card = read_card(typed)
    if card:
        days = {"birth_date": card.birth_date, "id_issued_on": card.issued_on}
        typed_days = {name: f"{day:%d/%m/%Y}" for name, day in days.items() if day}
        return {"citizen_id": card.citizen_id, "name": card.name, "address": card.address, **typed_days}
    bare = "".join(typed.split())
    if bare.isdecimal():
        return {"citizen_id": bare} if len(bare) == 12 else {"phone": bare}
    return {"name": typed} if typed else {}
