"""Count open dossiers that are late or due soon, by unit, procedure and cause."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, OuterRef, Q, Subquery

from dossiers.deadlines.status import soon_until
from dossiers.models import Dossier, Lateness
from dossiers.models.lateness import NO_CAUSE, NOT_NAMED
from people.models import Agency, User
from procedures.models import Edition
from reports.tables.base import localized_name
from toolbox.collation import collation_key


@dataclass
class Figure:
    """The numbers of one unit, of one procedure in it, or of everything."""

    title: str
    query: dict[str, str] = field(default_factory=dict)
    overdue: int = 0
    soon: int = 0
    open: int = 0
    no_letter: int = 0
    unanswered: int = 0
    oldest_due_at: datetime | None = None

    def add(self, row: dict[str, Any]) -> None:
        """Add one row of the database."""
        self.overdue += row["overdue"]
        self.soon += row["soon"]
        self.open += row["open"]
        self.no_letter += row["no_letter"]
        self.unanswered += row["unanswered"]
        if row["oldest"] is not None:
            self.oldest_due_at = min(self.oldest_due_at or row["oldest"], row["oldest"])

    def where(self, view: str) -> str:
        """The query string of the list that shows exactly the dossiers of one number."""
        return urlencode({"view": view, **self.query})

    @property
    def overdue_query(self) -> str:
        """The list of the late ones."""
        return self.where("overdue")

    @property
    def no_letter_query(self) -> str:
        """The list of the late ones without a letter of apology."""
        return self.where("no-letter")

    @property
    def unanswered_query(self) -> str:
        """The list of those filed online that nobody answered in time."""
        return self.where("unanswered")

    @property
    def soon_query(self) -> str:
        """The list of those due soon."""
        return self.where("soon")

    @property
    def open_query(self) -> str:
        """The list of all that are open."""
        return self.where("all")


@dataclass
class Figures:
    """Everything, each unit, and in each unit its procedures; and the causes of what is late. Worst first."""

    all: Figure
    units: list[tuple[Figure, list[Figure]]]
    causes: list[Figure]


def lateness(user: User, at: datetime) -> Figures:
    """The figures of what *user* oversees at *at*: one statement over the open rows."""
    rows = _rows(user, at)
    everything = Figure("")
    units: dict[str, Figure] = {}
    parts: dict[str, dict[str, Figure]] = {}
    causes: dict[str, Figure] = {}
    for row in rows:
        code = row["unit_code"] or ""
        unit = units.setdefault(code, Figure(localized_name(row, "unit_name", "unit_name"), {"unit": code}))
        slug, title = row["slug"], localized_name(row, "name")
        part = parts.setdefault(code, {}).setdefault(slug, Figure(title, {"unit": code, "procedure": slug}))
        cause = row["lateness__cause"] or NOT_NAMED
        for figure in (everything, unit, part, causes.setdefault(cause, _cause_figure(cause))):
            figure.add(row)
    return Figures(
        everything,
        [(unit, _worst_first(parts[unit.query["unit"]].values())) for unit in _worst_first(units.values())],
        [cause for cause in _worst_first(causes.values()) if cause.overdue],
    )


def _cause_figure(cause: str) -> Figure:
    title = NO_CAUSE if cause == NOT_NAMED else dict(Lateness.Cause.choices)[cause]
    return Figure(str(title), {"cause": cause})


def _rows(user: User, at: datetime) -> Iterable[Any]:
    """Grouped by keys, which the index of open rows has; names are read once a row, not once a dossier."""
    late = Q(due_at__lt=at)
    soon = Q(due_at__gte=at, due_at__lte=soon_until(at))
    unit = Agency.objects.filter(pk=OuterRef("holder_unit_id"))
    edition = Edition.objects.filter(pk=OuterRef("edition_id"))
    return (
        Dossier.objects.at_work_of(user)
        .open()
        .order_by()
        .values("holder_unit_id", "edition_id", "lateness__cause")
        .annotate(
            overdue=Count("id", filter=late),
            soon=Count("id", filter=soon),
            open=Count("id"),
            oldest=Min("due_at", filter=late),
            no_letter=Count("id", filter=late & Q(new_due_at=None)),
            unanswered=Count("id", filter=Q(first_answer_due_at__lt=at, first_answered_at=None)),
        )
        .annotate(
            **{f"unit_{name}": Subquery(unit.values(name)) for name in ("code", "name", "name_en")},
            **{name: Subquery(edition.values(f"procedure__{name}")) for name in ("slug", "name_vi", "name_en")},
        )
    )


def _worst_first(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(
        figures, key=lambda figure: (-figure.overdue, -figure.soon, -figure.open, collation_key(figure.title))
    )
