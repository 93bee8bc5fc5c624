"""The first page: search, look-up, what waits for the reader, whether the desk is open, and the public figures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossiers.deadlines.month_figures import months_until
from dossiers.deadlines.status import standing_of
from dossiers.models import Dossier, MonthFigures, State
from dossiers.models.state import TURN_ROWS
from people.models import User
from procedures.calendar.lookup import current_calendar
from procedures.guides import guides
from procedures.labels import life_events
from procedures.law.working_time import CalendarMissing
from toolbox.refusal import Refused

EVENTS_SHOWN, TURNS_SHOWN = 8, 3
ON_CHART = 40  # units of height of the tallest bar


@dataclass(frozen=True)
class Opening:
    """Whether the desk is open, and until when; closed, when it opens again."""

    is_open: bool
    changes_at: datetime


@dataclass(frozen=True)
class Bar:
    """One month of the chart: its figures, and where its bar stands."""

    figures: MonthFigures
    x: int
    height: float

    @property
    def y(self) -> float:
        """From above, as pictures count."""
        return ON_CHART - self.height


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, look-up, the usual life events; whoever is signed in finds first what waits for them."""
    at = timezone.now()
    context = {
        "life_events": life_events()[:EVENTS_SHOWN],
        "guides": list(guides().items()),
        "opening": opening_at(at),
        "bars": bars(at),
        **(next_steps(request.user, at) if isinstance(request.user, User) else {}),
    }
    return render(request, "portal/home.html", context)


def opening_at(at: datetime) -> Opening | None:
    """By the official calendar of the whole department; None where none is loaded for the day."""
    try:
        calendar = current_calendar()
        opens = calendar.opening_after(at)
        if opens > at:
            return Opening(False, opens)
        local = timezone.localtime(at)
        closes = next(end for _begin, end in calendar.sessions(local.date()) if local.time() < end)
    except (CalendarMissing, Refused):
        return None
    return Opening(True, local.replace(hour=closes.hour, minute=closes.minute, second=0, microsecond=0))


def next_steps(user: User, at: datetime) -> dict[str, Any]:
    """What waits for this person: the newest that wait for an answer, and whether a draft lies unfinished."""
    rows = Dossier.objects.all_own_of(user).for_rows()
    turns = list(rows.filter(TURN_ROWS).with_unsent().order_by("-id")[: TURNS_SHOWN + 1])
    draft = rows.filter(state=State.DRAFT.value).order_by("-id").first()
    return {
        "turns": [(row, standing_of(row, at)) for row in turns[:TURNS_SHOWN]],
        "has_more_turns": len(turns) > TURNS_SHOWN,
        "draft": draft,
    }


def bars(at: datetime) -> list[Bar]:
    """The last twelve months of the department, oldest first; nothing before there are any figures."""
    known = {row.month: row for row in MonthFigures.objects.all()}
    months = [known.get(month) for month in months_until(timezone.localdate(at))]
    most = max((row.received for row in months if row), default=0)
    return [
        Bar(row, number * 10, ON_CHART * row.received / most if most else 0) for number, row in enumerate(months) if row
    ]
