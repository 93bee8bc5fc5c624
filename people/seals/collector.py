"""Seal what is saved: the rows of an open act together in one seal, any other row at once in one of its own.

A row that differs from its last seal was changed past the site. The next honest change seals it as it stands, and
beside it how it was found: else that change would hide the theft for good.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone

from people.models.seal import Seal
from people.seals.chain import Head, seal_of
from people.seals.heads import note_head
from people.seals.registry import ALTERED, BY_MODEL, KINDS, Labels, SealedModel

_open: ContextVar[dict[tuple[str, int], Labels]] = ContextVar("open acts", default={})  # noqa: B039 - never changed


@contextmanager
def collecting(kind: str, key: int) -> Iterator[Labels]:
    """Collect what is saved of one subject, for the caller to seal in the same transaction."""
    labels: Labels = {}
    token = _open.set({**_open.get(), (kind, key): labels})
    try:
        yield labels
    finally:
        _open.reset(token)


def collected(kind: str, key: int) -> Labels | None:
    """What the open act on a subject has collected so far, to add to; None while no act is open on it."""
    return _open.get().get((kind, key))


def write(kind: str, key: int, head: Head, labels: Labels, at: datetime, *, as_found: bool = False) -> Head:
    """Write the next seal of a chain whose subject the caller has locked; returns its new head."""
    seal = seal_of(kind, key, head, labels, at, as_found=as_found)
    seal.save(force_insert=True)
    note_head(seal)
    return Head(seal.seq, seal.hash)


def seal_change(kind: str, key: int, labels: Labels, *, new: bool = False) -> None:
    """Seal a change that is no act: into the act that is open on the subject, else by itself, and at once.

    *new* spares the look for a chain that cannot be there yet.
    """
    if (gathered := collected(kind, key)) is not None:
        gathered.update(labels)
        return
    subject = KINDS[kind]
    with transaction.atomic(savepoint=False):
        head = Head() if new else subject.lock_head(key) if subject.lock_head else head_of(kind, key)
        if head is None:
            return
        head = write(kind, key, head, labels, timezone.now())
        if subject.keep_head:
            subject.keep_head(key, head)


def database_now() -> datetime:
    """What time it is by the clock of the database, which all processes share."""
    if connection.vendor == "sqlite":
        return timezone.now()  # the same clock, read to the microsecond
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        instant: datetime = cursor.fetchone()[0]
    return instant


def seal_together(rows: Iterable[models.Model]) -> None:
    """Seal rows that one INSERT wrote into the chain of the one subject that they share."""
    labels: Labels = {}
    subjects = set()
    for row in rows:
        sealed = BY_MODEL[type(row)]
        labels[sealed.label(row)] = sealed.digest(row)
        subjects.add((sealed.kind, sealed.subject(row)))
    for kind, key in subjects:
        seal_change(kind, key, labels)


def head_of(kind: str, key: int) -> Head:
    """Where a chain ends, as its last seal says."""
    rows = Seal.objects.filter(kind=kind, key=key).order_by("-seq")
    last = rows.values_list("seq", "hash").first()
    return Head(*last) if last else Head()


def altered(row: models.Model) -> Labels:
    """How the database holds *row* where its last seal says otherwise; nothing where they agree."""
    sealed = BY_MODEL[type(row)]
    key, label = sealed.subject(row), sealed.label(row)
    seals = Seal.objects.filter(kind=sealed.kind, key=key, rows__has_key=label).order_by("-seq")
    rows = sealed.model._base_manager.filter(pk=row.pk)
    stored = rows.annotate(last_seal=models.Subquery(seals.values("rows")[:1])).first()
    if stored is None:
        return {}
    expected = {**(vars(stored)["last_seal"] or {}), **(collected(sealed.kind, key) or {})}
    digest = sealed.digest(stored)
    return {ALTERED + label: digest} if expected.get(label, digest) != digest else {}


def watch(sealed: SealedModel) -> None:
    """Seal every save and deletion of the model's rows from now on."""
    pre_save.connect(_about_to_save, sender=sealed.model, dispatch_uid=f"compare {sealed.kind} {sealed.name}")
    post_save.connect(_saved, sender=sealed.model, dispatch_uid=f"seal {sealed.kind} {sealed.name}")
    post_delete.connect(_deleted, sender=sealed.model, dispatch_uid=f"seal {sealed.kind} {sealed.name}")


def _about_to_save(sender: Any, instance: models.Model, update_fields: Any, raw: bool, **_: Any) -> None:
    sealed = BY_MODEL[sender]
    is_new = instance.pk is None or instance._state.adding
    if raw or is_new or not sealed.touches(update_fields) or _is_exempt(sealed, instance):
        return
    with transaction.atomic(savepoint=False):
        if collected(sealed.kind, key := sealed.subject(instance)) is None:  # an act holds its subject already
            subject = KINDS[sealed.kind].own.model._base_manager.select_for_update().only("pk")
            subject.filter(pk=key).first()  # nobody changes it between the two reads
        instance._altered = altered(instance)  # type: ignore[attr-defined]


def _saved(sender: Any, instance: models.Model, created: bool, update_fields: Any, raw: bool, **_: Any) -> None:
    sealed = BY_MODEL[sender]
    if raw or not sealed.touches(update_fields) or _is_exempt(sealed, instance):
        return
    key, row = sealed.subject(instance), instance
    if not created and collected(sealed.kind, key) is None and _may_be_stale(instance, update_fields):
        row = sender._base_manager.get(pk=instance.pk)
    own = sealed.path == "pk"
    labels: Labels = {**vars(instance).pop("_altered", {}), sealed.label(row): sealed.digest(row)}
    seal_change(sealed.kind, key, labels, new=created and own)


def _deleted(sender: Any, instance: models.Model, **_: Any) -> None:
    sealed = BY_MODEL[sender]
    if not _is_exempt(sealed, instance):
        seal_change(sealed.kind, sealed.subject(instance), {sealed.label(instance): None})


def _is_exempt(sealed: SealedModel, row: models.Model) -> bool:
    exempt = KINDS[sealed.kind].is_exempt
    return exempt is not None and exempt(row)


def _may_be_stale(row: models.Model, update_fields: Any) -> bool:
    """The database may hold other values than the instance: it wrote some columns only, or never read some."""
    if update_fields is not None or row.get_deferred_fields():
        return True
    return any(hasattr(value, "resolve_expression") for value in vars(row).values())
