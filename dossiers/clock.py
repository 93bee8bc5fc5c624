"""From rows to the pure law: the only place that derives due dates and steps."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from dossiers.models import Dossier, State
from procedures import deadlines
from procedures.calendars import current_version, working_calendar
from procedures.models import stages_of
from procedures.working_time import WorkingCalendar

PHASES = {
    State.SUBMITTED: "reception",
    State.ACCEPTED: "reception",
    State.APPRAISAL: "appraisal",
    State.AWAITING_PAYMENT: "appraisal",
    State.APPROVAL: "approval",
    State.RESOLVED: "return",
}


def promise(dossier: Dossier) -> None:
    """Derive due_at of a locked dossier, and from when it counts as due soon. Sets fields, saves nothing.

    For the acts that the law lets move the promise: acceptance, a request for more, its completion.
    """
    before = dossier.due_at
    deadline = deadline_of(dossier, with_ledger=False)
    dossier.due_at = deadline.due_at if deadline else None
    if dossier.due_at is None:
        dossier.next_alert_at = None
    elif dossier.due_at != before:
        dossier.next_alert_at = soon_from(dossier)


def place(dossier: Dossier, at: datetime) -> None:
    """Put a locked dossier on its internal step and into the order of the queues; what is over alerts nobody."""
    _place_step(dossier, at)
    dossier.sort_at = _place_in_queues(dossier)
    if not dossier.is_open:
        dossier.next_alert_at = None


def deadline_of(dossier: Dossier, *, with_ledger: bool = True) -> deadlines.Deadline | None:
    """The due instant and its ledger; None before acceptance."""
    received = dossier.clock_since
    if received is None or dossier.calendar_version is None:
        return None
    waits = waits_since(dossier, received)
    return deadlines.due(
        received, counted_term(dossier), calendar_of(dossier), waits, with_ledger=with_ledger
    )


def calendar_of(dossier: Dossier) -> WorkingCalendar:
    """The calendar it was accepted under, as its desk keeps it; before acceptance the newest one."""
    path = dossier.desk_unit.path if dossier.desk_unit else ""
    return working_calendar(dossier.calendar_version or current_version(), path)


def waits_since(dossier: Dossier, since: datetime) -> list[deadlines.Interruption]:
    """What interrupted the clock from *since* on."""
    if not dossier.interrupted:
        return []
    rows = [row for row in dossier.interruptions.all() if row.since >= since]
    return [deadlines.Interruption(row.since, row.until, row.mode) for row in rows]


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


def soon_from(dossier: Dossier) -> datetime:
    """The instant from which the dossier counts as due soon: two working days before its due day."""
    assert dossier.due_at is not None
    calendar = calendar_of(dossier)
    return calendar.opens(calendar.back(timezone.localdate(dossier.due_at), deadlines.SOON))


def hand_over_by(dossier: Dossier) -> datetime:
    """Until when paper must be handed over: the day it came; after 15:00, as the next working day opens (art. 18.2)."""
    assert dossier.accepted_at is not None
    calendar = calendar_of(dossier)
    came = timezone.localtime(dossier.accepted_at)
    if came.time() <= deadlines.CUTOFF and calendar.is_working(came.date()):
        return calendar.closes(came.date())
    return calendar.opens(calendar.add(came.date(), 1))


def _place_in_queues(dossier: Dossier) -> datetime:
    """By the promise; while it stands still, where the dossier was; before acceptance, since when it waits."""
    if dossier.due_at is None and dossier.accepted_at:
        return dossier.sort_at
    return dossier.due_at or dossier.submitted_at or dossier.created_at


def _place_step(dossier: Dossier, at: datetime) -> None:
    """Put the dossier on the first internal step of its phase, with the instant the step is due."""
    if dossier.state == State.WITHDRAWAL_REQUESTED:
        return  # it may go on where it is
    phase = PHASES.get(State(dossier.state), "")
    step = next((s for s in dossier.edition.internal_steps if s["phase"] == phase), None)
    if step is None:
        dossier.step_due_at = None
    elif step["key"] != dossier.step or dossier.step_due_at is None:
        dossier.step = step["key"]
        dossier.step_due_at = _step_due(dossier, step, at)


def _step_due(dossier: Dossier, step: dict[str, Any], at: datetime) -> datetime | None:
    if dossier.calendar_version is None:
        return None
    if dossier.state == State.ACCEPTED:
        return hand_over_by(dossier)
    if (days := step.get("working_days")) is None:
        return None
    term = deadlines.Term([deadlines.Stage(int(days), "working_day")])
    return deadlines.due(at, term, calendar_of(dossier), with_ledger=False).due_at
