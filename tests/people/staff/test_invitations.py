"""The link to a password: for one account, once, for three days; kept as a digest, and by two where it opens more."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from notifications.verification import is_verified
from people import grants
from people.actions import hand_out, invitation_of, invite, mail_all, open_account, set_password
from people.models import Invitation, User
from people.seals.verification import faults_in_kind
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db
GOOD = "Bông lúa vàng trên đồng"


@pytest.fixture
def newcomer(administrator: User) -> User:
    """Somebody whose account is new."""
    return open_account(username="lvnam", full_name="Lê Văn Nam", email="lvnam@example.vn", phone="")


def slip(user: User, by: User, **more: Any) -> tuple[Invitation, str]:
    """An invitation, and the address on its slip."""
    invitation = invite(user, by=by, at=timezone.now(), **more)
    return invitation, hand_out(invitation, by=by, at=timezone.now())


def path_of(address: str) -> str:
    """The path of an address."""
    return "/" + address.split("/", 3)[3]


def token_of(address: str) -> str:
    """What an address carries."""
    return address.rstrip("/").rpartition("/")[2]


def test_the_owner_sets_a_password_by_it_and_signs_in_once(client: Client, newcomer: User, administrator: User) -> None:
    path = path_of(slip(newcomer, administrator)[1])
    assert "lvnam" in client.get(path).content.decode()
    assert client.get(path).status_code == 200  # looking uses nothing up

    done = client.post(path, {"password1": GOOD, "password2": GOOD})

    assert "Đã đặt mật khẩu" in done.content.decode()
    assert User.objects.get(pk=newcomer.pk).check_password(GOOD)
    assert client.get(path).status_code == client.post(path, {"password1": "x"}).status_code == 404
    assert list(faults_in_kind("account")) == []


def test_whoever_has_a_post_enrols_a_second_factor_right_after(
    client: Client, officer: User, administrator: User, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    officer.set_unusable_password()
    officer.save()
    client.post(path_of(slip(officer, administrator)[1]), {"password1": GOOD, "password2": GOOD})
    client.post("/dang-nhap/", {"login": "chuyenvien", "password": GOOD})

    assert not Authenticator.objects.filter(user=officer).exists()
    assert client.get("/can-bo/")["Location"] == "/tai-khoan/bao-mat/"


@pytest.mark.parametrize(
    ("first", "again", "words"),
    [
        ("", "", "Nhập mật khẩu"),
        (GOOD, "khác hẳn", "không giống nhau"),
        ("ngan", "ngan", "10 ký tự"),
        ("motcua2026!", "motcua2026!", "dễ đoán"),
    ],
)
def test_a_bad_password_is_told_and_uses_nothing_up(
    client: Client, newcomer: User, administrator: User, first: str, again: str, words: str
) -> None:
    path = path_of(slip(newcomer, administrator)[1])

    answer = client.post(path, {"password1": first, "password2": again})

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not User.objects.get(pk=newcomer.pk).has_usable_password()
    assert client.get(path).status_code == 200


def test_it_ends_after_three_days_with_another_one_and_with_the_account(newcomer: User, administrator: User) -> None:
    now = timezone.now()
    _first, old = slip(newcomer, administrator)
    _second, new = slip(newcomer, administrator)

    assert invitation_of(token_of(old), now) is None
    assert invitation_of(token_of(new), now + timedelta(hours=71)) is not None
    assert invitation_of(token_of(new), now + timedelta(hours=73)) is None
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert invitation_of(token_of(new), now) is None
    with pytest.raises(Refused, match="đang khóa"):
        invite(newcomer, by=administrator, at=now)


def test_it_stands_nowhere_and_is_drawn_anew_for_every_print(newcomer: User, administrator: User, leader: User) -> None:
    invitation, first = slip(newcomer, administrator)
    again = hand_out(invitation, by=administrator, at=timezone.now())

    assert invitation_of(token_of(first), timezone.now()) is None
    assert token_of(again) not in str(list(Invitation.objects.values()))
    with pytest.raises(Forbidden):
        hand_out(invitation, by=leader, at=timezone.now())


def test_of_two_who_use_it_at_once_one_sets_the_password(newcomer: User, administrator: User) -> None:
    invitation, _address = slip(newcomer, administrator)
    set_password(invitation, GOOD, at=timezone.now())

    with pytest.raises(Refused, match="đã dùng"):
        set_password(invitation, "Một mật khẩu khác hẳn", at=timezone.now())

    assert User.objects.get(pk=newcomer.pk).check_password(GOOD)


def test_an_account_that_was_opened_is_let_in_by_paper_only_by_two(
    client: Client, officer: User, administrator: User, second: User
) -> None:
    with pytest.raises(Refused, match="đã có mật khẩu"):
        invite(officer, by=administrator, at=timezone.now())
    grant = grants.propose_link(officer, "Quên mật khẩu, không có thư", by=administrator, at=timezone.now())
    assert not Invitation.objects.exists()

    grants.confirm(grant, by=second, at=timezone.now())

    invitation = Invitation.objects.get(user=officer)
    assert (invitation.issued_by, invitation.confirmed_by) == (administrator, second)
    with pytest.raises(Forbidden):
        hand_out(invitation, by=second, at=timezone.now())
    client.force_login(officer)
    path = path_of(hand_out(invitation, by=administrator, at=timezone.now()))
    Client().post(path, {"password1": GOOD, "password2": GOOD})
    assert client.get("/can-bo/").status_code == 302  # sessions of the old password are over


def test_a_mail_that_fails_waits_and_who_opens_it_reads_the_address(
    newcomer: User, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(newcomer, by=administrator, at=timezone.now(), is_mailed=True)
    with monkeypatch.context() as away:
        away.setattr(
            "django.core.mail.message.EmailMessage.send", lambda *_parts, **_more: (_ for _ in ()).throw(OSError)
        )
        assert mail_all(timezone.now()) == 0

    assert mail_all(timezone.now()) == 1

    token = mail.outbox[0].body.split("/dat-mat-khau/")[1].split("/")[0]
    invitation = invitation_of(token, timezone.now())
    assert invitation is not None
    set_password(invitation, GOOD, at=timezone.now())
    assert is_verified("lvnam@example.vn")
    with pytest.raises(InvalidInput):
        grants.propose_link(newcomer, "", by=administrator, at=timezone.now())


def test_an_account_without_an_address_gets_no_mail(administrator: User) -> None:
    user = open_account(username="ttxuan", full_name="Trần Thị Xuân", email="", phone="")

    with pytest.raises(Refused, match="In phiếu"):
        invite(user, by=administrator, at=timezone.now(), is_mailed=True)
