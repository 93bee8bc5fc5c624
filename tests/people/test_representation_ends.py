"""A right ends by itself on its last day: it is asked for, told before and after, and set where it lacks."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from notifications.models import Notice
from people.actions import end_representation, register_checked_party, represent
from people.actions.representation_ends import warn_of_ends
from people.models import Party, Representation, User
from tests.conftest import SINCE
from toolbox.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def child(db: None) -> Party:
    """Born ten years ago."""
    born = date(2016, 6, 5)
    return register_checked_party(
        name="Cháu Bé", citizen_id="001216012345", birth_date=born, email="nha@example.vn", by=None, at=timezone.now()
    )


@pytest.fixture
def mother(person: Callable[..., User]) -> User:
    """Who stands for the child."""
    return person("me")


def join(client: Client, clerk: User, party: Party, **data: str) -> Any:
    """The desk joins the mother's account."""
    client.force_login(clerk)
    return client.post(f"/can-bo/quay/{party.pk}/tai-khoan/", {"username": "me", "proof": "Giấy khai sinh", **data})


def test_the_day_before_the_child_comes_of_age_is_proposed_and_kept(
    client: Client, clerk: User, child: Party, mother: User
) -> None:
    client.force_login(clerk)
    page = client.get(f"/can-bo/quay/{child.pk}/tai-khoan/").content.decode()
    assert 'value="04/06/2034"' in page
    assert "05/06/2034" in page

    join(client, clerk, child, scope="guardian", until="")

    assert Representation.objects.get(user=mother).valid_to == date(2034, 6, 4)


def test_a_court_s_day_is_kept_and_a_later_one_ends_with_childhood(
    client: Client, clerk: User, child: Party, mother: User
) -> None:
    join(client, clerk, child, scope="guardian", until="31/12/2028")
    row = Representation.objects.get(user=mother)
    assert row.valid_to == date(2028, 12, 31)

    end_representation(row, ground="Quyết định", last_day=date(2050, 1, 1), by=clerk, at=timezone.now())

    row.refresh_from_db()
    assert row.valid_to == date(2034, 6, 4)


def test_a_guardian_of_who_has_no_date_of_birth_needs_a_day(
    client: Client, clerk: User, party: Party, mother: User
) -> None:
    assert join(client, clerk, party, scope="guardian", until="").status_code == 422
    assert join(client, clerk, party, scope="authorised", until="").status_code == 302


@pytest.mark.parametrize("left", [30, 7, 1, 0])
def test_both_are_told_before_the_end_once_a_step(child: Party, mother: User, left: int) -> None:
    represent(
        user=mother, party=child, scope="authorised", since=SINCE, until=TODAY + timedelta(days=left), at=timezone.now()
    )
    for _ in range(2):
        warn_of_ends(timezone.now())

    told = Notice.objects.filter(kind="representation_ends").values_list("channel", "address")
    assert sorted(told) == [("email", "me@example.vn"), ("email", "nha@example.vn"), ("inbox", "me")]


@pytest.mark.parametrize(("left", "kinds"), [(31, set()), (-1, {"representation_ended"}), (-8, set())])
def test_an_end_is_told_after_it_and_nothing_is_told_long_before(
    child: Party, mother: User, left: int, kinds: set[str]
) -> None:
    until = TODAY + timedelta(days=left)
    represent(user=mother, party=child, scope="authorised", since=SINCE, until=until, at=timezone.now())

    warn_of_ends(timezone.now())

    assert set(Notice.objects.values_list("kind", flat=True)) == kinds


def test_guardians_without_an_end_are_listed_and_get_one(
    client: Client, clerk: User, child: Party, mother: User
) -> None:
    row = represent(user=mother, party=child, scope="guardian", since=SINCE, at=timezone.now())
    Representation.objects.filter(pk=row.pk).update(valid_to=None)
    client.force_login(clerk)
    address = f"/can-bo/quay/dai-dien/{row.pk}/"
    assert address in client.get("/can-bo/quay/giam-ho/").content.decode()
    assert 'value="04/06/2034"' in client.get(address).content.decode()

    client.post(address, {"last_day": "04/06/2034", "ground": "Giấy khai sinh"})

    row.refresh_from_db()
    assert (row.valid_to, row.end_ground, row.ended_by) == (date(2034, 6, 4), "Giấy khai sinh", clerk)
    assert address not in client.get("/can-bo/quay/giam-ho/").content.decode()


def test_the_list_goes_on_page_by_page(
    client: Client, clerk: User, child: Party, mother: User, neighbour: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossiers.views.desk.parties.GUARDIANS", 1)
    for user in (mother, neighbour):
        represent(user=user, party=child, scope="guardian", since=SINCE, at=timezone.now())
    Representation.objects.filter(party=child).update(valid_to=None)
    client.force_login(clerk)

    page = client.get("/can-bo/quay/giam-ho/").content.decode()

    assert 'rel="next"' in page


def test_ending_at_once_is_told_and_ended_once(client: Client, clerk: User, child: Party, mother: User) -> None:
    row = represent(user=mother, party=child, scope="guardian", since=TODAY, at=timezone.now())
    client.force_login(clerk)
    address = f"/can-bo/quay/dai-dien/{row.pk}/"
    assert client.post(address, {"ground": ""}).status_code == 422
    assert client.post(address, {"ground": "x", "last_day": "01/01/2020"}).status_code == 422

    assert client.post(address, {"ground": "Quyết định của tòa án"}).status_code == 302
    assert client.post(address, {"ground": "Lần nữa"}).status_code == 422

    assert not Representation.objects.in_force(TODAY).filter(user=mother).exists()
    assert Notice.objects.filter(kind="representation_ended", user=mother, channel="inbox").count() == 1


def test_nobody_else_ends_it_and_one_ends_one_s_own(child: Party, mother: User, neighbour: User) -> None:
    row = represent(user=mother, party=child, scope="guardian", since=SINCE, at=timezone.now())
    with pytest.raises(Forbidden):
        end_representation(row, ground="x", by=neighbour, at=timezone.now())

    end_representation(row, ground="Không còn nuôi", by=mother, at=timezone.now())

    with pytest.raises(Refused):
        end_representation(row, ground="x", by=mother, at=timezone.now())
