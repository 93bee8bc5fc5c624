"""Acts on notices: write one for each channel, in the transaction of the caller; read them in the inbox."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.dispatch import Signal

from notifications.channels import CHANNELS
from notifications.channels.base import Delivery
from notifications.delivery import deliver
from notifications.kinds import Kind
from notifications.models import Notice

notices_written = Signal()  # with `notices`: whoever keeps a record of what was told hears of each


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
    send(compose(kind, [user], at=at, context=context, email=email, link=link, once=once, mail_from=at))


def compose(
    kind: Kind,
    users: Iterable[Any],
    *,
    at: datetime,
    context: Mapping[str, object],
    email: str = "",
    link: str = "",
    once: str = "",
    mail_from: datetime | None,
) -> list[Notice]:
    """Compose the same message to several people, without writing it; the words are made once.

    Mail goes out from *mail_from* on; None sends none. Whoever writes many calls `send` once for all.
    """
    shared = {
        "kind": kind.key,
        "subject": kind.subject(context)[:255],
        "body": kind.body(context),
        "link": link,
        "once": once,
        "created_at": at,
    }
    return [
        _notice(channel.key, delivery, user, shared)
        for user in users
        for channel in CHANNELS.values()
        if (delivery := channel.compose(user, email, at, mail_from))
    ]


def send(notices: list[Notice]) -> None:
    """Write composed notices in one INSERT; a fact already told is skipped by the database."""
    if not notices:
        return
    Notice.objects.bulk_create(notices, ignore_conflicts=any(notice.once for notice in notices))
    notices_written.send(sender=Notice, notices=notices)
    # The row is the job: with the broker down the act stands all the same, and the round sends.
    if any(notice.state == Notice.State.PENDING for notice in notices):
        transaction.on_commit(deliver.delay, robust=True)


def one_each(notices: Iterable[Notice]) -> list[Notice]:
    """The same message goes to one address once, however many of those who are told share it."""
    return list({(notice.channel, notice.address.lower(), notice.once): notice for notice in notices}.values())


def read(notice: Notice, *, at: datetime) -> None:
    """Mark *notice* as read by its owner; the first time counts."""
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])


def read_all(user: Any, *, at: datetime) -> None:
    """Mark all notices of *user* as read."""
    Notice.objects.inbox_of(user).unread().update(read_at=at)


def _notice(channel: str, delivery: Delivery, user: Any, shared: Mapping[str, Any]) -> Notice:
    outcome = {"state": Notice.State.SENT, "sent_at": delivery.not_before} if delivery.is_done else {}
    fields = {"channel": channel, "address": delivery.address, "not_before": delivery.not_before}
    return Notice(**shared, **fields, **outcome, user=user)
