"""The base class of reports: name, roles, columns and rows."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import get_language

from dossiers.models.queries import DossierQuerySet
from people.models import Agency, Post, User
from reports.parameters import Parameters

MOST = 1000  # rows of one answer; above that the answer says that there are more

Role = Post.Role


@dataclass(frozen=True)
class Column:
    """One column: its key in JSON and its heading."""

    key: str
    title: Any
    number: str = ""  # as an official form numbers its columns
    instant: bool = False  # ISO 8601 for programs; `09:01 04/11/2026` for people

    def shown(self, value: Any) -> Any:
        """As a page or sheet prints it."""
        if not self.instant or not value:
            return value
        return f"{datetime.fromisoformat(value):%H:%M %d/%m/%Y}"


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
        """Plain values by column key, at most MOST + 1 of them."""

    def every_row(self, user: User, at: datetime, parameters: Parameters) -> Iterator[dict[str, Any]]:
        """All of them, for a file that is sent as it is read."""
        return iter(list(self.rows(user, at, parameters)))  # a fault shows before the first line is sent


def dealt_with_by(dossiers: DossierQuerySet, unit: Agency | None) -> DossierQuerySet:
    """Of *dossiers* those that *unit* or one below it received or appraises, whoever has them now; all for None."""
    if unit is None:
        return dossiers
    below = Agency.objects.filter(path__startswith=unit.path).values("code")
    appraised = Q(edition__procedure__field__unit_code__in=below)
    return dossiers.filter(appraised | Q(desk_unit__code__in=below))


def localized_name(row: dict[str, Any], name: str, vietnamese: str = "") -> str:
    """The name in the active language, from a row read by columns `…_vi` and `…_en`."""
    english = (get_language() or "vi").startswith("en") and row[f"{name}_en"]
    return str(english or row[vietnamese or f"{name}_vi"] or "")
