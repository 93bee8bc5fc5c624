"""Page of one dossier for officers: who it is about, what may be done now, and all there is to read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossiers.actions.attachments import refusal_to_digitise
from dossiers.actions.fees import refusal_to_settle
from dossiers.deadlines.progress import steps_done
from dossiers.deadlines.promise import deadline_of, due_if_completed
from dossiers.deadlines.status import standing_of
from dossiers.deadlines.time_spent import left_in_words, parts_of, passages_of, step_left
from dossiers.duplicates import doubles_of
from dossiers.forms.base import ActForm
from dossiers.labels import labels_of, labels_on
from dossiers.models import Dossier, Event, Opinion, Paper, particulars
from dossiers.models.event import Verb
from dossiers.models.office import is_forsaken
from dossiers.next_actor import next_actor
from dossiers.permissions import post_for
from dossiers.release import opens_signed, withheld
from dossiers.sight import Part, Sight, sight_of
from dossiers.versions import sections_with_versions
from dossiers.views.desk.available_acts import acts_of
from dossiers.views.desk.neighbours import neighbours
from dossiers.views.desk.return_link import return_link
from dossiers.views.desk.viewer import viewer_of
from dossiers.views.fetch import at_work
from people.guards import current_user, staff_only
from people.models import User

A_MINUTE = timedelta(minutes=1)


@staff_only
@require_safe
def dossier(request: HttpRequest, name: str) -> HttpResponse:
    """The page as it stands."""
    return dossier_page(request, at_work(request, name))


def dossier_page(
    request: HttpRequest, dossier: Dossier, tried: ActForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page, with the act that was tried and why it was refused."""
    at, user = timezone.now(), current_user(request)
    offers, hindrances = acts_of(dossier, user, at, tried)
    context = {
        **_context(dossier, user, at),
        "viewer": viewer_of(request, dossier, sight_of(user, dossier)),
        "offers": offers,
        "hindrances": hindrances,
        "own_case": dossier.is_own_case_of(user),
        "takes_fee": refusal_to_settle(dossier) is None
        and post_for(user, dossier, Verb.FEE_SETTLED, timezone.localdate(at)),
        "digitises": refusal_to_digitise(dossier) is None
        and post_for(user, dossier, Verb.DIGITISED, timezone.localdate(at)),
        "tried": tried,
        "form": tried,
        "refusal": refusal,
        "back": return_link(request),
        "beside": neighbours(request, dossier, at),
    }
    return render(request, "dossiers/desk/dossier.html", context, status=status)


def _context(dossier: Dossier, user: User, at: datetime) -> dict[str, Any]:
    """Everything an officer reads about a dossier."""
    events = list(dossier.events.for_timeline())
    left, people, sight = step_left(dossier, at), people_of(events), sight_of(user, dossier)
    return {
        "dossier": dossier,
        "standing": standing_of(dossier, at),
        "deadline": deadline_of(dossier),
        "if_completed": due_if_completed(dossier, at),
        "parts": parts_of(dossier, events, at),
        "passages": passages_of(dossier, events, at),
        "forsaken": dossier.is_open and is_forsaken(dossier, timezone.localdate(at)),
        "has_step_due": left is not None,
        "step_late": left is not None and dossier.step_due_at is not None and at > dossier.step_due_at,
        # Less than a minute of office time, as all through the night: only when it ends is told.
        "step_left": left_in_words(left) if left is not None and abs(left) >= A_MINUTE else "",
        "sees": sight.parts,
        "issued": issued_to(dossier, user, sight),
        "opens_signed": opens_signed(dossier, user),
        "timeline": [(event, _note_of(event, sight), *_named(event, people)) for event in events],
        "sections": sections_with_versions(dossier) if Part.ANSWERS in sight.parts else [],
        "step": steps_done(dossier),
        "inner_step": dossier.inner_step if dossier.is_open else None,
        "next_actor": next_actor(dossier),
        "opinions": _opinions(dossier, at) if Part.WORDS in sight.parts else [],
        "doubles": _doubles(dossier, user, at) if Part.ANSWERS in sight.parts else [],
        "today": timezone.localdate(at),
        "worn": labels_on([dossier], user).get(dossier.pk, []),
        "hangable": labels_of(user),
    }


def _opinions(dossier: Dossier, at: datetime) -> list[tuple[Opinion, bool]]:
    """What other units were asked and said, each with whether it is late; one statement where any was asked."""
    rows = dossier.opinions.select_related("given_by", "asked_by") if dossier.opinions_asked else []
    return [(row, row.is_late(at)) for row in rows]


def _doubles(dossier: Dossier, user: User, at: datetime) -> list[Dossier]:
    """The same matter filed more than once, as far as the reader sees it; of what is still to be decided."""
    return doubles_of(Dossier.objects.at_work_of(user), dossier, at) if dossier.is_open else []


def issued_to(dossier: Dossier, user: User, sight: Sight) -> list[tuple[Paper, str]]:
    """The papers that a reader sees, each with why it may not be handed out yet."""
    papers = dossier.papers.for_rows()
    return [(paper, withheld(paper, dossier, user)) for paper in papers if sight.shows(paper)]


def _note_of(event: Event, sight: Sight) -> Any:
    return getattr(event, "note", None) if Part.WORDS in sight.parts else None


def people_of(events: Iterable[Event]) -> dict[int, str]:
    """To whom assignments gave the dossier, and in whose place somebody acted: by key, in one statement or none."""
    keys = {event.particulars[particulars.HOLDER] for event in events if event.verb == Verb.ASSIGNED}
    keys |= {event.particulars[particulars.ACTS_FOR] for event in events if particulars.ACTS_FOR in event.particulars}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys)} if keys else {}


def _named(event: Event, people: dict[int, str]) -> tuple[str | None, str | None]:
    """To whom an assignment gave it, and in whose place the act was done."""
    holder = people.get(event.particulars[particulars.HOLDER]) if event.verb == Verb.ASSIGNED else None
    return holder, people.get(event.particulars.get(particulars.ACTS_FOR, 0))
