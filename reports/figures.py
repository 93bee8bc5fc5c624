"""What is late and what will be, counted once: by unit and procedure, over open dossiers only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.utils.translation import get_language

from dossiers.models import Dossier
from dossiers.standings import soon_until
from people.models import User


@dataclass
class Figure:
    """The numbers of one unit, of one procedure in it, or of everything."""

    title: str
    query: dict[str, str] = field(default_factory=dict)
    overdue: int = 0
    soon: int = 0
    open: int = 0
    oldest_due_at: datetime | None = None

    def add(self, row: dict[str, Any]) -> None:
        """Count one line of the database in."""
        self.overdue += row["overdue"]
        self.soon += row["soon"]
        self.open += row["open"]
        if row["oldest"] is not None:
            self.oldest_due_at = min(self.oldest_due_at or row["oldest"], row["oldest"])

    def where(self, view: str) -> str:
        """The query of the list that shows exactly the dossiers of one number."""
        return urlencode({"view": view, **self.query})

    @property
    def overdue_query(self) -> str:
        """Of the late ones."""
        return self.where("overdue")

    @property
    def soon_query(self) -> str:
        """Of those due soon."""
        return self.where("soon")

    @property
    def open_query(self) -> str:
        """Of all that are open."""
        return self.where("all")


@dataclass
class Lateness:
    """Everything, each unit, and in each unit its procedures; worst first."""

    all: Figure
    units: list[tuple[Figure, list[Figure]]]


def lateness(user: User, at: datetime) -> Lateness:
    """The figures of what *user* oversees at *at*: one statement over the open rows."""
    rows = _counted(user, at)
    everything = Figure("")
    units: dict[str, Figure] = {}
    parts: dict[str, list[Figure]] = {}
    for row in rows:
        code = row["holder_unit__code"] or ""
        unit = units.setdefault(code, Figure(_spoken(row, "holder_unit__name"), {"unit": code}))
        slug = row["edition__procedure__slug"]
        title = _spoken(row, "edition__procedure__name", "edition__procedure__name_vi")
        part = Figure(title, {"unit": code, "procedure": slug})
        for figure in (everything, unit, part):
            figure.add(row)
        parts.setdefault(code, []).append(part)
    worst = _worst_first(units.values())
    return Lateness(everything, [(unit, _worst_first(parts[unit.query["unit"]])) for unit in worst])


def _counted(user: User, at: datetime) -> Iterable[Any]:
    late = Q(due_at__lt=at)
    soon = Q(due_at__gte=at, due_at__lte=soon_until(at))
    return (
        Dossier.objects.at_work_of(user)
        .open()
        .order_by()
        .values(
            "holder_unit__code", "holder_unit__name", "holder_unit__name_en", "edition__procedure__slug",
            "edition__procedure__name_vi", "edition__procedure__name_en",
        )
        .annotate(
            overdue=Count("id", filter=late), soon=Count("id", filter=soon), open=Count("id"),
            oldest=Min("due_at", filter=late),
        )
    )  # fmt: skip


def _worst_first(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda one: (-one.overdue, -one.soon, -one.open, one.title))


def _spoken(row: dict[str, Any], name: str, vietnamese: str = "") -> str:
    english = (get_language() or "vi").startswith("en") and row[f"{name}_en"]
    return str(english or row[vietnamese or name] or "")
