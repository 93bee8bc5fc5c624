"""Send waiting notices, and record the outcome of each.

An e-mail is sent at least once: a worker killed after the mail server took the message, and before that
is recorded, sends it again. The second one bears the same Message-ID, by which most mail systems drop it.
What stands in the inbox cannot double: it is the row.
"""

from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from notifications.channels import CHANNELS
from notifications.channels.base import Message, PermanentFailure
from notifications.channels.email import Email
from notifications.models import Notice
from notifications.verification import ask, is_of_another, is_verified

BATCH = 50
# The last try comes some eight hours after the one before: a mail server may be down for a night.
MAX_TRIES = 10
# Longer than the slowest send; a killed worker gives the notice back after this.
CLAIM = timedelta(seconds=5 * settings.ROUND_SECONDS)


@shared_task
def deliver() -> None:
    """Send what is waiting; run after each commit that wrote a notice, and by the round."""
    while send_batch(timezone.now()):
        pass


def send_batch(at: datetime) -> int:
    """Send up to BATCH notices due at *at*, each claimed just before its turn. Returns how many were tried.

    Claimed one by one, since a slow mail server would let the claims at the end of a batch run out.
    """
    for count in range(BATCH):
        notice = claim(at)
        if notice is None:
            return count
        send_one(notice, at)
    return BATCH


def claim(at: datetime) -> Notice | None:
    """Take the next notice by moving its not_before on, so that no second worker takes it too; None for none."""
    with transaction.atomic():
        due = Notice.objects.filter(state=Notice.State.PENDING, not_before__lte=at)
        if transaction.get_connection().features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        notice = due.order_by("id").first()
        if notice:
            notice.tries += 1
            notice.not_before = at + CLAIM
            notice.save(update_fields=["tries", "not_before"])
    return notice


def send_one(notice: Notice, at: datetime) -> None:
    """Send *notice*; a passing failure is tried again later, a permanent one is recorded at once.

    No mail goes to an address that its reader has not verified: they are asked instead, and the notice is held.
    """
    message = Message(notice.address, notice.subject, notice.body, f"notice-{notice.pk}")
    try:
        outcome = _send_or_ask(notice, message, at)
    except PermanentFailure as error:
        notice.state, notice.error = Notice.State.FAILED, str(error)[:300]
    except Exception as error:  # the outside world fails in any way it likes
        notice.error = str(error)[:300]
        notice.not_before = at + timedelta(minutes=2**notice.tries)
        if notice.tries >= MAX_TRIES:
            notice.state = Notice.State.FAILED
    else:
        notice.state, notice.error = outcome, ""
        notice.sent_at = at if outcome == Notice.State.SENT else None
    _record(notice)


def _send_or_ask(notice: Notice, message: Message, at: datetime) -> Notice.State:
    """Send the message, or ask the reader of an unverified address; the state that the notice is in then."""
    if notice.channel == Email.key:
        if not is_verified(notice.address):
            ask(notice.address, at)
            return Notice.State.HELD
        if notice.user_id and is_of_another(notice.address, notice.user_id):
            return Notice.State.HELD
    CHANNELS[notice.channel].send(message)
    return Notice.State.SENT


def _record(notice: Notice) -> None:
    """Save the outcome; one that another worker has recorded meanwhile stays."""
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        if locked.state == Notice.State.PENDING:
            notice.save(update_fields=["state", "error", "not_before", "sent_at"])
