"""The counter and those who only claimed online who they are: it finds them not, and looks at their card first."""

from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier
from people.models import Party, User
from tests.support import factories
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
NUMBER = "001150077777"


@pytest.fixture
def claimed(client: Client, cast: Cast) -> Party:
    """A stranger types the number of somebody who was never here."""
    client.force_login(cast.neighbour)
    typed = {"kind": "person", "name": "Người Khai", "citizen_id": NUMBER, "address": "Xã", "email": "ke@example.vn"}
    client.post(f"/nop-ho-so/{cast.edition.procedure.slug}/nguoi-nop/", typed)
    party = Party.objects.get(citizen_id=NUMBER)
    client.force_login(cast.clerk)
    return party


def test_the_counter_finds_no_claim_and_files_under_none(client: Client, cast: Cast, claimed: Party) -> None:
    check = f"/can-bo/quay/{claimed.pk}/doi-chieu/"

    page = client.post("/can-bo/quay/", {"q": NUMBER}, follow=True).content.decode()

    assert "Người Khai" not in page
    assert client.get(f"/can-bo/quay/{claimed.pk}/")["Location"] == check
    assert client.get(f"/can-bo/quay/{claimed.pk}/{cast.edition.procedure.slug}/")["Location"] == check
    with pytest.raises(actions.Refused, match="Chưa đối chiếu"):
        actions.start(edition=cast.edition, applicant=claimed, by=cast.clerk, at=claimed.created_at, channel="direct")


def test_the_real_person_is_entered_beside_a_stranger_s_claim_who_sees_nothing(
    client: Client, cast: Cast, claimed: Party
) -> None:
    entered = {"kind": "person", "name": "Người Thật", "citizen_id": NUMBER, "address": "Xã"}

    assert client.post("/can-bo/quay/nguoi-nop/", entered).status_code == 302
    person = Party.objects.checked().get(citizen_id=NUMBER)
    cast.citizen.representations.update(party=person)
    taken = cast.on_paper()

    assert person.proof == "Căn cước"
    assert not Dossier.objects.visible_to(cast.neighbour).filter(pk=taken.pk).exists()
    client.force_login(cast.neighbour)
    assert client.get(f"/ho-so/{taken.code}/").status_code == 404
    assert client.post(f"/ho-so/{taken.code}/rut/", {"reason": ""}).status_code == 404


def test_the_card_seen_joins_claim_account_and_what_the_counter_filed(
    client: Client, cast: Cast, claimed: Party
) -> None:
    page = client.get(f"/can-bo/quay/{claimed.pk}/doi-chieu/").content.decode()
    answer = client.post(f"/can-bo/quay/{claimed.pk}/doi-chieu/", {"scope": "own", "proof": "Căn cước bản chính"})

    assert "hangxom" in page
    assert answer["Location"] == f"/can-bo/quay/{claimed.pk}/"
    cast.citizen.representations.update(party=claimed)
    assert Dossier.objects.visible_to(cast.neighbour).filter(pk=cast.on_paper().pk).exists()


def test_an_applicant_who_was_not_checked_is_marked_on_the_dossier(client: Client, cast: Cast, claimed: Party) -> None:
    filed = actions.submit(factories.draft(cast.edition, cast.neighbour), by=cast.neighbour, at=claimed.created_at)

    page = client.get(f"/can-bo/ho-so/{filed.code}/").content.decode()

    assert f"/can-bo/quay/{claimed.pk}/doi-chieu/" in page


def test_what_the_clerk_leaves_out_is_said_at_its_field(client: Client, clerk: User, claimed: Party) -> None:
    answer: Any = client.post(f"/can-bo/quay/{claimed.pk}/doi-chieu/", {"scope": "guardian", "proof": "Giấy khai sinh"})

    assert answer.status_code == 422
    assert "Nhập ngày cuối của việc giám hộ" in answer.content.decode()
    assert 'value="Giấy khai sinh"' in answer.content.decode()
