"""Compare rows with their seals: name each row that was changed, taken away or put in outside the site."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection, models, transaction

from people.models.incident import ENTRIES
from people.models.read import READS
from people.models.seal import SEALS, Seal
from people.seals.chain import faults_of
from people.seals.registry import ALTERED, BY_MODEL, KINDS, Kind, Labels

BATCH = 500  # subjects read at once, each with its seals and its rows
LAST = 2**63 - 1
Subjects = dict[int, Any]
# Of subjects whose keys lie above one number up to another: what else is wrong with each, by its key.
MoreFaults = Callable[[Subjects, int, int], dict[int, list[str]]]


def faults_in_kind(name: str) -> Iterator[str]:
    """The faults of all subjects of one kind, batch by batch in the order of their keys."""
    kind = KINDS[name]
    last = -1
    while True:
        subjects = list(kind.own.model._base_manager.filter(pk__gt=last).order_by("pk")[:BATCH])
        until = subjects[-1].pk if len(subjects) == BATCH else LAST
        yield from faults_of_subjects(kind, {row.pk: row for row in subjects}, last, until)
        if until == LAST:
            return
        last = until


def faults_of_subjects(
    kind: Kind, subjects: Subjects, after: int, until: int, more: MoreFaults | None = None
) -> Iterator[str]:
    """The faults of *subjects*, and of seals without a subject whose key lies above *after* up to *until*.

    The site goes on meanwhile: a row may be read before an act and its seal after it. So what differs is looked at
    once more with its subject locked, and named only when it differs still.
    """
    for key, faults in sorted(_look(kind, subjects, after, until, more).items()):
        if faults:
            with transaction.atomic():
                row = kind.own.model._base_manager.select_for_update().filter(pk=key).first()
                again = _look(kind, {} if row is None else {key: row}, key - 1, key, more)
            yield from again.get(key, [])


def is_as_sealed(row: models.Model) -> bool:
    """True when the database has *row* as the last seal that names it says; also where its subject has no seals yet."""
    sealed = BY_MODEL[type(row)]
    key = sealed.subject(row)
    with transaction.atomic():
        subject = KINDS[sealed.kind].own.model._base_manager.select_for_update().only("pk")
        subject.filter(pk=key).first()  # no act changes it between the two reads
        seals = list(Seal.objects.filter(kind=sealed.kind, key=key).order_by("seq"))
        now = sealed.model._base_manager.get(pk=row.pk)
    return not seals or _expected(seals).get(sealed.label(now)) == sealed.digest(now)


def _look(kind: Kind, subjects: Subjects, after: int, until: int, more: MoreFaults | None) -> dict[int, list[str]]:
    chains = _chains(kind.name, after, until)
    faults = more(subjects, after, until) if more else {}
    for key in chains.keys() - subjects.keys():
        if _expected(chains[key]).get(f"{kind.name}/{key}") is not None:
            faults[key] = [f"{kind.name} {key}: its row is gone, its seals are there"]
    sealed = {key: _expected(chains.get(key, [])) for key in subjects}
    actual = _actual(kind, sealed)
    for key, row in subjects.items():
        own = _faults_of_subject(kind, row, chains.get(key, []), sealed[key], actual[key])
        faults.setdefault(key, []).extend(f"{_name_of(row)} ({kind.name} row {key}): {fault}" for fault in own)
    return faults


def _name_of(row: models.Model) -> str:
    """What *row* is called; one that was changed outside the site may have lost its name, and is verified anyhow."""
    try:
        return str(row)
    except (LookupError, TypeError, ValueError, AttributeError):
        return "?"


def _faults_of_subject(
    kind: Kind, row: models.Model, seals: list[Seal], sealed: Labels, actual: Labels
) -> Iterator[str]:
    yield from faults_of(seals)
    yield from _altered(seals)
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
    """The triggers that keep seals, reads and entries of incidents append-only and are not there."""
    for table, rows in ((SEALS, "seals"), (READS, "reads"), (ENTRIES, "entries of incidents")):
        for name in table.missing(connection):
            yield f"trigger {name} is not there: the {rows} can be rewritten"


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
            expected.update({label: digest for label, digest in seal.rows.items() if not label.startswith(ALTERED)})
    return expected


def _altered(seals: Sequence[Seal]) -> Iterator[str]:
    """What a later change found altered, and sealed as its own since: named for good."""
    for seal in seals:
        for label in seal.rows if isinstance(seal.rows, dict) else ():
            if label.startswith(ALTERED):
                yield f"{label.removeprefix(ALTERED)} had been changed outside the site before seal {seal.seq}"


def _actual(kind: Kind, expected: dict[int, Labels]) -> dict[int, Labels]:
    actual = kind.labels(list(expected))
    for key, labels in (kind.more_rows(expected) if kind.more_rows else {}).items():
        actual[key] |= labels
    return actual
