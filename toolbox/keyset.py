"""Keyset pagination: pages by key, not by number, so that the cost of a page follows its rows, at any depth."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

ID_MAX = 2**63


class BadCursor(ValueError):
    """A cursor that was not made by us."""


@dataclass(frozen=True)
class Page:
    """Rows in order, and the cursors of the pages beside them (empty where there is none)."""

    rows: list[Any]
    next: str
    previous: str


def page(
    rows: QuerySet[Any], cursor: str = "", size: int = 50, field: str = "sort_at", named: QuerySet[Any] | None = None
) -> Page:
    """One page of *rows* ordered by (*field*, id), after or before *cursor*; `-field` begins with the last. Raises
    BadCursor.

    *named* are the same rows joined with what a page prints, read by a second statement for the rows of the page
    alone: a planner that expects few rows to be left would join names to all that are, and sort them then.
    """
    backwards, key = _decode(cursor, 2)
    field, falls = field.removeprefix("-"), backwards != field.startswith("-")
    if key:
        rows = rows.filter(_beyond(field, _instant(key[0]), _id(key[1]), backwards=falls))
    order = (f"-{field}", "-id") if falls else (field, "id")

    def mark(row: Model) -> str:
        return f"{getattr(row, field).isoformat()}|{row.pk}"

    rows = rows.order_by(*order)
    if named is not None:
        rows = named.filter(pk__in=list(rows.values_list("pk", flat=True)[: size + 1])).order_by(*order)
    return _page_of(rows, size, backwards, bool(key), mark)


def newest(rows: QuerySet[Any], cursor: str = "", size: int = 50, named: QuerySet[Any] | None = None) -> Page:
    """One page of *rows* ordered by descending key; *named* as in `page`. Raises BadCursor."""
    backwards, key = _decode(cursor, 1)
    if key:
        rows = rows.filter(**{f"pk__{'gt' if backwards else 'lt'}": _id(key[0])})
    order = "pk" if backwards else "-pk"
    rows = rows.order_by(order)
    if named is not None:
        rows = named.filter(pk__in=list(rows.values_list("pk", flat=True)[: size + 1])).order_by(order)
    return _page_of(rows, size, backwards, bool(key), lambda row: str(row.pk))


def beside(rows: QuerySet[Any], row: Any, field: str = "sort_at", *, backwards: bool) -> Any:
    """The one of *rows* right after *row*, or before it, in the order of a page by (*field*, id); `-pk` as in `newest`.

    *row* need not be one of them. None where there is none.
    """
    if field == "-pk":
        rows = rows.filter(**{f"pk__{'gt' if backwards else 'lt'}": row.pk})
        return rows.order_by("pk" if backwards else "-pk").first()
    beyond = rows.filter(_beyond(field, getattr(row, field), row.pk, backwards=backwards))
    return beyond.order_by(*((f"-{field}", "-id") if backwards else (field, "id"))).first()


def _page_of(rows: QuerySet[Any], size: int, backwards: bool, turned: bool, mark: Callable[[Model], str]) -> Page:
    """The page itself: one row more is read, to know whether there is a page beyond."""
    page_rows = list(rows[: size + 1])
    more, page_rows = len(page_rows) > size, page_rows[:size]
    if backwards:
        page_rows.reverse()
    return Page(
        rows=page_rows,
        next=_encode("a", mark(page_rows[-1])) if page_rows and (more or backwards) else "",
        previous=_encode("b", mark(page_rows[0])) if page_rows and turned and (more or not backwards) else "",
    )


def _beyond(field: str, instant: datetime, pk: int, *, backwards: bool) -> Any:
    """Rows after (or before) the key, compared as a pair: one range of the index on (field, id), however many share
    the instant (half a province is promised for one closing hour)."""
    comparison = TupleLessThan if backwards else TupleGreaterThan
    return comparison(Tuple(field, "id"), (instant, pk))


def _encode(direction: str, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{direction}|{mark}".encode()).decode().rstrip("=")


def _decode(cursor: str, parts: int) -> tuple[bool, list[str]]:
    """Whether the cursor looks backwards, and the parts of its key; no parts for the first page."""
    if not cursor:
        return False, []
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (ValueError, binascii.Error) as error:
        raise BadCursor(cursor) from error
    direction, *key = text.split("|")
    if direction not in ("a", "b") or len(key) != parts:
        raise BadCursor(cursor)
    return direction == "b", key


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadCursor(text) from error
    if instant.tzinfo is None or not 1900 < instant.year < 9999:  # beyond, databases overflow
        raise BadCursor(text)
    return instant


def _id(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text[:20]) >= ID_MAX:
        raise BadCursor(text)
    return int(text[:20])
