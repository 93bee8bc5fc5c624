"""Look up the official calendar of one dossier: the version it was accepted under, as its desk keeps it."""

from dossiers.models import Dossier
from procedures.calendar.lookup import current_version, working_calendar
from procedures.law.working_time import WorkingCalendar


def calendar_of(dossier: Dossier) -> WorkingCalendar:
    """The calendar it was accepted under, as its desk keeps it; before acceptance the newest one."""
    path = dossier.desk_unit.path if dossier.desk_unit else ""
    return working_calendar(dossier.calendar_version or current_version(), path)
