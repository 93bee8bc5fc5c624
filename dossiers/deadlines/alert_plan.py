"""Plan the alerts of a dossier's clocks: the first answer, the internal step, the whole term."""

from datetime import datetime

from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.promise import begin_of
from dossiers.models import Dossier
from procedures.law.alert_times import ONE_STEP, Alert, alerts
from procedures.law.working_time import VIETNAM


def plan_alerts(dossier: Dossier, at: datetime) -> None:
    """Plan every warning of the first answer, the term and the step; nothing once it is over.

    What was planned before and not announced yet stays, also when its instant has just passed.
    """
    before = dossier.alerts_ahead
    ahead = [(key, when.astimezone(VIETNAM)) for key, when in _alerts_of(dossier)] if dossier.is_open else []
    planned = [
        [key, when.isoformat()]
        for key, when in sorted(ahead, key=_when)
        if when > at or [key, when.isoformat()] in before
    ]
    if planned != before:
        dossier.alerts_ahead = planned
        dossier.next_alert_at = datetime.fromisoformat(planned[0][1]) if planned else None


def _alerts_of(dossier: Dossier) -> list[Alert]:
    """The warnings of all its clocks; those of a step begin with `step-`, of the first answer with `answer-`."""
    calendar, edition = calendar_of(dossier), dossier.edition
    planned: list[Alert] = []
    if dossier.first_answer_due_at and not dossier.first_answered_at and dossier.submitted_at:
        clocks = alerts(dossier.submitted_at, dossier.first_answer_due_at, calendar, ONE_STEP)
        planned += [(f"answer-{key}", when) for key, when in clocks]
    if dossier.step_due_at and dossier.step_since:
        clocks = alerts(dossier.step_since, dossier.step_due_at, calendar, edition.step_thresholds(dossier.step))
        planned += [(f"step-{key}", when) for key, when in clocks]
    if dossier.due_at and (begin := begin_of(dossier)):
        planned += alerts(begin, dossier.due_at, calendar, edition.thresholds)
    return planned


def _when(alert: Alert) -> datetime:
    return alert[1]
