"""Carry out one act on many dossiers: each by the one door, in a transaction and with an event of its own.

A few at once (`carry_out`), also as a trial that leaves nothing; many as a stored batch (`begin`), which the worker
goes through (`run_waiting`). An item and its act are one transaction: a killed worker loses none and doubles none.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers import actions
from dossiers.journal import Lockable
from dossiers.labels import labels_of, put_label
from dossiers.models import Batch, BatchItem, Dossier
from people.models import Seal, User
from people.seals.collector import seal_together
from people.seals.verification import is_as_sealed
from toolbox.references import normalise
from toolbox.refusal import InvalidInput, Refused
from toolbox.text import has_control_characters

logger = logging.getLogger(__name__)
MOST = 200  # dossiers of one batch
STEPS, MAX_TRIES, NAME_MAX = 25, 3, 40
DIGEST = re.compile(r"[0-9a-zA-Z]{1,64}")
# A worker killed amid an act gives the item back after this.
CLAIM = timedelta(seconds=3 * settings.ROUND_SECONDS)
LASTS = timedelta(hours=24)  # who asked yesterday may not want it today
State = BatchItem.State


@dataclass(frozen=True)
class Target:
    """One dossier that is meant, by its code, and the digest of what was seen of it."""

    name: str
    seen: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of one: done, or refused, in words."""

    name: str
    refusal: str = ""


@dataclass(frozen=True)
class BulkAct:
    """An act that may be done to many at once: its arguments, from the dossier, what was seen, and what is the same."""

    action: Callable[..., Dossier]
    title: Any
    arguments: Callable[[Dossier, str, Mapping[str, Any]], dict[str, Any]]
    fields: tuple[str, ...] = ()  # what `data` holds
    binds: bool = False  # nothing is done but on what was seen


def _account(username: str) -> User:
    """The account of this name; raises Refused for none."""
    user = User.objects.filter(username=username, is_active=True).first() if username else None
    if user is None:
        raise Refused(_("Không có tài khoản này."))
    return user


def _put_label(rows: Lockable, key: str, *, by: User, at: datetime) -> Dossier:
    """Hang the label of this key on the one of *rows*: no act of the procedure, so without an event."""
    assert not isinstance(rows, Dossier)
    dossier = rows.get()
    label = next((label for label in labels_of(by) if str(label.pk) == key), None)
    if label is None:
        raise Refused(_("Không có nhãn này trong đơn vị của ông/bà."))
    put_label(dossier, label, by=by, at=at)
    return dossier


ACTS: dict[str, BulkAct] = {
    "approval": BulkAct(
        actions.approve,
        gettext_lazy("Phê duyệt kết quả"),
        lambda row, seen, data: {"outcome": row.proposed_outcome, "preview": seen},
        binds=True,
    ),
    "seal": BulkAct(
        actions.seal_result, gettext_lazy("Đóng dấu kết quả"), lambda row, seen, data: {"seen": seen}, binds=True
    ),
    "send-back": BulkAct(
        actions.send_back,
        gettext_lazy("Trả lại để thẩm định thêm"),
        lambda row, seen, data: {"reason": str(data.get("reason", ""))},
        fields=("reason",),
    ),
    "assign": BulkAct(
        actions.assign,
        gettext_lazy("Phân công người xử lý"),
        lambda row, seen, data: {"to": _account(str(data.get("to", "")))},
        fields=("to",),
    ),
    "label": BulkAct(
        _put_label,
        gettext_lazy("Gắn nhãn"),
        lambda row, seen, data: {"key": str(data.get("label", ""))},
        fields=("label",),
    ),
    "handover": BulkAct(
        actions.hand_over, gettext_lazy("Chuyển hồ sơ đến phòng chuyên môn"), lambda row, seen, data: {}
    ),
}


def carry_out(
    word: str,
    targets: Iterable[Target],
    data: Mapping[str, Any] | None = None,
    *,
    by: User,
    at: datetime,
    dry_run: bool = False,
) -> list[Answer]:
    """Do the act *word* to each of *targets* now, one after the other; with *dry_run* nothing of it stays.

    Raises InvalidInput for none or too many of them, and for one of which it is not said what was seen.
    """
    chosen = _checked(word, targets)
    return [Answer(one.name, _tried(word, one, data or {}, by=by, at=at, dry_run=dry_run)) for one in chosen]


def begin(
    word: str, targets: Iterable[Target], data: Mapping[str, Any] | None = None, *, by: User, at: datetime
) -> Batch:
    """Store a batch for the worker, who begins at once; raises as `carry_out` does."""
    chosen = _checked(word, targets)
    with transaction.atomic():
        language = translation.get_language() or settings.LANGUAGE_CODE
        batch = Batch.objects.create(by=by, action=word, data=dict(data or {}), language=language, created_at=at)
        rows = [
            BatchItem(batch=batch, order=order, name=one.name, seen=one.seen, not_before=at)
            for order, one in enumerate(chosen)
        ]
        seal_together(BatchItem.objects.bulk_create(rows))
        # The rows are the job: with the broker down they wait, and the round begins.
        transaction.on_commit(run_waiting.delay, robust=True)
    return batch


@shared_task
def run_waiting() -> None:
    """Go on with batches that wait; run when one is stored, and by the round."""
    if run_steps(timezone.now()) == STEPS:
        run_waiting.delay()  # others have their turn in between


def run_steps(at: datetime) -> int:
    """Do the next STEPS items of any batch that are due at *at*, the oldest first; returns how many were tried."""
    for count in range(STEPS):
        item = _claim(at)
        if item is None:
            return count
        try:
            _run(item, at)
        except Exception:
            logger.exception("Item %s of batch %s could not be done (try %s).", item.pk, item.batch_id, item.tries)
    return STEPS


def _checked(word: str, targets: Iterable[Target]) -> Sequence[Target]:
    """Each dossier once, by the code it is stored under."""
    named = {code_of(one.name): one.seen for one in targets}
    chosen = [Target(name, seen if DIGEST.fullmatch(seen) else "") for name, seen in named.items()]
    if not chosen:
        raise _wrong(_("Chọn ít nhất một hồ sơ."))
    if len(chosen) > MOST:
        raise _wrong(_("Mỗi lần làm nhiều nhất %(most)d hồ sơ. Chọn ít hơn rồi làm tiếp.") % {"most": MOST})
    if ACTS[word].binds and not all(one.seen for one in chosen):
        raise _wrong(_("Thiếu mã đối chiếu của văn bản đã xem. Mở lại danh sách rồi chọn."))
    return chosen


def code_of(typed: str) -> str:
    """*typed* as a code is stored; nothing for what no database would take."""
    return "" if has_control_characters(typed) else normalise(typed)[:NAME_MAX]


def _wrong(message: str) -> InvalidInput:
    return InvalidInput({"dossiers": [message]}, message)


def _tried(word: str, target: Target, data: Mapping[str, Any], *, by: User, at: datetime, dry_run: bool = False) -> str:
    """Do one and answer why not; empty when it was done. What is not theirs to see is not there."""
    act, rows = ACTS[word], Dossier.objects.visible_to(by).named(target.name)
    with transaction.atomic():
        try:
            arguments = act.arguments(rows.get(), target.seen, data)
            act.action(rows.seen_by(by), **arguments, by=by, at=at)
        except Dossier.DoesNotExist:
            return _("Không tìm thấy hồ sơ này.")
        except Refused as refusal:
            return refusal.message
        if dry_run:
            transaction.set_rollback(True)
    return ""


def _claim(at: datetime) -> BatchItem | None:
    """The next item that waits, taken by pushing its time on; the try is counted before it is made."""
    with transaction.atomic():
        rows = BatchItem.objects.filter(state=State.WAITING, not_before__lte=at)
        if transaction.get_connection().features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        item = rows.select_related("batch__by").order_by("id").first()
        if item:
            item.tries += 1
            item.not_before = at + CLAIM
            item.save(update_fields=["tries", "not_before"])
    return item


def _run(item: BatchItem, at: datetime) -> None:
    """Do one item, in one transaction with its mark that it was done: whoever comes later finds it."""
    is_whole = _is_whole(item)
    with transaction.atomic(), translation.override(item.batch.language):
        locked = BatchItem.objects.select_for_update().get(pk=item.pk)
        if locked.state != State.WAITING:
            return
        words = _hindrance(item, at, is_whole=is_whole)
        if not words:
            batch = item.batch
            words = _tried(batch.action, Target(item.name, item.seen), batch.data, by=batch.by, at=at)
        locked.state, locked.words, locked.ended_at = State.REFUSED if words else State.DONE, words, at
        locked.save(update_fields=["state", "words", "ended_at"])


def _is_whole(item: BatchItem) -> bool:
    """Who asked for what is as it was sealed; what nobody sealed was put in past the site."""
    is_sealed = Seal.objects.filter(kind="batch", key=item.batch_id).exists()
    return is_sealed and is_as_sealed(item.batch) and is_as_sealed(item)


def _hindrance(item: BatchItem, at: datetime, *, is_whole: bool) -> str:
    """Why the worker does not even try, in words."""
    if not is_whole:
        return _("Loạt việc này đã bị sửa ngoài hệ thống nên không thực hiện. Báo quản trị hệ thống.")
    if item.tries > MAX_TRIES:
        return _("Đã thử nhiều lần mà không thực hiện được. Mở hồ sơ để làm riêng, hoặc báo quản trị hệ thống.")
    if at - item.batch.created_at > LASTS:
        return _("Đã quá một ngày từ khi yêu cầu nên không thực hiện nữa. Chọn lại hồ sơ rồi làm tiếp.")
    return "" if item.batch.by.is_active else _("Tài khoản đã yêu cầu việc này không còn hoạt động.")
