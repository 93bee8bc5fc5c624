"""Benchmark search in a catalogue a hundred times as large: the same page, the same statements."""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.test import Client

from benchmarks.measuring import Row, in_turn
from procedures.models import Edition, Procedure

TIMES = 100
QUERIES = ("q=giay+phep+lao+dong", "q=tro+cap", "field=nguoi-co-cong&mode=online")


def measure() -> list[Row]:
    """One row a query; last of all, for the large catalogue stays."""
    client = Client()
    _settle()
    small = {query: _times(client, query) for query in QUERIES}
    with transaction.atomic():
        _multiply()
    _settle()
    return [_row(client, query, small[query]) for query in QUERIES]


def _settle() -> None:
    """What autovacuum does within a minute of a change this large; SQLite does nothing of the kind."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) procedures_procedure, procedures_edition")


def _times(client: Client, query: str) -> list[float]:
    return in_turn(_page(client, query), _page(client, query))[0]


def _row(client: Client, query: str, small: list[float]) -> Row:
    caught: list[str] = []

    def noted(execute: Any, sql: str, *rest: Any) -> Any:
        caught.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        assert client.get(f"/thu-tuc/?{query}").status_code == 200
    large = _times(client, query)
    title = f"search {Procedure.objects.count():,} procedures: {query}"[:44]
    return Row(title, "the same over 106", large, small, 2, f"{len(caught)} (≤ 5)")


def _page(client: Client, query: str) -> Callable[[], object]:
    return lambda: client.get(f"/thu-tuc/?{query}")


def _multiply() -> None:
    """Ninety-nine more of each procedure, with its edition in force."""
    copies = []
    for row in Procedure.objects.all():
        copies += [(row.pk, _copy(row, n)) for n in range(1, TIMES)]
    made = Procedure.objects.bulk_create([row for _pk, row in copies], batch_size=500)
    editions = {row.procedure_id: row for row in Edition.objects.all()}
    new = []
    for (pk, _row), procedure in zip(copies, made, strict=True):
        edition = editions[pk]
        edition.pk, edition._state.adding = None, True
        edition.procedure = procedure
        new.append(
            Edition(
                **{f.attname: getattr(edition, f.attname) for f in Edition._meta.concrete_fields if f.attname != "id"}
            )
        )
    Edition.objects.bulk_create(new, batch_size=500)


def _copy(row: Procedure, number: int) -> Procedure:
    values = {f.attname: getattr(row, f.attname) for f in Procedure._meta.concrete_fields if f.attname != "id"}
    return Procedure(
        **{
            **values,
            "slug": f"{row.slug[:100]}-{number}",
            "popular": False,
            "search_text": f"{row.search_text} ban {number}",
        }
    )
