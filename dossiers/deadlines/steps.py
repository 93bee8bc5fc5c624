"""Place a dossier on its internal step and in the order of the queues, with the instant the step is due."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from dossiers.deadlines.alert_plan import plan_alerts
from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.waiting import waits_since
from dossiers.models import Dossier, State
from procedures.law import deadlines
from procedures.law.working_time import CalendarMissing


def place(dossier: Dossier, at: datetime) -> None:
    """Put a locked dossier on its internal step and into the order of the queues, and plan its warnings."""
    _place_step(dossier, at)
    dossier.sort_at = _sort_instant(dossier)
    plan_alerts(dossier, at)


def hand_over_by(dossier: Dossier) -> datetime:
    """Until when paper must be handed over: the day it came; after 15:00, as the next working day opens (art. 18.2)."""
    assert dossier.accepted_at is not None
    calendar = calendar_of(dossier)
    accepted_at = timezone.localtime(dossier.accepted_at)
    if accepted_at.time() <= deadlines.CUTOFF and calendar.is_working(accepted_at.date()):
        return calendar.closes(accepted_at.date())
    return calendar.opens(calendar.add(accepted_at.date(), 1))


def _sort_instant(dossier: Dossier) -> datetime:
    """Its place in queues: the promise; while that stands still, as before; before acceptance, since when it waits."""
    if dossier.due_at is None and dossier.accepted_at:
        return dossier.sort_at
    return dossier.due_at or dossier.submitted_at or dossier.created_at


def _place_step(dossier: Dossier, at: datetime) -> None:
    """Put the dossier on the internal step that it is at, with the instant the step is due.

    It is at the first one of its phase, unless an act has placed it on another.

    A step that waits for the applicant keeps its begin, and its clock does what the whole term's does; a
    step that is done again, because a signer sent it back, begins anew.
    """
    if dossier.state == State.WITHDRAWAL_REQUESTED:
        return  # it may go on where it is
    if dossier.state == State.AWAITING_SUPPLEMENT:
        dossier.step_due_at = None
        return
    step = dossier.inner_step
    if step is None:
        dossier.step_due_at = None
        return
    if step["key"] != dossier.step or dossier.step_since is None:
        dossier.step, dossier.step_since = step["key"], at
    elif dossier.step_due_at is not None:
        return
    dossier.step_due_at = step_due(dossier, step)


def step_due(dossier: Dossier, step: Mapping[str, Any]) -> datetime | None:
    """Until when the step it is at should be done; None where it has no allowance, or while it waits.

    Nor where it runs into a year that nobody published yet: our own clock never stops a lawful act.
    """
    if dossier.calendar_version is None or dossier.step_since is None:
        return None
    days, waits = step.get("working_days"), waits_since(dossier, dossier.step_since)
    try:
        if dossier.state == State.ACCEPTED:
            return hand_over_by(dossier)
        if days is None:
            return None
        term = deadlines.Term([deadlines.Stage(int(days), "working_day")])
        calendar = calendar_of(dossier)
        return deadlines.due(dossier.step_since, term, calendar, waits, with_ledger=False).due_at
    except CalendarMissing:
        return None
