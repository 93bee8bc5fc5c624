"""Count the waiting for the applicant: what interrupted the clock, and how long an answer is waited for."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone

from dossiers.deadlines.calendar import calendar_of
from dossiers.deadlines.reminders import reminders
from dossiers.models import Dossier
from procedures.law import deadlines
from procedures.law.working_time import CLOSES, VIETNAM, CalendarMissing
from toolbox.refusal import Refused


def waits_since(dossier: Dossier, since: datetime) -> list[deadlines.Wait]:
    """What interrupted the clock from *since* on."""
    if not dossier.interrupted:
        return []
    prefetch_related_objects([dossier], "interruptions")  # several clocks of one act read them
    rows = [row for row in dossier.interruptions.all() if row.since >= since]
    return [deadlines.Wait(row.since, row.until, row.mode) for row in rows]


def answer_dates(dossier: Dossier, at: datetime) -> dict[str, datetime | None]:
    """Until when an answer asked for at *at* is waited for, and when the first reminder goes out: fields of the row."""
    day = timezone.localdate(at) + timedelta(days=dossier.edition.answer_within_days or settings.SUPPLEMENT_WAIT_DAYS)
    try:
        calendar = calendar_of(dossier)
        answer_by = calendar.closes(calendar.add(day, 0))  # a last day off moves on, as any term (art. 148.5)
    except (CalendarMissing, Refused):
        answer_by = datetime.combine(day, CLOSES, tzinfo=VIETNAM)
    return {"answer_by": answer_by, "next_reminder_at": reminders(at, answer_by)[0]}
