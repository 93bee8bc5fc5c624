"""Somebody else's address: it keeps nobody out, answers the same, and what is a stranger's does not go there."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.actions import notify
from notifications.delivery import send_batch
from notifications.models import MailAddress, Notice
from people.models import User
from people.notices import CONTACT_CHANGED

pytestmark = pytest.mark.django_db
PASSWORD, EMAIL = "mot-Cua-2026-moi", "chu@example.vn"
MARKS = re.compile(r'value="[^"]{60,}"|nonce-[^"\']+')


def sign_up(username: str, email: str = EMAIL) -> tuple[Client, Any]:
    """A new account, by its page."""
    client, more = Client(), {"password1": PASSWORD, "password2": PASSWORD, "phone_number": ""}
    data = {"full_name": "Nguyễn Văn Mới", "username": username, "email": email, **more}
    return client, client.post("/dang-ky/", data)


def own(user: User) -> None:
    """The reader of the address said that it is this account's."""
    EmailAddress.objects.update_or_create(user=user, email=EMAIL, defaults={"verified": True})
    MailAddress.objects.update_or_create(email=EMAIL, defaults={"verified_at": timezone.now()})


@pytest.fixture
def owner(db: None) -> User:
    """Whose address it is."""
    user = User.objects.create_user("chu", EMAIL, PASSWORD + "-chu")
    own(user)
    return user


def test_the_answer_and_the_pages_are_the_same_for_a_taken_and_a_free_address(owner: User) -> None:
    (taken_by, taken), (free_by, free) = sign_up("nguoila"), sign_up("nguoila2", "tudo@example.vn")

    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    pages = []
    for client, name, email in ((taken_by, "nguoila", EMAIL), (free_by, "nguoila2", "tudo@example.vn")):
        text = client.get("/tai-khoan/lien-he/").content.decode()
        pages.append(MARKS.sub("", text).replace(email, "@").replace(name, "?"))
    assert pages[0] == pages[1]


def test_the_owner_is_told_and_keeps_the_address(owner: User) -> None:
    sign_up("nguoila")

    told = Notice.objects.filter(kind="address_typed")
    assert set(told.values_list("channel", "address")) == {("inbox", "chu"), ("email", EMAIL)}
    assert all("nguoila" in notice.body for notice in told)


def test_what_is_the_stranger_s_does_not_go_to_the_owner(owner: User) -> None:
    sign_up("nguoila")
    stranger = User.objects.get(username="nguoila")
    Notice.objects.all().delete()

    for user in (stranger, owner):
        notify(CONTACT_CHANGED, at=timezone.now(), context={"new": user.username, "hotline": ""}, user=user)
    send_batch(timezone.now())

    assert [message.body.count("nguoila") for message in mail.outbox if message.to == [EMAIL]] == [0]
    assert Notice.objects.get(user=stranger, channel="email").state == Notice.State.HELD


def test_an_unverified_address_of_a_stranger_keeps_its_owner_from_nothing() -> None:
    sign_up("nguoila")
    client, answer = sign_up("chu2")
    owner = User.objects.get(username="chu2")
    assert answer.status_code == 302
    client.post("/tai-khoan/lien-he/", {"email": EMAIL, "phone": ""})
    own(owner)
    mail.outbox.clear()

    assert Client().post("/dang-nhap/", {"login": EMAIL, "password": PASSWORD}).status_code == 302
    Client().post(reverse("account_reset_password"), {"email": EMAIL})

    assert [("chu2" in message.body, message.to) for message in mail.outbox] == [(True, [EMAIL])]
