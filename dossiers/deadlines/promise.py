"""Derive the promised instant of a dossier from its term, its calendar and its interruptions."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.waiting import waits_since
from dossiers.models import Dossier
from procedures.law import deadlines, working_time
from procedures.law.working_time import CalendarMissing, WorkingCalendar
from procedures.models import stages_of
from toolbox.refusal import Refused


def promise(dossier: Dossier) -> None:
    """Derive due_at of a locked dossier. Sets fields, saves nothing.

    For the acts that the law lets move the promise: acceptance, a request for more, its completion, the
    one apology, a closure published later.
    """
    deadline = deadline_of(dossier, with_ledger=False)
    dossier.first_due_at = dossier.due_at = deadline.due_at if deadline else None
    if dossier.due_at and dossier.new_due_at:
        dossier.due_at = max(dossier.due_at, dossier.new_due_at)


def deadline_of(
    dossier: Dossier, *, with_ledger: bool = True, calendar: WorkingCalendar | None = None
) -> deadlines.Deadline | None:
    """The due instant and its ledger; None before acceptance. By its own calendar, unless another is asked about."""
    since = dossier.clock_since
    if since is None or dossier.calendar_version is None:
        return None
    waits = waits_since(dossier, since)
    calendar = calendar or calendar_of(dossier)
    return deadlines.due(since, counted_term(dossier), calendar, waits, with_ledger=with_ledger)


def is_provisional(dossier: Dossier) -> bool:
    """True while the decision on days off may still move what is promised: its year has no published calendar yet."""
    return dossier.due_at is not None and working_time.is_provisional(calendar_of(dossier), dossier.due_at)


def due_if_completed(dossier: Dossier, at: datetime) -> datetime | None:
    """What would be promised if everything asked for came at *at*; None where nothing is waited for or promised yet."""
    since = dossier.clock_since
    if since is None or dossier.due_at is not None or not dossier.is_open:
        return None
    waits = waits_since(dossier, since)
    try:
        deadline = deadlines.due_if_completed(at, since, counted_term(dossier), calendar_of(dossier), waits)
    except CalendarMissing:
        return None
    return max(filter(None, (deadline.due_at, dossier.new_due_at)), default=None)


def term_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The term: the edition's stages, or what was typed at acceptance where none is published."""
    stages: list[dict[str, Any]] = dossier.own_stages or dossier.edition.stages
    return stages


def counted_term(dossier: Dossier) -> deadlines.Term:
    """The term as the law counts it."""
    if dossier.own_stages:
        return deadlines.Term(stages_of(dossier.own_stages))
    return dossier.edition.term


def term_until(dossier: Dossier, accepted_at: datetime, due_day: date) -> list[dict[str, Any]]:
    """A typed due date as a term, so that a supplement can restart it like any other."""
    days = calendar_of(dossier).measure(timezone.localdate(accepted_at), due_day)
    return [{"value": days, "unit": "working_day"}]


def first_answer_by(dossier: Dossier, at: datetime) -> datetime | None:
    """Until when an online dossier filed at *at* is answered at all: so many office hours (Decree 45/2020)."""
    if dossier.channel != Dossier.Channel.ONLINE:
        return None
    try:
        return calendar_of(dossier).add_time(at, timedelta(hours=settings.FIRST_ANSWER_HOURS))
    except (CalendarMissing, Refused):  # filing is open all the year, calendar or not
        return None


def begin_of(dossier: Dossier) -> datetime | None:
    """Since when the term that runs now is counted: acceptance, or the supplement that set it to zero."""
    since = dossier.clock_since
    waits = waits_since(dossier, since) if since else []
    ends = [row.until for row in waits if row.mode == "restart" and row.until]
    return max([since, *ends]) if since else None
