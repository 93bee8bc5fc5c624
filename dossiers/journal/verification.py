"""Verify journals: name the exact row that was tampered with, in the chain, in the rows it seals, or on the disk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Length

from dossiers.journal.chain import digest, note_digest, utc
from dossiers.journal.sealing import KIND
from dossiers.models import Attachment, Counter, Dossier, Event, Paper, Parcel, State
from dossiers.models.stored_files import fault_of_file
from dossiers.models.triggers import EVENTS
from people.seals.heads import faults_of_day_files
from people.seals.registry import KINDS
from people.seals.roots import faults_of_roots
from people.seals.verification import BATCH, LAST, Subjects, faults_in_kind, faults_of_subjects
from people.seals.verification import lifted_triggers as lifted_seal_triggers


def faults_in_record(*, files: bool = True) -> Iterator[str]:
    """Everything that is wrong with the whole record of the site, one sentence a fault.

    Within bounded memory: batch by batch. With *files* the bytes of every file are read again, too.
    """
    yield from lifted_triggers()
    yield from lifted_seal_triggers()
    for name in KINDS:
        if name != KIND:
            yield from faults_in_kind(name)
    yield from faults_in(Dossier.objects.all())
    yield from faults_of_day_files()
    yield from faults_of_roots()
    yield from faults_of_counters()
    if files:
        yield from faults_of_files()


def verify(dossier: Dossier) -> list[str]:
    """What is wrong with the record of *dossier*, one sentence a fault; empty when it is whole."""
    return list(faults_of_batch([dossier], dossier.pk - 1, dossier.pk))


def faults_in(dossiers: "QuerySet[Dossier]") -> Iterator[str]:
    """The faults of all *dossiers*, read batch by batch in the order of their keys.

    Seals whose dossier is gone are named, too, so *dossiers* are all there are, or those of a range of keys.
    """
    last = -1
    while True:
        batch = list(dossiers.filter(pk__gt=last).order_by("pk")[:BATCH])
        until = batch[-1].pk if len(batch) == BATCH else LAST
        yield from faults_of_batch(batch, last, until)
        if until == LAST:
            return
        last = until


def faults_of_batch(batch: list[Dossier], after: int, until: int) -> Iterator[str]:
    """The faults of *batch*, which holds every dossier whose key lies above *after* up to *until*."""
    yield from faults_of_subjects(KINDS[KIND], {row.pk: row for row in batch}, after, until, _faults_of_journals)


def faults_of_counters() -> Iterator[str]:
    """The counters that do not stand at the last number that was given: numbers have no holes and are given once."""
    rows = Paper.objects.order_by("symbol", "year").values_list("symbol", "year").distinct()
    used = {Counter.paper_scope(symbol, year) for symbol, year in rows}
    newest = Dossier.objects.exclude(code=None).order_by("-pk").values_list("code", flat=True)
    for code in newest[:BATCH]:  # of days that are past no code is given any more
        used.add("code/{}/{}".format(*str(code).rsplit("-", 2)))
    records = Parcel.objects.exclude(record_number=None).order_by().values_list("desk__code", "posted_at__year")
    used |= {Counter.record_scope(desk, year) for desk, year in records.distinct()}
    there = set(Counter.objects.values_list("scope", flat=True))  # last: a number is given with its counter
    for scope in sorted(used - there):
        yield f"counter {scope} is gone"
    for counter in Counter.objects.order_by("pk").iterator():
        if counter.last != _last_number(counter.scope):
            yield from _fault_of_counter(counter)


def faults_of_files() -> Iterator[str]:
    """The files of what is filed and issued that are gone or hold other bytes. A draft's come and go."""
    filed = Attachment.objects.exclude(dossier__state=State.DRAFT.value)
    for rows in (filed, Paper.objects.exclude(path="")):
        for path, sha256 in rows.order_by("path").values_list("path", "sha256").distinct().iterator(chunk_size=2000):
            # One that was taken out of a supplement meanwhile is no fault.
            if (fault := fault_of_file(path, sha256)) and rows.filter(path=path, sha256=sha256).exists():
                yield f"file {path} {fault}"


def lifted_triggers() -> Iterator[str]:
    """The triggers that keep the journal append-only and are not there."""
    for name in EVENTS.missing(connection):
        yield f"trigger {name} is not there: the journal can be rewritten"


def _fault_of_counter(counter: Counter) -> Iterator[str]:
    """The fault of a counter, looked at again while nobody draws from it."""
    with transaction.atomic():
        locked = Counter.objects.select_for_update().filter(pk=counter.pk).first()
        last = _last_number(counter.scope)
    if locked and locked.last != last:
        yield f"counter {counter.scope} (row {counter.pk}): says {locked.last}, the last number given is {last}"


def _last_number(scope: str) -> int:
    kind, _slash, rest = scope.partition("/")
    return {"code": _last_code, "paper": _last_paper, "parcel": _last_record}[kind](rest)


def _last_code(scope: str) -> int:
    prefix = scope.replace("/", "-") + "-"
    rows = Dossier.objects.filter(code__startswith=prefix).annotate(length=Length("code"))
    code = rows.order_by("-length", "-code").values_list("code", flat=True).first()
    return int(code.removeprefix(prefix)) if code else 0


def _last_paper(scope: str) -> int:
    symbol, _slash, year = scope.rpartition("/")
    rows = Paper.objects.filter(symbol=symbol, year=int(year))
    return rows.aggregate(last=Max("number"))["last"] or 0


def _last_record(scope: str) -> int:
    desk, _slash, year = scope.rpartition("/")
    rows = Parcel.objects.filter(desk__code=desk, posted_at__year=int(year))
    return rows.aggregate(last=Max("record_number"))["last"] or 0


def _faults_of_journals(dossiers: Subjects, after: int, until: int) -> dict[int, list[str]]:
    """What is wrong with the events of each dossier, and with what its row says of them."""
    events: dict[int, list[Event]] = defaultdict(list)
    rows = Event.objects.filter(dossier_id__gt=after, dossier_id__lte=until).select_related("note")
    for event in rows.order_by("dossier_id", "seq").iterator(chunk_size=2000):
        events[event.dossier_id].append(event)
    return {pk: list(_faults_of(dossier, events[pk])) for pk, dossier in dossiers.items()}


def _faults_of(dossier: Dossier, events: list[Event]) -> Iterator[str]:
    previous, expected, recorded = "", 1, None
    for event in events:
        for fault in _faults_of_event(event, previous, expected):
            yield f"{dossier.name} event {event.seq} (row {event.pk}): {fault}"
        if recorded is not None and event.recorded_at < recorded:
            yield f"{dossier.name} event {event.seq} (row {event.pk}): recorded before the event before it"
        previous, expected, recorded = event.hash, event.seq + 1, event.recorded_at
    for fault in _faults_of_head(dossier, events):
        yield f"{dossier.name} (dossier row {dossier.pk}): {fault}"


def _faults_of_event(event: Event, previous: str, expected: int) -> Iterator[str]:
    if event.seq > expected:
        yield f"event {expected} is missing before it"
    if event.previous_hash != previous:
        yield "does not follow the event before it"
    if event.hash != digest(event):
        yield "its content was changed"
    note = getattr(event, "note", None)  # a note may be erased, and its salt with it
    if note is not None and event.note_hash != note_digest(note.salt, note.text):
        yield "its note was changed"


def _faults_of_head(dossier: Dossier, events: list[Event]) -> Iterator[str]:
    """Whether the row still says what its journal ends with: last event, state, promised instant."""
    last_seq, last_hash = (events[-1].seq, events[-1].hash) if events else (0, "")
    if dossier.head_seq != last_seq:
        yield f"its head says event {dossier.head_seq}, the chain ends at {last_seq}"
    elif dossier.head_hash != last_hash:
        yield "its head is not the hash of its last event"
    state = events[-1].to_state if events else State.DRAFT.value
    if dossier.state != state:
        yield f"its state is {dossier.state}, its journal ends at {state}"
    if utc(dossier.due_at) != _last_promise(events):
        yield "its due date is not the one its journal ends with"


def _last_promise(events: Iterable[Event]) -> str:
    promise = ""
    for event in events:
        particulars = event.particulars
        if isinstance(particulars, dict):
            promise = str(particulars.get("due_at", promise))
    return promise
