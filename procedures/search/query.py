"""Search the catalogue: the criteria, how many procedures meet them, and one page of editions at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from procedures.editions.files import read_events
from procedures.models import Edition, EditionQuerySet, Field, Procedure, ProcedureQuerySet, SearchWord
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
    """One page, and the criteria used instead where the words as typed find nothing. Raises BadCursor."""
    first = page(criteria, day, cursor)
    if first.rows or cursor or not criteria.q:
        return first, None
    meant = corrected(criteria)
    other = page(meant, day) if meant.q != " ".join(typed_words(criteria.q)) else first
    return (other, meant) if other.rows else (first, None)


def page(criteria: Criteria, day: date, cursor: str = "", size: int = 20) -> Page:
    """One page, best first, after or before *cursor*. Raises BadCursor."""
    key = CURSOR.fullmatch(cursor)
    if cursor and not key:
        raise BadCursor(cursor)
    backwards = bool(key and key[1])
    keys = criteria.procedures(day).annotate(rank=_rank(criteria.q)).values_list("pk", "rank", "slug")
    if key:
        keys = keys.filter(_beyond(int(key[2]), key[3], backwards=backwards))
    order = ("-rank", "-slug") if backwards else ("rank", "slug")
    rows = list(keys.order_by(*order)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    return Page(
        rows=_editions_of([pk for pk, _rank, _slug in rows], day),
        next=_cursor(*rows[-1]) if rows and (more or backwards) else "",
        previous=f"~{_cursor(*rows[0])}" if rows and key and (more or not backwards) else "",
    )


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
    if backwards:
        return Q(rank__lt=rank) | Q(rank=rank, slug__lt=slug)
    return Q(rank__gt=rank) | Q(rank=rank, slug__gt=slug)


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
