"""Where and when the office that has a dossier is to be reached: its desk, its hours, and whom to call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from dossiers.models import Dossier
from people.models import Agency
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import CalendarMissing, Session
from toolbox.refusal import Refused


@dataclass(frozen=True)
class Desk:
    """The desk of a dossier: its name, address and telephone, the day it opens next, and its hours on that day."""

    name: str
    address: str
    phone: str
    day: date | None = None
    sessions: tuple[Session, ...] = ()

    @property
    def hours(self) -> str:
        """`08:00–12:00, 13:00–17:00`."""
        return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in self.sessions)


def desk_of(dossier: Dossier, at: datetime) -> Desk | None:
    """Where its applicant goes, and when somebody is there next; None before a desk has it.

    Without a day where the calendar of the year is not known.
    """
    unit = dossier.desk_unit
    if unit is None:
        return None
    address = next((one.address for one in _upward(unit) if one.address), "")
    known = (unit.name, address, _phone(unit) or settings.HOTLINE)
    try:
        calendar = current_calendar(unit.path)
        day = calendar.opening_after(at).date()
        return Desk(*known, day, calendar.sessions(day))
    except (CalendarMissing, Refused):
        return Desk(*known)


def phone_about(dossier: Dossier) -> str:
    """Whom to call about it: who has it now, else its desk, else the hotline of the site."""
    return _phone(dossier.holder_unit) or _phone(dossier.desk_unit) or str(settings.HOTLINE)


def _phone(unit: Agency | None) -> str:
    return next((one.phone for one in _upward(unit) if one.phone), "")


def _upward(unit: Agency | None) -> Iterator[Agency]:
    """*unit*, and what it is part of; of what the process keeps, nothing is read."""
    while unit is not None:
        yield unit
        unit = unit.parent
