"""The base class of reports: name, roles, columns and rows."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from dossiers.models.queries import DossierQuerySet
from people.models import Agency, Post, User
from reports.parameters import Parameters
from toolbox.formats import in_english

MOST = 1000  # rows of a page, a printed sheet or an answer of the API; each says when there are more

Role = Post.Role


@dataclass(frozen=True)
class Column:
    """One column: its key in JSON and its heading."""

    key: str
    title: Any
    number: str = ""  # as an official form numbers its columns
    instant: bool = False  # ISO 8601 for programs; `09:01 04/11/2026` for people
    seconds: bool = False  # of an instant, told too
    day: bool = False  # a day, in ISO form for programs; `04/11/2026` for people

    @property
    def is_whole(self) -> bool:
        """Its values are not broken over lines: instants, days and codes."""
        return self.instant or self.day or self.key == "code"

    def shown(self, value: Any) -> Any:
        """As a page or sheet prints it."""
        if at := self.at(value):
            if self.day:
                return f"{at:%d/%m/%Y}"
            return f"{at:%H:%M:%S %d/%m/%Y}" if self.seconds else f"{at:%H:%M %d/%m/%Y}"
        return "" if value is None else decimal(value)

    def typed(self, value: Any) -> Any:
        """As a person would type it into a sheet: the day first, so that a spreadsheet knows it for a date."""
        if at := self.at(value):
            if self.day:
                return f"{at:%d/%m/%Y}"
            return f"{at:%d/%m/%Y %H:%M:%S}" if self.seconds else f"{at:%d/%m/%Y %H:%M}"
        return "" if value is None else decimal(value)

    def at(self, value: Any) -> datetime | None:
        """The instant that *value* is, on the clock of the office and without a zone; None for anything else."""
        if not (self.instant or self.day) or not value:
            return None
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


@dataclass(frozen=True)
class Sheet:
    """What a workbook says of its rows: its name, its title, its columns."""

    name: str
    title: Any
    columns: tuple[Column, ...]


class Report(ABC):
    """One report; heavy ones will run on the worker."""

    name: ClassVar[str]
    title: ClassVar[Any]
    roles: ClassVar[tuple[str, ...]] = (Role.HEAD, Role.LEADER, Role.AUDITOR)
    columns: ClassVar[tuple[Column, ...]]
    dated: ClassVar[bool] = False  # asked for a period
    notes: ClassVar[tuple[Any, ...]] = ()  # how it is counted, in words

    def may_be_seen_by(self, user: User) -> bool:
        """True when one of today's posts opens it."""
        return user.has_role(*self.roles)

    @abstractmethod
    def rows(self, user: User, at: datetime, parameters: Parameters) -> Iterator[dict[str, Any]]:
        """Plain values by column key, all of them: a file leaves none out."""

    def first_rows(self, user: User, at: datetime, parameters: Parameters) -> list[dict[str, Any]]:
        """At most MOST + 1 of them, for what prints MOST and says whether there are more."""
        return list(islice(self.rows(user, at, parameters), MOST + 1))

    def cells(self, row: dict[str, Any]) -> list[tuple[Column, Any, bool]]:
        """A row as a page shows it: the column of each value, the value, and whether it is a number."""
        values = [(column, row[column.key]) for column in self.columns]
        return [(column, column.shown(value), isinstance(value, int | float)) for column, value in values]

    def count(self, user: User, at: datetime, parameters: Parameters) -> int:
        """How many there are."""
        return sum(1 for _row in self.rows(user, at, parameters))


def dealt_with_by(dossiers: DossierQuerySet, unit: Agency | None) -> DossierQuerySet:
    """Of *dossiers* those that *unit* or one below it received or appraises, whoever has them now; all for None."""
    if unit is None:
        return dossiers
    below = Agency.objects.filter(path__startswith=unit.path).values("code")
    appraised = Q(edition__procedure__field__unit_code__in=below)
    return dossiers.filter(appraised | Q(desk_unit__code__in=below))


def instant_text(at: datetime | None) -> str:
    """An instant as rows carry it: ISO 8601 on the clock of the office, to the minute; empty for none."""
    return timezone.localtime(at).isoformat(timespec="minutes") if at else ""


def localized_name(row: dict[str, Any], name: str, vietnamese: str = "") -> str:
    """The name in the active language, from a row read by columns `…_vi` and `…_en`."""
    english = (get_language() or "vi").startswith("en") and row[f"{name}_en"]
    return str(english or row[vietnamese or f"{name}_vi"] or "")


def decimal(value: Any) -> Any:
    """A number with decimals as the active language writes it, `99,5` in Vietnamese; all else as it is."""
    return value if not isinstance(value, float) or in_english() else str(value).replace(".", ",")
