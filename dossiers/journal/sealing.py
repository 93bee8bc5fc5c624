"""What is sealed of a dossier: its row, and every row of its attachments, papers, waits, access and messages."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from dossiers.models import (
    Attachment,
    Batch,
    BatchItem,
    Dossier,
    DossierAccess,
    EventNote,
    Interruption,
    Lateness,
    Opinion,
    Paper,
    Parcel,
    ParcelItem,
    Result,
    State,
)
from notifications.actions import notices_written
from notifications.models import Notice
from people.models import Seal
from people.seals.backlog import record_is_whole
from people.seals.chain import Head, seal_of
from people.seals.collector import collected, database_now, watch
from people.seals.digests import digest
from people.seals.registry import KINDS, Labels, SealedModel, seal_model
from toolbox.refusal import Refused

KIND, BATCH = "dossier", 500
# Moved on by the rounds of alerts and reminders; the last two are the head of this very chain.
DOSSIER = seal_model(Dossier, KIND, without={"next_alert_at", "alerts_ahead", "seal_seq", "seal_hash"})
ATTACHMENT = seal_model(Attachment, kind=KIND, path="dossier_id")
ACCESS = seal_model(DossierAccess, "access", kind=KIND, path="dossier_id")
ROWS = [
    ATTACHMENT,
    ACCESS,
    seal_model(Paper, kind=KIND, path="dossier_id", without={"tries", "not_before", "fault"}),
    seal_model(Result, kind=KIND, path="dossier_id", without={"reminded_at"}),
    seal_model(Interruption, kind=KIND, path="dossier_id", without={"reminded", "next_reminder_at", "unsent_answers"}),
    seal_model(Lateness, kind=KIND, path="dossier_id"),
    seal_model(Opinion, kind=KIND, path="dossier_id", without={"reminded", "next_reminder_at"}),
    seal_model(ParcelItem, "parcel_item", kind=KIND, path="dossier_id"),
    seal_model(EventNote, "note", kind=KIND, path="event__dossier_id"),
]


class JournalHead(SealedModel):
    """The hash that the events end with: it ties them to the seals for who may not see the dossier's row."""

    def digest(self, row: Any) -> str:
        """The head of the chain of events."""
        return str(row.head_hash)

    @property
    def is_derived(self) -> bool:
        """It stands on the dossier's row."""
        return True


JOURNAL = JournalHead("journal", Dossier, KIND)
KINDS[KIND].members.append(JOURNAL)
# What the worker does in whose name: each batch with its items in a chain of its own.
BATCHES = [
    seal_model(Batch),
    seal_model(
        BatchItem, "item", kind="batch", path="batch_id", without={"state", "words", "tries", "not_before", "ended_at"}
    ),
]
PARCEL = seal_model(Parcel)  # several dossiers share it: a chain of its own
# A message is known by the fact it tells of; whether it is sent or read goes on without the act.
UNSEALED_OF_NOTICES = frozenset({"id", "state", "tries", "error", "not_before", "sent_at", "read_at"})
NOTICE = SealedModel("notice", Notice, KIND, without=UNSEALED_OF_NOTICES)
KEEP_HEADS = """
    UPDATE dossiers_dossier SET seal_seq = 1, seal_hash = v.column2 FROM (VALUES {rows}) AS v
    WHERE dossiers_dossier.id = v.column1 AND dossiers_dossier.id IN ({keys})
"""  # the keys twice: SQLite would look for each row of VALUES among all dossiers


class LastSeal(models.Func):
    """The rows that the last seal of a dossier names, each with its digest; read with the dossier."""

    output_field = models.JSONField()
    template = "(SELECT s.rows FROM people_seal s WHERE s.kind = 'dossier' AND s.key = {pk} AND s.seq = {seq})"

    def __init__(self) -> None:
        super().__init__(models.F("pk"), models.F("seal_seq"))

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        """Written out; its columns take no parameters."""
        pk, seq = (compiler.compile(part)[0] for part in self.source_expressions)
        return self.template.format(pk=pk, seq=seq), []


def connect() -> None:
    """Have each row sealed as it is saved, and each message of an act as it is written."""
    kind = KINDS[KIND]
    kind.lock_head, kind.keep_head, kind.is_exempt = _lock_head, _keep_head, _is_of_draft
    kind.may_lack_seals, kind.more_rows = _is_draft, _messages
    for sealed in [*ROWS, *BATCHES, PARCEL]:
        watch(sealed)
    notices_written.connect(_notices_written, dispatch_uid="seal notices")


def labels_of(sealed: SealedModel, rows: Iterable[models.Model]) -> Labels:
    """What *rows* are called in a seal, each with its digest."""
    return {sealed.label(row): sealed.digest(row) for row in rows}


def labels_of_own(dossier: Dossier) -> Labels:
    """The seal of the dossier's own row, as it is about to be saved, and of its journal's head."""
    return labels_of(DOSSIER, [dossier]) | labels_of(JOURNAL, [dossier])


def seal_as_found(dossiers: Iterable[Dossier]) -> int:
    """Seal *dossiers* that no seal holds yet, as their rows stand; it proves nothing earlier. Returns how many."""
    with transaction.atomic():
        rows = Dossier.objects.select_for_update().filter(pk__in=[row.pk for row in dossiers], seal_seq=0)
        unsealed = list(rows.exclude(state=State.DRAFT.value).order_by("pk").values_list("pk", flat=True))
        labels, at = KINDS[KIND].labels(unsealed), database_now()
        seals = [seal_of(KIND, pk, Head(), labels[pk], at, as_found=True) for pk in unsealed]
        Seal.objects.bulk_create(seals)
        _keep_heads(seals)
    return len(unsealed)


def seal_unsealed(dossier: Dossier) -> None:
    """Seal, as found, one locked dossier that was filed before there were seals and is acted on before its turn.

    Raises Refused once the whole record is sealed: then only who wrote past the site can have put it in.
    """
    if record_is_whole():
        raise Refused(_("Hồ sơ này không có niêm phong nên không làm được việc nào. Báo người quản trị hệ thống."))
    seal_as_found([dossier])
    dossier.refresh_from_db(fields=["seal_seq", "seal_hash"])


def seal_all_as_found() -> Iterator[int]:
    """Seal every filed dossier that no seal holds, batch by batch; yields how many after each."""
    last = 0
    while batch := list(Dossier.objects.unsealed().filter(pk__gt=last).only("pk")[:BATCH]):
        yield seal_as_found(batch)
        last = batch[-1].pk


def _lock_head(pk: int) -> Head | None:
    """The head of a filed dossier, locked; it is sealed as found first where no seal holds it yet."""
    row = Dossier.objects.select_for_update().only("state", "seal_seq", "seal_hash").filter(pk=pk).first()
    if row is None or (row.is_draft and not row.seal_seq):
        return None
    if not row.seal_seq:
        seal_unsealed(row)
    return Head(row.seal_seq, row.seal_hash)


def _keep_head(pk: int, head: Head) -> None:
    Dossier.objects.filter(pk=pk).update(seal_seq=head.seq, seal_hash=head.hash)


def _keep_heads(seals: list[Seal]) -> None:
    """The same for many, in one statement."""
    if not seals:
        return
    rows, keys = ", ".join(["(%s, %s)"] * len(seals)), ", ".join(["%s"] * len(seals))
    values = [value for seal in seals for value in (seal.key, seal.hash)]
    with connection.cursor() as cursor:
        cursor.execute(KEEP_HEADS.format(rows=rows, keys=keys), [*values, *(seal.key for seal in seals)])


def _is_of_draft(row: Any) -> bool:
    dossier = row._state.fields_cache.get("dossier")
    return dossier is not None and dossier.is_draft and not dossier.seal_seq


def _is_draft(dossier: Any) -> bool:
    return bool(dossier.is_draft)


def _notices_written(notices: list[Notice], **_: Any) -> None:
    """Collect the messages of an act: all that tell of one fact are written together."""
    for once in {notice.once for notice in notices if "/" in notice.once}:
        pk, _slash, fact = once.partition("/")
        if pk.isdigit() and (labels := collected(KIND, int(pk))) is not None:
            labels[f"notice/{fact}"] = _digest_of_notices(notice for notice in notices if notice.once == once)


def _messages(expected: dict[int, Labels]) -> dict[int, Labels]:
    """The messages that seals name, as they stand now."""
    wanted = {
        f"{pk}/{label.removeprefix('notice/')}": (pk, label)
        for pk, labels in expected.items()
        for label in labels
        if label.startswith("notice/")
    }
    rows: dict[str, list[Notice]] = {}
    for notice in Notice.objects.filter(once__in=list(wanted)):
        rows.setdefault(notice.once, []).append(notice)
    actual: dict[int, Labels] = {pk: {} for pk in expected}
    for once, notices in rows.items():
        pk, label = wanted[once]
        actual[pk][label] = _digest_of_notices(notices)
    return actual


def _digest_of_notices(notices: Iterable[Notice]) -> str:
    return digest(sorted(NOTICE.digest(notice) for notice in notices))
