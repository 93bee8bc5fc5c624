"""Everybody changes how they are reached themselves; a new address counts once its reader says that it is theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from notifications.models import Notice
from notifications.verification import is_verified
from people.actions import change_at_counter, register_checked_party, represent
from people.actions.contacts import MOST_A_DAY
from people.models import EmailChange, Party, PartyChange, Representation, User
from tests.conftest import SINCE
from toolbox.refusal import Refused

pytestmark = pytest.mark.django_db
PAGE, NEW = "/tai-khoan/lien-he/", "moi@example.vn"
DATA = {"phone": "0987 654 321", "email": NEW, "postal_address": "Số 2, phố Mới"}


@pytest.fixture
def pages(client: Client, citizen: User) -> Client:
    """The citizen's browser."""
    client.force_login(citizen)
    return client


def link_in(message: Any) -> str:
    """The path of the link in a mail."""
    address = next(word for word in message.body.split() if word.startswith("http"))
    return str(address[address.index("/", 8) :])


def test_telephone_and_address_change_at_once_and_the_mail_waits(pages: Client, citizen: User, party: Party) -> None:
    page = pages.post(PAGE, DATA, follow=True).content.decode()

    party.refresh_from_db()
    citizen.refresh_from_db()
    assert (party.phone, party.postal_address, citizen.phone) == ("0987654321", "Số 2, phố Mới", "0987654321")
    assert (party.email, citizen.email) == ("am@example.vn", "congdan@example.vn")
    assert NEW in page
    assert [message.to for message in mail.outbox] == [[NEW]]


def test_the_reader_of_the_new_address_confirms_it_and_the_old_ones_are_told(
    pages: Client, citizen: User, party: Party
) -> None:
    pages.post(PAGE, DATA)
    link = link_in(mail.outbox[0])
    assert pages.get(link).status_code == 200
    assert not is_verified(NEW)

    assert "Đã xác nhận" in Client().post(link).content.decode()

    party.refresh_from_db()
    citizen.refresh_from_db()
    assert (party.email, citizen.email, is_verified(NEW)) == (NEW, NEW, True)
    told = Notice.objects.filter(kind="contact_changed", channel="email").values_list("address", flat=True)
    assert set(told) == {"congdan@example.vn", "am@example.vn"}


def test_the_same_link_twice_is_once_and_a_wrong_one_is_nothing(pages: Client) -> None:
    pages.post(PAGE, DATA)
    link = link_in(mail.outbox[0])

    assert [Client().post(link).status_code for _ in range(2)] == [200, 200]
    assert Client().post(link[:-3] + "x/").status_code == 404
    assert PartyChange.objects.filter(after__has_key="email").count() == 1


def test_a_later_address_or_taking_it_back_ends_the_earlier_link(pages: Client) -> None:
    pages.post(PAGE, DATA)
    pages.post(PAGE, {**DATA, "email": "khac@example.vn"})
    waiting = EmailChange.objects.waiting(timezone.now()).get()
    pages.post(f"{PAGE}cho-xac-nhan/{waiting.pk}/bo/")

    assert [Client().post(link_in(message)).status_code for message in mail.outbox] == [404, 404]


def test_what_is_typed_wrong_comes_back_as_typed(pages: Client) -> None:
    answer = pages.post(PAGE, {**DATA, "phone": "gọi buổi tối", "email": "x"})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "gọi buổi tối" in text
    assert "Số 2, phố Mới" in text


def test_a_stranger_s_address_is_written_to_a_few_times_a_day(pages: Client) -> None:
    for number in range(MOST_A_DAY):
        assert pages.post(PAGE, {**DATA, "email": f"{number}@example.vn"}).status_code == 302

    assert pages.post(PAGE, DATA).status_code == 422
    assert len(mail.outbox) == MOST_A_DAY


def test_an_address_that_another_account_confirmed_is_not_taken_from_it(pages: Client, neighbour: User) -> None:
    EmailAddress.objects.create(user=neighbour, email=NEW, verified=True)
    pages.post(PAGE, DATA)

    answer = Client().post(link_in(mail.outbox[0]))

    assert answer.status_code == 409
    assert "đã là của một tài khoản khác" in answer.content.decode()


@pytest.mark.parametrize(
    ("scope", "status"), [("employee", 302), ("guardian", 302), ("authorised", 404), ("slip", 404)]
)
def test_whoever_stands_for_another_on_a_proof_changes_theirs(
    pages: Client, citizen: User, scope: str, status: int
) -> None:
    company = register_checked_party(name="Công ty", kind="organisation", tax_code="0100109106", by=None, at=now())
    more = {"only_code": "H99"} if scope == "slip" else {}
    represent(user=citizen, party=company, scope=scope, since=SINCE, at=now(), **more)

    assert pages.post(f"{PAGE}{company.pk}/", DATA).status_code == status
    company.refresh_from_db()
    assert (company.phone == "0987654321") is (status == 302)


def test_who_stands_for_it_no_more_confirms_nothing(pages: Client, citizen: User) -> None:
    company = register_checked_party(name="Công ty", kind="organisation", tax_code="0100109106", by=None, at=now())
    represent(user=citizen, party=company, scope="employee", since=SINCE, at=now())
    pages.post(f"{PAGE}{company.pk}/", DATA)
    Representation.objects.filter(party=company).update(valid_to=SINCE)

    assert Client().post(link_in(mail.outbox[0])).status_code == 409
    company.refresh_from_db()
    assert company.email == ""


def test_the_counter_changes_them_with_the_card_in_hand(client: Client, clerk: User, party: Party) -> None:
    client.force_login(clerk)
    address = f"/can-bo/quay/{party.pk}/lien-he/"
    assert client.post(address, {**DATA, "address": party.address}).status_code == 422

    answer = client.post(address, {**DATA, "address": party.address, "proof": "Căn cước bản chính"})

    assert answer.status_code == 302
    party.refresh_from_db()
    assert (party.email, party.phone, party.postal_address) == (NEW, "0987654321", "Số 2, phố Mới")
    assert (PartyChange.objects.get().by, PartyChange.objects.get().ground) == (clerk, "Căn cước bản chính")
    assert Notice.objects.filter(kind="contact_changed", address="am@example.vn").exists()


def test_no_clerk_changes_their_own_nor_anybody_else_anyone_s(clerk: User, neighbour: User, party: Party) -> None:
    represent(user=clerk, party=party, scope="own", since=SINCE, at=now())

    for by in (clerk, neighbour):
        with pytest.raises(Refused):
            change_at_counter(party, {"phone": "0987654321"}, proof="x", by=by, at=now())


def test_an_account_without_a_party_changes_its_own(client: Client, person: Callable[..., User]) -> None:
    client.force_login(user := person("chuaco"))

    assert client.post(PAGE, {"phone": "0987654321", "email": user.email}).status_code == 302
    user.refresh_from_db()
    assert user.phone == "0987654321"


def now() -> Any:
    """This instant."""
    return timezone.now()
