"""From rows to the pure law: the only place that derives due dates and steps."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone

from dossiers.models import Dossier, State
from procedures import deadlines
from procedures.alerts import ONE_STEP, Alert, alerts
from procedures.calendars import current_version, working_calendar
from procedures.models import stages_of
from procedures.working_time import CLOSES, VIETNAM, CalendarMissing, WorkingCalendar
from toolbox.refusal import Refused

PHASES = {
    State.SUBMITTED: "reception",
    State.ACCEPTED: "reception",
    State.APPRAISAL: "appraisal",
    State.AWAITING_PAYMENT: "appraisal",
    State.APPROVAL: "approval",
    State.RESOLVED: "return",
}


def promise(dossier: Dossier) -> None:
    """Derive due_at of a locked dossier. Sets fields, saves nothing.

    For the acts that the law lets move the promise: acceptance, a request for more, its completion, the
    one apology, a closure published later.
    """
    deadline = deadline_of(dossier, with_ledger=False)
    dossier.first_due_at = dossier.due_at = deadline.due_at if deadline else None
    if dossier.due_at and dossier.new_due_at:
        dossier.due_at = max(dossier.due_at, dossier.new_due_at)


def place(dossier: Dossier, at: datetime) -> None:
    """Put a locked dossier on its internal step and into the order of the queues, and plan its warnings."""
    _place_step(dossier, at)
    dossier.sort_at = _place_in_queues(dossier)
    plan_alerts(dossier, at)


def deadline_of(
    dossier: Dossier, *, with_ledger: bool = True, calendar: WorkingCalendar | None = None
) -> deadlines.Deadline | None:
    """The due instant and its ledger; None before acceptance. By its own calendar, unless another is asked about."""
    received = dossier.clock_since
    if received is None or dossier.calendar_version is None:
        return None
    waits = waits_since(dossier, received)
    kept = calendar or calendar_of(dossier)
    return deadlines.due(received, counted_term(dossier), kept, waits, with_ledger=with_ledger)


def due_if_completed(dossier: Dossier, at: datetime) -> datetime | None:
    """What would be promised if everything asked for came at *at*; None where nothing is waited for or promised yet."""
    received = dossier.clock_since
    if received is None or dossier.due_at is not None or not dossier.is_open:
        return None
    waits = waits_since(dossier, received)
    try:
        found = deadlines.due_if_completed(at, received, counted_term(dossier), calendar_of(dossier), waits)
    except CalendarMissing:
        return None
    return max(filter(None, (found.due_at, dossier.new_due_at)), default=None)


def calendar_of(dossier: Dossier) -> WorkingCalendar:
    """The calendar it was accepted under, as its desk keeps it; before acceptance the newest one."""
    path = dossier.desk_unit.path if dossier.desk_unit else ""
    return working_calendar(dossier.calendar_version or _newest_version(dossier), path)


def _newest_version(dossier: Dossier) -> int:
    """The newest calendar, read once for each time the dossier is read."""
    held: dict[str, Any] = dossier.__dict__
    if "_newest_version" not in held:
        held["_newest_version"] = current_version()
    version: int = held["_newest_version"]
    return version


def waits_since(dossier: Dossier, since: datetime) -> list[deadlines.Interruption]:
    """What interrupted the clock from *since* on."""
    if not dossier.interrupted:
        return []
    prefetch_related_objects([dossier], "interruptions")  # several clocks of one act read them
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
    """Put the dossier on the first internal step of its phase, with the instant the step is due.

    A step that waits for the applicant keeps its begin, and its clock does what the whole term's does; a
    step that is done again, because a signer sent it back, begins anew.
    """
    if dossier.state == State.WITHDRAWAL_REQUESTED:
        return  # it may go on where it is
    if dossier.state == State.AWAITING_SUPPLEMENT:
        dossier.step_due_at = None
        return
    phase = PHASES.get(State(dossier.state), "")
    step = next((s for s in dossier.edition.internal_steps if s["phase"] == phase), None)
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
        kept = calendar_of(dossier)
        return deadlines.due(dossier.step_since, term, kept, waits, with_ledger=False).due_at
    except CalendarMissing:
        return None


def first_answer_by(dossier: Dossier, at: datetime) -> datetime | None:
    """Until when an online dossier filed at *at* is answered at all: so many office hours (Decree 45/2020)."""
    if dossier.channel != Dossier.Channel.ONLINE:
        return None
    try:
        return calendar_of(dossier).add_time(at, timedelta(hours=settings.FIRST_ANSWER_HOURS))
    except (CalendarMissing, Refused):  # filing is open all the year, calendar or not
        return None


def patience(dossier: Dossier, at: datetime) -> dict[str, datetime | None]:
    """How long an answer asked for at *at* is waited for, and when the first reminder goes out."""
    said = dossier.edition.content["supplement"].get("answer_within_days")
    day = timezone.localdate(at) + timedelta(days=said or settings.SUPPLEMENT_WAIT_DAYS)
    try:
        kept = calendar_of(dossier)
        answer_by = kept.closes(kept.add(day, 0))  # a last day off moves on, as any term (art. 148.5)
    except (CalendarMissing, Refused):
        answer_by = datetime.combine(day, CLOSES, tzinfo=VIETNAM)
    return {"answer_by": answer_by, "next_reminder_at": reminders(at, answer_by)[0]}


def reminders(since: datetime, answer_by: datetime) -> list[datetime]:
    """When a silent applicant is reminded, half-way and three days before, and when closing is proposed."""
    half = since + (answer_by - since) / 2
    return sorted(max(when, since) for when in (half, answer_by - timedelta(days=3), answer_by))


def begin_of(dossier: Dossier) -> datetime | None:
    """Since when the term that runs now is counted: acceptance, or the supplement that set it to zero."""
    since = dossier.clock_since
    waits = waits_since(dossier, since) if since else []
    ends = [row.until for row in waits if row.mode == "restart" and row.until]
    return max([since, *ends]) if since else None


def plan_alerts(dossier: Dossier, at: datetime) -> None:
    """Plan every warning of the first answer, the term and the step; nothing once it is over.

    What was planned before and not announced yet stays, also when its instant has just passed.
    """
    was = dossier.alerts_ahead
    found = [(key, when.astimezone(VIETNAM)) for key, when in _alerts_of(dossier)] if dossier.is_open else []
    planned = [
        [key, when.isoformat()] for key, when in sorted(found, key=_when) if when > at or [key, when.isoformat()] in was
    ]
    if planned != was:
        dossier.alerts_ahead = planned
        dossier.next_alert_at = datetime.fromisoformat(planned[0][1]) if planned else None


def _alerts_of(dossier: Dossier) -> list[Alert]:
    """The warnings of all its clocks; those of a step begin with `step-`, of the first answer with `answer-`."""
    calendar, edition = calendar_of(dossier), dossier.edition
    found: list[Alert] = []
    if dossier.first_answer_due_at and not dossier.first_answered_at and dossier.submitted_at:
        clocks = alerts(dossier.submitted_at, dossier.first_answer_due_at, calendar, ONE_STEP)
        found += [(f"answer-{key}", when) for key, when in clocks]
    if dossier.step_due_at and dossier.step_since:
        clocks = alerts(dossier.step_since, dossier.step_due_at, calendar, edition.step_thresholds(dossier.step))
        found += [(f"step-{key}", when) for key, when in clocks]
    if dossier.due_at and (begin := begin_of(dossier)):
        found += alerts(begin, dossier.due_at, calendar, edition.thresholds)
    return found


def _when(alert: Alert) -> datetime:
    return alert[1]
