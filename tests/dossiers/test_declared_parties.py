"""A name, number or address changed later: what was filed goes on saying what it said, and is found by both."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dossiers import actions
from dossiers.journal.verification import faults_in_record
from dossiers.models import Dossier
from people.actions import change_party
from people.models import Party, PartyChange, User
from tests.support.calling import Caller
from tests.support.stories import WEDNESDAY, Cast
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db
OLD, NEW = "Nguyễn Thị Ẫm Ệch Ợt Đẵng", "Nguyễn Thị Đổi Tên"
FACTS = {"name": NEW, "citizen_id": "001150054321", "address": "Số 9, xã Mới"}


def rename(party: Party, **facts: Any) -> PartyChange | None:
    """The change of a name, by nobody in particular."""
    return change_party(party, facts or FACTS, ground="Trích lục hộ tịch", by=None, at=timezone.now())


def page(client: Client, user: User, address: str) -> str:
    """A page as *user* reads it."""
    client.force_login(user)
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/ho-so/{}/", "/ho-so/{}/to-khai/", "/can-bo/ho-so/{}/", "/can-bo/"])
def test_a_page_of_what_was_filed_says_the_old_name_and_the_new_one_beside_it(
    client: Client, cast: Cast, address: str
) -> None:
    dossier = cast.appraised()
    rename(cast.party)
    who = cast.officer if "can-bo" in address else cast.citizen

    text = page(client, who, address.format(dossier.code))

    assert f"{OLD} (nay là {NEW})" in text


def test_the_printed_form_keeps_number_and_address(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    rename(cast.party)

    text = page(client, cast.citizen, f"/ho-so/{dossier.code}/to-khai/")

    assert "001150012345 (nay là 001150054321)" in text
    assert "Số 1, xã Mẫu, tỉnh Mẫu" in text


def test_the_api_names_both(cast: Cast, caller: Callable[..., Caller]) -> None:
    dossier, me = cast.appraised(), caller(cast.citizen)
    assert me.get(f"/dossiers/{dossier.code}/").json()["applicant_now"] == ""
    rename(cast.party)

    one, listed = me.get(f"/dossiers/{dossier.code}/").json(), me.get("/dossiers/").json()["results"][0]

    assert [(row["applicant"], row["applicant_now"]) for row in (one, listed)] == [(OLD, NEW)] * 2


def test_a_paper_that_is_issued_later_names_both_and_is_sent_where_they_live_now(cast: Cast) -> None:
    dossier = cast.proposed()
    rename(cast.party)

    approved = actions.approve(dossier, "granted", by=cast.leader, at=WEDNESDAY)

    context = approved.papers.get(kind="result").context
    assert context["applicant"] == f"{OLD} (nay là {NEW})"
    assert context["address"] == "Số 9, xã Mới"
    assert approved.declared.address == "Số 1, xã Mẫu, tỉnh Mẫu"


@pytest.mark.parametrize("typed", ["nguyen thi am ech", OLD, NEW, "001150012345", "001150054321"])
def test_old_and_new_find_the_person_and_the_dossier(client: Client, cast: Cast, typed: str) -> None:
    dossier = cast.appraised()
    rename(cast.party)

    assert Party.objects.matching(typed).get() == cast.party
    client.force_login(cast.officer)
    found_page = client.post("/can-bo/", {"q": typed}, follow=True).content.decode()
    assert dossier.code in found_page


def test_a_draft_goes_on_with_the_new_name(cast: Cast) -> None:
    draft = cast.draft()
    rename(cast.party)

    assert Dossier.objects.get(pk=draft.pk).applicant_title == NEW


def test_what_was_filed_before_names_were_kept_is_told_by_the_changes_since(cast: Cast) -> None:
    dossier = cast.appraised()
    Dossier.objects.filter(pk=dossier.pk).update(declared_parties={})
    rename(cast.party, name="Tên giữa")
    rename(cast.party, name=NEW)

    for row in (Dossier.objects.get(pk=dossier.pk), Dossier.objects.for_rows().get(pk=dossier.pk)):
        assert row.applicant_title == f"{OLD} (nay là {NEW})"


def test_a_change_in_the_administration_leaves_who_when_and_why(cast: Cast) -> None:
    User.objects.filter(pk=cast.administrator.pk).update(is_staff=True)
    client = Client()
    client.force_login(User.objects.get(pk=cast.administrator.pk))
    data = {"kind": "person", "name": NEW, "citizen_id": "001150012345", "ground": "Trích lục hộ tịch số 7"}

    answer = client.post(reverse("admin:people_party_change", args=[cast.party.pk]), data)

    assert answer.status_code == 302
    change = PartyChange.objects.get()
    assert (change.by, change.ground) == (cast.administrator, "Trích lục hộ tịch số 7")
    assert (change.before["name"], change.after["name"]) == (OLD, NEW)


def test_nothing_is_changed_without_a_ground_and_the_same_again_is_no_change(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        change_party(cast.party, FACTS, ground=" ", by=None, at=timezone.now())

    assert rename(cast.party, name=OLD) is None
    assert not PartyChange.objects.exists()


@pytest.mark.parametrize("column", ["before = '{}'", "ground = 'x'", "name_folded = 'x'"])
def test_a_changed_row_of_a_former_name_is_named_by_the_verification(cast: Cast, column: str) -> None:
    rename(cast.party)
    connection.cursor().execute(f"UPDATE people_partychange SET {column}")

    assert any("partychange" in fault for fault in faults_in_record())
