"""Search the catalogue: the criteria, how many procedures meet them, and one page of editions at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When

from procedures.editions.files import read_events
from procedures.models import Edition, EditionQuerySet, Field, Procedure, ProcedureQuerySet, SearchWord
from procedures.search.everyday import elsewhere, meaning_of
from procedures.search_text import TYPED_MAX, nearest, spelt, typed_words
from toolbox.keyset import BadCursor, Page

APPLICANTS = ("citizen", "enterprise", "organisation", "foreigner")
# desk: at the desk or by post only; the last two say how far the network goes where it is taken.
MODES = ("online", "desk", "toan_trinh", "mot_phan")
LEVELS, SERVICE_MODES = ("tinh", "huyen", "xa"), MODES[2:]
SLUG = re.compile(r"[\w-]{1,50}")
CURSOR = re.compile(r"(~?)([012])\.([a-z0-9-]{1,120})")


@dataclass(frozen=True)
class Criteria:
    """What a reader searches for; an empty part does not restrict."""

    q: str = ""
    event: str = ""
    field: str = ""
    applicant: str = ""
    mode: str = ""
    level: str = ""

    @classmethod
    def from_query(cls, data: Mapping[str, str]) -> "Criteria":
        """From the parameters of a query string; values that name nothing we have are left out."""
        return cls(
            q=" ".join(data.get("q", "").replace("\0", " ")[:TYPED_MAX].split()),
            event=_one_of(data.get("event", ""), [row["slug"] for row in read_events()]),
            field=data.get("field", "") if SLUG.fullmatch(data.get("field", "")) else "",
            applicant=_one_of(data.get("applicant", ""), APPLICANTS),
            mode=_one_of(data.get("mode", ""), MODES),
            level=_one_of(data.get("level", ""), LEVELS),
        )

    def procedures(self, day: date) -> ProcedureQuerySet:
        """The procedures that meet the criteria and have an edition in force on *day*."""
        rows = Procedure.objects.search(self.q)
        if self.field:
            rows = rows.filter(field__slug=self.field)
        if self.event:
            rows = rows.at_event(self.event)
        if self.applicant:
            rows = rows.for_applicant(self.applicant)
        return rows.filter(Exists(self._editions(day).filter(procedure=OuterRef("pk"))))

    def _editions(self, day: date) -> EditionQuerySet:
        """The editions in force on *day* that are filed in the mode and at the level of the criteria."""
        rows = Edition.objects.in_force(day)
        if self.mode:
            rows = rows.filter(online=self.mode != "desk")
        if self.mode in SERVICE_MODES:
            rows = rows.filter(service_mode=self.mode)
        return rows.filter(level=self.level) if self.level else rows


def _one_of(typed: str, known: Sequence[str]) -> str:
    """*typed* when it is one of *known*; else empty."""
    return typed if typed in known else ""


def corrected(criteria: Criteria) -> Criteria:
    """The same criteria with misspelt words corrected by the words of the catalogue; for when nothing was found."""
    vocabulary = SearchWord.objects.values_list("word", flat=True) if criteria.q else []
    return replace(criteria, q=spelt(criteria.q, vocabulary))


def search(criteria: Criteria, day: date, cursor: str = "") -> tuple[Page, Criteria | None]:
    """One page, and the criteria used instead where the words as typed find nothing, or mean something else by
    everybody's reckoning ("bố tôi chết"). Raises BadCursor."""
    meaning = meaning_of(criteria.q)
    if meaning and not meaning.is_last_resort:
        meant = replace(criteria, q="", event=meaning.event)
        return page(meant, day, cursor), meant
    first = page(criteria, day, cursor)
    if first.rows or cursor or not criteria.q:
        return first, None
    if meaning:
        meant = replace(criteria, q="", event=meaning.event)
        return page(meant, day), meant
    if elsewhere(criteria.q):
        return first, None
    meant = corrected(criteria)
    other = page(meant, day) if meant.q != " ".join(typed_words(criteria.q)) else first
    return (other, meant) if other.rows else (first, None)


def page(criteria: Criteria, day: date, cursor: str = "", size: int = 20) -> Page:
    """One page, best first and then by name, after or before *cursor*. Raises BadCursor."""
    keys, after, before = _turned(criteria.procedures(day).annotate(rank=_rank(criteria.q)), cursor, size)
    return Page(_editions_of(keys, day), after, before)


def by_name(rows: ProcedureQuerySet, cursor: str = "", size: int = 50) -> Page:
    """One page of *rows*, whether in force or not, by name. Raises BadCursor."""
    keys, after, before = _turned(rows.annotate(rank=Value(1)), cursor, size)
    procedures = Procedure.objects.in_bulk(keys)
    return Page([procedures[key] for key in keys if key in procedures], after, before)


def _turned(rows: ProcedureQuerySet, cursor: str, size: int) -> tuple[list[int], str, str]:
    """The keys of a page of *rows* by rank and name, and the cursors of the pages beside it. Raises BadCursor."""
    key = CURSOR.fullmatch(cursor)
    if cursor and not key:
        raise BadCursor(cursor)
    backwards = bool(key and key[1])
    named: Any = rows.by_name()
    if key:
        named = named.filter(_beyond(int(key[2]), key[3], backwards=backwards))
    order = ("-rank", "-place", "-slug") if backwards else ("rank", "place", "slug")
    listed = list(named.order_by(*order).values_list("pk", "rank", "slug")[: size + 1])
    more, listed = len(listed) > size, listed[:size]
    if backwards:
        listed.reverse()
    after = _cursor(*listed[-1]) if listed and (more or backwards) else ""
    before = f"~{_cursor(*listed[0])}" if listed and key and (more or not backwards) else ""
    return [pk for pk, _rank, _slug in listed], after, before


def _editions_of(procedures: Sequence[int], day: date) -> list[Edition]:
    """The editions of these procedures in force, in the same order; their long content is read only now."""
    rows = Edition.objects.in_force(day).filter(procedure__in=procedures)
    by_procedure = {row.procedure_id: row for row in rows.select_related("procedure__field")}
    return [by_procedure[pk] for pk in procedures if pk in by_procedure]  # one may have ended in between


def _rank(q: str) -> Case:
    """0 for a popular procedure that has the words as a phrase, 1 for another that has, 2 for the words anywhere."""
    phrase = Q(search_text__contains=" ".join(typed_words(q)))
    return Case(When(phrase, popular=True, then=Value(0)), When(phrase, then=Value(1)), default=Value(2))


def _beyond(rank: int, slug: str, *, backwards: bool) -> Q:
    """What stands after, or before, the procedure *slug* in its rank; nothing where there is no such procedure."""
    named: Any = Procedure.objects.by_name().filter(slug=slug).order_by()
    place = Subquery(named.values("place"))
    way = "lt" if backwards else "gt"
    beside = Q(**{f"place__{way}": place}) | (Q(place=place) & Q(**{f"slug__{way}": slug}))
    return Q(**{f"rank__{way}": rank}) | (Q(rank=rank) & beside)


def _cursor(_pk: int, rank: int, slug: str) -> str:
    return f"{rank}.{slug}"


def fields_with_counts(criteria: Criteria, day: date) -> list[Field]:
    """Every field with `match_count`: how many of its procedures meet the criteria, whatever field is chosen."""
    rows = replace(criteria, field="").procedures(day).order_by()
    counted = rows.values_list("field").annotate(Count("pk"))
    counts: dict[int, int] = dict(counted)
    fields = list(Field.objects.order_by("order"))
    for field in fields:
        field.match_count = counts.get(field.pk, 0)  # type: ignore[attr-defined]
    return fields


def count(fields: list[Field], criteria: Criteria) -> int:
    """How many procedures meet the criteria, from the counts of the fields."""
    chosen = (field for field in fields if criteria.field in ("", field.slug))
    return sum(int(getattr(field, "match_count", 0)) for field in chosen)


def suggestions(criteria: Criteria, day: date, most: int = 5) -> list[Procedure]:
    """Procedures to offer when nothing was found: those with most words in common, else the popular ones."""
    rows = {
        row.pk: row
        for row in Procedure.objects.filter(pk__in=Edition.objects.in_force(day).values("procedure_id")).defer(
            "applicants"
        )
    }
    keys = nearest(criteria.q, ((key, row.search_text) for key, row in rows.items()), most)
    return [rows[key] for key in keys] or [row for row in rows.values() if row.popular][:most]
