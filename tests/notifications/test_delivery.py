"""A notice is sent once; what fails is tried again for as long as it may heal; a killed worker loses nothing."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from notifications.delivery import BATCH, CLAIM, MAX_TRIES, claim, send_batch, send_one
from notifications.models import Notice
from tests.notifications.conftest import NOW
from tests.support.mail_server import MailServer
from tests.support.parallel import at_once

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
State = Notice.State


def refused(code: int) -> SMTPRecipientsRefused:
    """What a mail server says of an address."""
    return SMTPRecipientsRefused({"an@example.vn": (code, b"no")})


def test_what_waits_is_sent_as_written(waiting_mail: Notice, mailoutbox: Any) -> None:
    tried = send_batch(NOW + MINUTE)

    waiting_mail.refresh_from_db()
    assert (tried, waiting_mail.state, waiting_mail.sent_at) == (1, State.SENT, NOW + MINUTE)
    assert (mailoutbox[0].subject, mailoutbox[0].body) == (waiting_mail.subject, waiting_mail.body)


def test_what_is_sent_is_not_sent_again(waiting_mail: Notice, mailoutbox: Any) -> None:
    for later in range(3):
        send_batch(NOW + later * timedelta(days=1))

    assert len(mailoutbox) == 1


def test_a_notice_waits_for_its_time(waiting_mail: Notice, mailoutbox: Any) -> None:
    assert send_batch(NOW - MINUTE) == 0
    assert mailoutbox == []


def test_a_passing_failure_is_tried_again_later(waiting_mail: Notice, mail_server: Any) -> None:
    mail_server["an@example.vn"] = [SMTPServerDisconnected("bye")]

    send_batch(NOW)
    too_early = send_batch(NOW + MINUTE)
    waiting_mail.refresh_from_db()
    in_time = send_batch(waiting_mail.not_before)

    assert (waiting_mail.error, too_early, in_time) == ("bye", 0, 1)
    waiting_mail.refresh_from_db()
    assert (waiting_mail.state, waiting_mail.error, waiting_mail.tries) == (State.SENT, "", 2)
    assert len(mail.outbox) == 1


def test_each_wait_is_longer_than_the_one_before_and_there_is_a_last_try(
    waiting_mail: Notice, mail_server: Any
) -> None:
    mail_server["an@example.vn"] = [OSError("no route")] * MAX_TRIES
    moment, waits = NOW, []

    while send_batch(moment):
        waiting_mail.refresh_from_db()
        waits.append(waiting_mail.not_before - moment)
        moment = waiting_mail.not_before

    assert (waiting_mail.state, waiting_mail.tries) == (State.FAILED, MAX_TRIES)
    assert waits == sorted(waits)
    assert sum(waits, timedelta()) > timedelta(hours=12)  # a night without a mail server


@pytest.mark.parametrize("address", ["nobody", "a b@example.vn", "x@", "<a@example.vn>", "a\n@example.vn"])
def test_an_address_that_is_none_is_not_tried_again(address: str, mailoutbox: Any, tell: Any) -> None:
    tell(email=address)

    send_batch(NOW)

    notice = Notice.objects.get()
    assert (notice.state, notice.tries) == (State.FAILED, 1)
    assert notice.error
    assert mailoutbox == []


@pytest.mark.parametrize(("code", "becomes"), [(550, State.FAILED), (450, State.PENDING)])
def test_only_a_refusal_for_good_is_final(waiting_mail: Notice, mail_server: Any, code: int, becomes: str) -> None:
    mail_server["an@example.vn"] = [refused(code)]

    send_batch(NOW)

    waiting_mail.refresh_from_db()
    assert waiting_mail.state == becomes


def test_one_bad_address_does_not_hold_up_the_others(mail_server: Any, tell: Any) -> None:
    for name in ("an", "bad", "binh"):
        tell(email=f"{name}@example.vn")
    mail_server["bad@example.vn"] = [RuntimeError("odd")] * 5

    assert send_batch(NOW) == 3
    assert [message.to[0] for message in mail.outbox] == ["an@example.vn", "binh@example.vn"]


def test_more_than_a_batch_is_sent_in_turns(mailoutbox: Any, tell: Any) -> None:
    for number in range(BATCH + 2):
        tell(email=f"a{number}@example.vn")

    assert [send_batch(NOW), send_batch(NOW), send_batch(NOW)] == [BATCH, 2, 0]
    assert len({message.to[0] for message in mailoutbox}) == BATCH + 2


def test_a_killed_worker_gives_the_notice_back(waiting_mail: Notice, mailoutbox: Any) -> None:
    claim(NOW)  # and then nothing: the worker is gone

    meanwhile = send_batch(NOW + CLAIM - MINUTE)
    afterwards = send_batch(NOW + CLAIM)

    waiting_mail.refresh_from_db()
    assert (meanwhile, afterwards, waiting_mail.tries) == (0, 1, 2)
    assert len(mailoutbox) == 1


def test_a_late_failure_does_not_undo_what_another_worker_sent(waiting_mail: Notice, mail_server: Any) -> None:
    slow = claim(NOW)
    send_batch(NOW + CLAIM)
    mail_server["an@example.vn"] = [OSError("timed out")]

    assert slow is not None
    send_one(slow, NOW)

    waiting_mail.refresh_from_db()
    assert waiting_mail.state == State.SENT
    assert send_batch(NOW + timedelta(days=1)) == 0


def test_every_try_of_a_message_bears_the_same_name(waiting_mail: Notice, mailoutbox: Any) -> None:
    first = claim(NOW)
    again = claim(NOW + CLAIM)

    assert first
    assert again
    send_one(first, NOW)  # the mail server took it, the worker died before it could say so
    send_one(again, NOW + CLAIM)

    names = {message.message()["Message-ID"] for message in mailoutbox}
    assert names == {f"<notice-{waiting_mail.pk}@example.vn>"}
    assert mailoutbox[0].message()["Auto-Submitted"] == "auto-generated"


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks of a real PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_every_message_once(mail_server: Any, tell: Any) -> None:
    for number in range(60):
        tell(NOW + MINUTE, email=f"a{number}@example.vn")
    Notice.objects.update(state=State.PENDING, not_before=NOW, tries=0)
    mail.outbox.clear()

    def work() -> None:
        while send_batch(NOW):
            pass

    at_once([work, work])

    assert MailServer.troubles == {}
    assert sorted(message.to[0] for message in mail.outbox) == sorted(f"a{number}@example.vn" for number in range(60))
    assert set(Notice.objects.values_list("state", "tries")) == {("sent", 1)}
