"""Seal rows that no seal holds: many that were written at once, or all that were there before there were seals.

What is sealed "as found" proves nothing of the time before. It is done once: afterwards a row without a seal is a
fault, or whoever put a row in would only wait for the next start.
"""

from collections.abc import Iterable, Iterator

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from people.models.seal import Seal
from people.seals.chain import Head, seal_of
from people.seals.registry import BY_MODEL, KINDS, Kind, Labels

BATCH = 500
RECORD, WHOLE = "record", 1  # the chain that says since when every row is sealed


def seal_new(rows: Iterable[models.Model]) -> None:
    """Seal rows that one INSERT wrote: each begins its chain. For rows of subjects of their own."""
    seals = []
    for row in rows:
        sealed = BY_MODEL[type(row)]
        labels: Labels = {sealed.label(row): sealed.digest(row)}
        seals.append(seal_of(sealed.kind, sealed.subject(row), Head(), labels, timezone.now()))
    Seal.objects.bulk_create(seals)


def seal_kind_as_found(kind: Kind) -> Iterator[int]:
    """Seal every subject of *kind* that has no seal, as its rows stand; yields how many after each batch."""
    own = kind.own
    chains = Seal.objects.filter(kind=kind.name, key=OuterRef("pk"))
    while True:
        with transaction.atomic():
            rows = own.model._base_manager.filter(~Exists(chains)).order_by("pk").select_for_update(of=("self",))
            batch = [row.pk for row in rows[:BATCH]]
            labels, at = kind.labels(batch), timezone.now()
            seals = [seal_of(kind.name, pk, Head(), rows, at, as_found=True) for pk, rows in labels.items()]
            Seal.objects.bulk_create(seals)
        if not batch:
            return
        yield len(batch)


def record_is_whole() -> bool:
    """True once everything that was there before the seals is sealed: from then on each row has its seal."""
    return Seal.objects.filter(kind=RECORD, key=WHOLE).exists()


def declare_whole() -> None:
    """Say so, in the record itself."""
    seal_of(RECORD, WHOLE, Head(), dict.fromkeys(sorted(KINDS)), timezone.now()).save(force_insert=True)
