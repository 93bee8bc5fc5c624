"""Acts of the counter on who somebody is: claims become checked parties and representations, and people are told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from notifications.models import Notice
from people.actions import check_applicant, claim, join_account, register_checked_party
from people.models import Party, Representation, User
from tests.conftest import at
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db
NOW, DAY = at("2026-03-02 09:00"), date(2026, 3, 2)
NUMBER = "001150055555"


@pytest.fixture
def joined(clerk: User) -> Callable[..., Representation]:
    """Joins an account at the counter."""

    def join(party: Party, username: str, **more: Any) -> Representation:
        given = {"scope": "own", "proof": "Căn cước", "by": clerk, "at": NOW, **more}
        return join_account(username=username, party=party, **given)

    return join


def claimed(user: User, **more: Any) -> Party:
    """What the account says it is."""
    return claim(user=user, since=DAY, **{"name": "Trần Thử", "citizen_id": NUMBER, "address": "Xã", **more})


def checked(**more: Any) -> Party:
    """Somebody whose card was seen."""
    return register_checked_party(**{"name": "Trần Thử", "citizen_id": NUMBER, "by": None, "at": NOW, **more})


def test_a_claim_made_again_is_the_first_one(neighbour: User) -> None:
    assert claimed(neighbour) == claimed(neighbour)


def test_the_clerk_who_sees_the_card_makes_a_claim_a_person_and_says_who_and_when(neighbour: User, clerk: User) -> None:
    party = check_applicant(claimed(neighbour), proof="Căn cước", scope="own", by=clerk, at=NOW)

    row = neighbour.representations.get()
    assert (party.checked_at, party.checked_by, party.proof) == (NOW, clerk, "Căn cước")
    assert (row.checked_at, row.checked_by, row.proof, row.party) == (NOW, clerk, "Căn cước", party)
    assert Notice.objects.inbox_of(neighbour).filter(kind="person_represented").count() == 1


def test_a_claim_of_somebody_known_is_related_to_them(neighbour: User, clerk: User) -> None:
    known, claim_of_it = checked(), claimed(neighbour)

    person = check_applicant(claim_of_it, proof="Căn cước", scope="own", by=clerk, at=NOW)

    assert person == known
    assert Party.objects.get(pk=claim_of_it.pk).same_as == known
    assert list(Party.objects.represented_by(neighbour.pk, DAY)) == [known]


def test_joining_an_account_relates_what_it_claimed(neighbour: User, joined: Any) -> None:
    known, claim_of_it = checked(), claimed(neighbour)

    row = joined(known, "hangxom")

    assert row.is_checked
    assert Party.objects.get(pk=claim_of_it.pk).same_as == known
    assert list(Party.objects.represented_by(neighbour.pk, DAY)) == [known]


def test_a_stranger_s_claim_stays_one_when_the_person_is_joined(neighbour: User, citizen: User, joined: Any) -> None:
    known, strange = checked(), claimed(neighbour)

    joined(known, "congdan")

    assert Party.objects.get(pk=strange.pk).same_as is None
    assert list(Party.objects.represented_by(neighbour.pk, DAY)) == [strange]


def test_the_account_the_person_and_whoever_acts_for_them_are_told(neighbour: User, citizen: User, joined: Any) -> None:
    joined(citizen.representations.get().party, "hangxom", scope="authorised", proof="UQ 1")

    told = Notice.objects.filter(kind="person_represented")
    assert set(told.filter(channel="inbox").values_list("user__username", flat=True)) == {"hangxom", "congdan"}
    assert told.filter(channel="email", address="am@example.vn").exists()


@pytest.mark.parametrize(
    ("username", "more", "error"),
    [
        ("khong-co", {}, Refused),
        ("hangxom@example.vn", {}, InvalidInput),
        ("HANGXOM", {}, Refused),
        ("motcua", {}, Forbidden),
        ("hangxom", {"proof": "  "}, InvalidInput),
        ("hangxom", {"scope": "guardian"}, InvalidInput),
    ],
)
def test_an_account_is_joined_by_its_exact_name_on_a_proof_and_never_to_the_clerk(
    neighbour: User, joined: Any, username: str, more: dict[str, str], error: type[Refused]
) -> None:
    with pytest.raises(error):
        joined(checked(), username, **more)

    assert not Representation.objects.exists()


def test_an_unchecked_party_is_joined_to_nobody(neighbour: User, citizen: User, joined: Any) -> None:
    with pytest.raises(Refused, match="Chưa đối chiếu"):
        joined(claimed(neighbour), "congdan")


def test_a_clerk_does_not_check_their_own_claim(clerk: User) -> None:
    party = claimed(clerk)

    with pytest.raises(Forbidden):
        check_applicant(party, proof="Căn cước", scope="own", by=clerk, at=NOW)

    assert not Party.objects.checked().exists()


@pytest.mark.parametrize(
    ("born", "until", "last"),
    [
        (date(2010, 5, 2), None, date(2028, 5, 1)),
        (date(2010, 5, 2), date(2040, 1, 1), date(2028, 5, 1)),
        (date(2010, 5, 2), date(2027, 1, 1), date(2027, 1, 1)),
        (date(2012, 2, 29), None, date(2030, 2, 28)),
        (date(1990, 5, 2), date(2027, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_child_s_guardian_ends_with_childhood(
    neighbour: User, joined: Any, born: date, until: date | None, last: date
) -> None:
    row = joined(checked(birth_date=born), "hangxom", scope="guardian", until=until)

    assert row.valid_to == last
