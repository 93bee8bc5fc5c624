"""What a delegation is about, in the words of the procedures and of the acts; and its working days."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from dossiers.competences import KINDS_OF_ACT
from people.models import Delegation
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import CalendarMissing
from procedures.models import Edition
from toolbox.collation import collation_key
from toolbox.refusal import Refused

SATURDAY = 5


def working_days(since: date, until: date) -> int:
    """How many working days there are from *since* to *until*, both counted; by the week where no calendar is."""
    return sum(_is_working(since + timedelta(days=number)) for number in range((until - since).days + 1))


def procedure_choices(day: date) -> list[tuple[str, str]]:
    """The procedures in force, by name."""
    rows = Edition.objects.in_force(day).procedures()
    return sorted(((row.slug, row.name) for row in rows), key=lambda row: collation_key(row[1]))


def matter_of(delegation: Delegation) -> dict[str, list[Any]]:
    """The procedures and kinds of act in words; none where it is not limited."""
    names = _names_of(delegation.procedures)
    return {
        "procedures": [names.get(slug, slug) for slug in delegation.procedures],
        "acts": [KINDS_OF_ACT.get(key, key) for key in delegation.acts],
    }


def _names_of(slugs: Iterable[str]) -> dict[str, str]:
    if not slugs:
        return {}
    rows = Edition.objects.filter(procedure__slug__in=list(slugs)).select_related("procedure").order_by("number")
    return {row.procedure.slug: row.procedure.name for row in rows}


def _is_working(day: date) -> bool:
    try:
        return current_calendar().is_working(day)
    except (CalendarMissing, Refused):
        return day.weekday() < SATURDAY
