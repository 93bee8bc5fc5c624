"""Look up the official calendar of one dossier: the version it was accepted under, as its desk keeps it."""

from typing import Any

from dossiers.models import Dossier
from procedures.calendar.lookup import current_version, working_calendar
from procedures.law.working_time import WorkingCalendar


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
