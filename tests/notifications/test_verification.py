"""Addresses are verified by the first mail to them; nothing else goes there before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.signing import TimestampSigner
from django.test import Client

from dossiers.notices.kinds import MOVED
from notifications.actions import notify
from notifications.delivery import send_batch
from notifications.models import MailAddress, Notice
from tests.notifications.conftest import NOW

pytestmark = pytest.mark.django_db
ADDRESS = "Moi@example.vn"


@pytest.fixture
def told(db: None) -> Callable[..., None]:
    """Tells of a change at an address nobody verified, and lets the worker send."""

    def tell(**more: Any) -> None:
        notify(MOVED, at=NOW, context=dict(MOVED.sample), email=ADDRESS, **more)
        send_batch(NOW)

    return tell


def link_of(message: Any) -> str:
    """The path of the link in a mail."""
    address = next(word for word in message.body.split() if word.startswith("http"))
    return str(address[address.index("/", 8) :])


def test_the_first_mail_to_an_address_asks_and_tells_nothing_of_a_dossier(told: Callable[..., None]) -> None:
    told()

    assert [message.subject for message in mail.outbox] == ["Xác nhận địa chỉ thư điện tử"]
    assert str(MOVED.sample["code"]) not in mail.outbox[0].body
    assert Notice.objects.get().state == Notice.State.HELD


def test_it_asks_once_a_week_whatever_happens(told: Callable[..., None]) -> None:
    for _change in range(3):
        told()
    assert len(mail.outbox) == 1

    MailAddress.objects.update(asked_at=NOW - timedelta(days=8))
    told()
    assert len(mail.outbox) == 2


def test_a_link_that_is_only_opened_verifies_nothing_and_the_button_does(
    client: Client, told: Callable[..., None]
) -> None:
    told()
    link = link_of(mail.outbox[0])

    assert client.get(link).status_code == 200
    assert MailAddress.objects.get().verified_at is None
    assert "Đã xác nhận" in client.post(link).content.decode()
    told()

    assert [message.to for message in mail.outbox] == [[ADDRESS], [ADDRESS]]
    assert str(MOVED.sample["code"]) in mail.outbox[1].body


@pytest.mark.parametrize("change", [lambda link: link[:-3] + "x/", lambda link: "/xac-nhan-thu/khong-co/"])
def test_a_link_nobody_sent_verifies_nothing(
    client: Client, told: Callable[..., None], change: Callable[[str], str]
) -> None:
    told()

    assert client.post(change(link_of(mail.outbox[0]))).status_code == 404
    assert MailAddress.objects.get().verified_at is None


def test_a_link_ends_after_a_month(client: Client, told: Callable[..., None], monkeypatch: Any) -> None:
    stamp = TimestampSigner.timestamp
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda self: "1Zzzzz")
    told()
    monkeypatch.setattr(TimestampSigner, "timestamp", stamp)

    assert client.post(link_of(mail.outbox[0])).status_code == 404


def test_the_inbox_has_it_all_the_same(told: Callable[..., None], person: Callable[..., Any]) -> None:
    told(user=person("moi"))

    assert Notice.objects.get(channel="inbox").state == Notice.State.SENT
