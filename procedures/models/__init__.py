"""Models of the catalogue and the calendar: a procedure, its frozen editions, their components."""

from procedures.models.calendar import CalendarDay, CalendarVersion
from procedures.models.edition import Component, Edition, EditionQuerySet, stages_of
from procedures.models.procedure import Field, Procedure, ProcedureQuerySet, SearchWord
from procedures.models.result_template import ResultTemplate
from procedures.models.typical_time import TypicalTime

__all__ = [
    "CalendarDay",
    "CalendarVersion",
    "Component",
    "Edition",
    "EditionQuerySet",
    "Field",
    "Procedure",
    "ProcedureQuerySet",
    "ResultTemplate",
    "SearchWord",
    "TypicalTime",
    "stages_of",
]
