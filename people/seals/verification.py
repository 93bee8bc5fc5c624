"""Compare rows with their seals: name each row that was changed, taken away or put in outside the site."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import connection, models

from people.models.seal import SEALS, Seal
from people.seals.chain import faults_of
from people.seals.registry import KINDS, Kind, Labels

BATCH = 500  # subjects read at once, each with its seals and its rows
LAST = 2**63 - 1


def faults_in_kind(name: str) -> Iterator[str]:
    """The faults of all subjects of one kind, batch by batch in the order of their keys."""
    kind = KINDS[name]
    own = next(sealed for sealed in kind.members if sealed.path == "pk")
    last = -1
    while True:
        subjects = list(own.model._base_manager.filter(pk__gt=last).order_by("pk")[:BATCH])
        until = subjects[-1].pk if len(subjects) == BATCH else LAST
        yield from faults_of_subjects(kind, {row.pk: row for row in subjects}, last, until)
        if until == LAST:
            return
        last = until


def faults_of_subjects(kind: Kind, subjects: dict[int, models.Model], after: int, until: int) -> Iterator[str]:
    """The faults of *subjects*, and of seals without a subject whose key lies above *after* up to *until*."""
    chains = _chains(kind.name, after, until)
    for key in sorted(chains.keys() - subjects.keys()):
        expected = _expected(chains[key])
        if any(digest is not None for label, digest in expected.items() if label == f"{kind.name}/{key}"):
            yield f"{kind.name} {key}: its row is gone, its seals are there"
    sealed = {key: _expected(chains.get(key, [])) for key in subjects}
    actual = _actual(kind, sealed)
    for key, row in subjects.items():
        for fault in _faults_of_subject(kind, row, chains.get(key, []), sealed[key], actual[key]):
            yield f"{row} ({kind.name} row {key}): {fault}"


def _faults_of_subject(
    kind: Kind, row: models.Model, seals: list[Seal], sealed: Labels, actual: Labels
) -> Iterator[str]:
    yield from faults_of(seals)
    if seals:
        yield from compare(sealed, actual)
    elif not (kind.may_lack_seals and kind.may_lack_seals(row)):
        yield "no seal holds it, so it was put in outside the site"


def compare(expected: Labels, actual: Labels) -> Iterator[str]:
    """What differs between the digests that are sealed and those of the rows."""
    for label in sorted(expected.keys() | actual.keys()):
        sealed, row = expected.get(label), actual.get(label)
        if row is None and sealed is not None:
            yield f"{label} is gone"
        elif row is not None and sealed is None:
            yield f"{label} was put in outside the site"
        elif row != sealed:
            yield f"{label} was changed outside the site"


def lifted_triggers() -> Iterator[str]:
    """The triggers that keep the seals append-only and are not there."""
    for name in SEALS.missing(connection):
        yield f"trigger {name} is not there: the seals can be rewritten"


def _chains(kind: str, after: int, until: int) -> dict[int, list[Seal]]:
    chains: dict[int, list[Seal]] = defaultdict(list)
    rows = Seal.objects.filter(kind=kind, key__gt=after, key__lte=until).order_by("key", "seq")
    for seal in rows.iterator(chunk_size=2000):
        chains[seal.key].append(seal)
    return chains


def _expected(seals: Sequence[Seal]) -> Labels:
    expected: Labels = {}
    for seal in seals:
        if isinstance(seal.rows, dict):
            expected.update(seal.rows)
    return expected


def _actual(kind: Kind, expected: dict[int, Labels]) -> dict[int, Labels]:
    keys = list(expected)
    actual = kind.more_rows(expected) if kind.more_rows else {key: {} for key in keys}
    for sealed in kind.members:
        for row in sealed.rows_of(keys):
            actual[sealed.subject(row)][sealed.label(row)] = sealed.digest(row)
    return actual
