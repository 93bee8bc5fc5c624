"""Acts on notices: write one for each channel, in the transaction of the caller; read them in the inbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from notifications.delivery import deliver
from notifications.kinds import Kind
from notifications.models import Notice


def notify(
    kind: Kind,
    *,
    at: datetime,
    context: Mapping[str, object],
    user: Any = None,
    email: str = "",
    link: str = "",
    once: str = "",
) -> None:
    """Tell one person on every channel we know: the inbox of *user*, and an e-mail address.

    *once* names the fact; the same fact is never told twice on one channel. Writes rows only; the
    worker sends after commit, and a round picks up what a killed worker left.
    """
    assert user is None or isinstance(user, get_user_model())
    subject, body = kind.subject(context)[:255], kind.body(context)
    rows = []
    if user is not None and user.is_active:
        # The row itself is the delivery.
        rows.append((Notice.Channel.INBOX, user.username, Notice.State.SENT))
    if address := email or (user.email if user is not None and user.is_active else ""):
        rows.append((Notice.Channel.EMAIL, address, Notice.State.PENDING))
    notices = [
        Notice(
            kind=kind.key, user=user, channel=channel, address=address, subject=subject, body=body,
            link=link, once=once, created_at=at, not_before=at, state=state,
            sent_at=at if state == Notice.State.SENT else None,
        )
        for channel, address, state in rows
    ]  # fmt: skip
    _write(notices)


def read(notice: Notice, *, at: datetime) -> None:
    """Its owner has seen it; the first time counts."""
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])


def read_all(user: Any, *, at: datetime) -> None:
    """The user has seen everything there is."""
    Notice.objects.inbox_of(user).unread().update(read_at=at)


def _write(notices: list[Notice]) -> None:
    """One INSERT; a fact already told is skipped by the database."""
    if not notices:
        return
    Notice.objects.bulk_create(notices, ignore_conflicts=any(notice.once for notice in notices))
    # The row is the job: with the broker down the act stands all the same, and the round sends.
    if any(notice.state == Notice.State.PENDING for notice in notices):
        transaction.on_commit(deliver.delay, robust=True)
