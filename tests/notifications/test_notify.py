"""Telling somebody writes rows in the caller's transaction; what leaves the house leaves after commit."""

from typing import Any

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from notifications.delivery import deliver
from notifications.models import Notice
from tests.notifications.conftest import NOW

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[str, str, str]]:
    """Channel, address and state of every notice."""
    return sorted(Notice.objects.values_list("channel", "address", "state"))


def test_a_person_with_an_account_is_told_in_the_inbox_and_by_mail(tell: Any, person: Any) -> None:
    user = person("an")

    tell(user=user, link="/ho-so/X/")

    assert rows() == [("email", "an@example.vn", "pending"), ("inbox", "an", "sent")]
    in_inbox = Notice.objects.get(channel="inbox")
    assert (in_inbox.user, in_inbox.link, in_inbox.read_at) == (user, "/ho-so/X/", None)
    assert in_inbox.sent_at == in_inbox.created_at == NOW


def test_the_address_on_the_dossier_goes_before_that_of_the_account(tell: Any, person: Any) -> None:
    tell(user=person("an"), email="cong-ty@example.vn")

    assert ("email", "cong-ty@example.vn", "pending") in rows()
    assert len(rows()) == 2


def test_a_walk_in_is_told_by_mail_only(tell: Any) -> None:
    tell(email="bac@example.vn")

    assert rows() == [("email", "bac@example.vn", "pending")]


def test_who_has_neither_account_nor_address_leaves_no_row(tell: Any) -> None:
    tell()

    assert rows() == []


def test_a_closed_account_is_told_nothing(tell: Any, person: Any) -> None:
    user = person("an")
    user.is_active = False

    tell(user=user)

    assert rows() == []


def test_one_fact_is_told_once_on_each_channel(tell: Any, person: Any) -> None:
    user, other = person("an"), person("binh")

    tell(user=user, once="7/3")
    tell(user=user, once="7/3")
    tell(user=other, once="7/3")
    tell(user=user, once="7/4")

    assert [address for _channel, address, _state in rows()] == [
        "an@example.vn",
        "an@example.vn",
        "binh@example.vn",
        "an",
        "an",
        "binh",
    ]


def test_what_was_undone_is_told_to_nobody(
    tell: Any, person: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = person("an")

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        tell(user=user)
        transaction.set_rollback(True)

    assert rows() == []
    assert mailoutbox == []


def test_the_mail_leaves_after_the_commit_and_not_before(
    tell: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell(email="an@example.vn")
        before = list(mailoutbox)

    assert before == []
    assert [message.to for message in mailoutbox] == [["an@example.vn"]]
    assert rows() == [("email", "an@example.vn", "sent")]


def test_what_only_the_inbox_gets_starts_no_job(
    tell: Any, person: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = person("an")
    user.email = ""

    with django_capture_on_commit_callbacks() as callbacks:
        tell(user=user)

    assert callbacks == []
    assert rows() == [("inbox", "an", "sent")]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_undo_the_act(tell: Any, monkeypatch: Any) -> None:
    def unreachable(*_args: Any, **_more: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(deliver, "apply_async", unreachable)

    tell(email="an@example.vn")

    assert rows() == [("email", "an@example.vn", "pending")]


def test_the_subject_stays_one_line_of_fitting_length(tell: Any) -> None:
    tell(email="an@example.vn", context={"code": "X\r\nBcc: all@example.vn", "state": "Đ" * 300})

    subject = Notice.objects.get().subject
    assert len(subject) == 255
    assert "\n" not in subject
    assert subject.startswith("Hồ sơ X Bcc: all@example.vn: ĐĐĐ")


def test_text_is_kept_as_it_was_said(tell: Any) -> None:
    text = "<script>alert(1)</script> & 😀 “Ẫm Ệch”; DROP TABLE"

    tell(email="an@example.vn", context={"items": [text]})

    assert f"- {text}\n" in Notice.objects.get().body
