"""Looking through the catalogue: what is wanted, how many there are, and one page of it at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from procedures.editions.files import read_events
from procedures.models import Edition, EditionQuerySet, Field, Procedure, ProcedureQuerySet, SearchWord
from procedures.search_text import TYPED_MAX, nearest, spelt, typed_words

APPLICANTS = ("citizen", "enterprise", "organisation", "foreigner")
# desk: at the desk or by post only; the last two say how far the network goes where it is taken.
MODES = ("online", "desk", "toan_trinh", "mot_phan")
LEVELS, SERVICE_MODES = ("tinh", "huyen", "xa"), MODES[2:]
SLUG = re.compile(r"[\w-]{1,50}")
CURSOR = re.compile(r"(~?)([012])\.([a-z0-9-]{1,120})")


class BadCursor(ValueError):
    """The cursor was not made by us."""


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; an empty part wants everything."""

    q: str = ""
    event: str = ""
    field: str = ""
    applicant: str = ""
    mode: str = ""
    level: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        """From a query string; what names nothing we have is left out."""
        return cls(
            q=" ".join(said.get("q", "").replace("\0", " ")[:TYPED_MAX].split()),
            event=_one_of(said.get("event", ""), [row["slug"] for row in read_events()]),
            field=said.get("field", "") if SLUG.fullmatch(said.get("field", "")) else "",
            applicant=_one_of(said.get("applicant", ""), APPLICANTS),
            mode=_one_of(said.get("mode", ""), MODES),
            level=_one_of(said.get("level", ""), LEVELS),
        )

    def procedures(self, day: date) -> ProcedureQuerySet:
        """The procedures that are wanted and have an edition in force on *day*."""
        rows = Procedure.objects.search(self.q)
        if self.field:
            rows = rows.filter(field__slug=self.field)
        if self.event:
            rows = rows.at_event(self.event)
        if self.applicant:
            rows = rows.for_applicant(self.applicant)
        return rows.filter(Exists(self._editions(day).filter(procedure=OuterRef("pk"))))

    def _editions(self, day: date) -> EditionQuerySet:
        """The editions in force on *day* that are filed in the way and at the level that is wanted."""
        rows = Edition.objects.in_force(day)
        if self.mode:
            rows = rows.filter(online=self.mode != "desk")
        if self.mode in SERVICE_MODES:
            rows = rows.filter(service_mode=self.mode)
        return rows.filter(level=self.level) if self.level else rows


@dataclass(frozen=True)
class Found:
    """Editions in order, and the cursors of the pages beside them (empty where there is none)."""

    rows: list[Edition]
    next: str
    previous: str


def _one_of(typed: str, known: Sequence[str]) -> str:
    """*typed* when it names something we have; else nothing."""
    return typed if typed in known else ""


def set_right(wanted: Wanted) -> Wanted:
    """The same with misspelt words set right by the words of the catalogue; for when nothing was found."""
    vocabulary = SearchWord.objects.values_list("word", flat=True) if wanted.q else []
    return replace(wanted, q=spelt(wanted.q, vocabulary))


def find(wanted: Wanted, day: date, cursor: str = "") -> tuple[Found, Wanted | None]:
    """One page, and what was looked for instead where the words as typed find nothing. Raises BadCursor."""
    found = page(wanted, day, cursor)
    if found.rows or cursor or not wanted.q:
        return found, None
    instead = set_right(wanted)
    other = page(instead, day) if instead.q != " ".join(typed_words(wanted.q)) else found
    return (other, instead) if other.rows else (found, None)


def page(wanted: Wanted, day: date, cursor: str = "", size: int = 20) -> Found:
    """One page, best first, after or before *cursor*. Raises BadCursor."""
    key = CURSOR.fullmatch(cursor)
    if cursor and not key:
        raise BadCursor(cursor)
    backwards = bool(key and key[1])
    keys = wanted.procedures(day).annotate(rank=_rank(wanted.q)).values_list("pk", "rank", "slug")
    if key:
        keys = keys.filter(_beyond(int(key[2]), key[3], backwards=backwards))
    order = ("-rank", "-slug") if backwards else ("rank", "slug")
    found = list(keys.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return Found(
        rows=_editions_of([pk for pk, _rank, _slug in found], day),
        next=_cursor(*found[-1]) if found and (more or backwards) else "",
        previous=f"~{_cursor(*found[0])}" if found and key and (more or not backwards) else "",
    )


def _editions_of(procedures: Sequence[int], day: date) -> list[Edition]:
    """Their editions in force, in the same order; only now is anything long read."""
    rows = Edition.objects.in_force(day).filter(procedure__in=procedures)
    of = {row.procedure_id: row for row in rows.select_related("procedure__field")}
    return [of[pk] for pk in procedures if pk in of]  # one may have ended in between


def _rank(q: str) -> Case:
    """The words side by side and often asked for, side by side, anywhere."""
    beside = Q(search_text__contains=" ".join(typed_words(q)))
    return Case(When(beside, popular=True, then=Value(0)), When(beside, then=Value(1)), default=Value(2))


def _beyond(rank: int, slug: str, *, backwards: bool) -> Q:
    if backwards:
        return Q(rank__lt=rank) | Q(rank=rank, slug__lt=slug)
    return Q(rank__gt=rank) | Q(rank=rank, slug__gt=slug)


def _cursor(_pk: int, rank: int, slug: str) -> str:
    return f"{rank}.{slug}"


def fields_with_counts(wanted: Wanted, day: date) -> list[Field]:
    """Every field with `found`: how many of its procedures are wanted, whatever field is chosen now."""
    everywhere = replace(wanted, field="").procedures(day).order_by()
    counted = everywhere.values_list("field").annotate(Count("pk"))
    counts: dict[int, int] = dict(counted)
    fields = list(Field.objects.order_by("order"))
    for field in fields:
        field.found = counts.get(field.pk, 0)  # type: ignore[attr-defined]
    return fields


def count(fields: list[Field], wanted: Wanted) -> int:
    """How many procedures are wanted, from what each field has."""
    chosen = (field for field in fields if wanted.field in ("", field.slug))
    return sum(int(getattr(field, "found", 0)) for field in chosen)


def suggestions(wanted: Wanted, day: date, most: int = 5) -> list[Procedure]:
    """What may have been meant when nothing was found: most words in common, else what most people need."""
    rows = {
        row.pk: row
        for row in Procedure.objects.filter(pk__in=Edition.objects.in_force(day).values("procedure_id")).defer(
            "applicants"
        )
    }
    keys = nearest(wanted.q, ((key, row.search_text) for key, row in rows.items()), most)
    return [rows[key] for key in keys] or [row for row in rows.values() if row.popular][:most]
