"""Verify journals: name the exact row that was tampered with."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from dossiers.journal.chain import digest, note_digest, utc
from dossiers.models import Dossier, Event, State

BATCH = 500  # dossiers read at once, each with its events
HEAD = ("ref", "code", "state", "due_at", "head_seq", "head_hash")


def verify(dossier: Dossier) -> list[str]:
    """What is wrong with the journal of *dossier*, one sentence a fault; empty when it is whole."""
    return list(faults_in(Dossier.objects.filter(pk=dossier.pk)))


def faults_in(dossiers: "QuerySet[Dossier]") -> Iterator[str]:
    """The faults of many journals, read batch by batch in the order of their keys."""
    last = 0
    while batch := list(dossiers.filter(pk__gt=last).order_by("pk").only(*HEAD)[:BATCH]):
        events: dict[int, list[Event]] = {row.pk: [] for row in batch}
        rows = Event.objects.filter(dossier_id__in=list(events)).select_related("note")
        for event in rows.order_by("dossier_id", "seq").iterator(chunk_size=2000):
            events[event.dossier_id].append(event)
        for dossier in batch:
            yield from _faults_of(dossier, events[dossier.pk])
        last = batch[-1].pk


def _faults_of(dossier: Dossier, events: list[Event]) -> Iterator[str]:
    previous, expected = "", 1
    for event in events:
        for fault in _faults_of_event(event, previous, expected):
            yield f"{dossier.name} event {event.seq} (row {event.pk}): {fault}"
        previous, expected = event.hash, event.seq + 1
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
