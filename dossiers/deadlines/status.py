"""Compare a dossier with its promise, for chips and lists."""

from datetime import datetime, timedelta

from django.utils import timezone

from dossiers.deadlines.calendar import calendar_of
from dossiers.models import Dossier, State
from procedures.calendar.lookup import current_calendar
from procedures.law.deadlines import SOON
from procedures.law.status import Standing, standing
from procedures.law.working_time import CLOSES, VIETNAM, CalendarMissing


def standing_of(dossier: Dossier, at: datetime) -> Standing:
    """The case its chip shows at *at*; nothing before acceptance and for what ended without a result."""
    if not dossier.facts.is_promised or dossier.calendar_version is None:
        return Standing("none")
    return standing(
        dossier.due_at,
        at,
        calendar_of(dossier),
        waiting=dossier.state == State.AWAITING_SUPPLEMENT,
        finished_at=dossier.resolved_at,
    )


def soon_until(at: datetime) -> datetime:
    """Until when a promise counts as due soon: the close of the second working day from today."""
    today = timezone.localdate(at)
    try:
        calendar = current_calendar()
        return calendar.closes(calendar.add(today, SOON))
    except CalendarMissing:  # a new year not published yet: plain days, rather than no warning
        return datetime.combine(today + timedelta(days=SOON), CLOSES, tzinfo=VIETNAM)
