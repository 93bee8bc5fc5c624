"""What each role sees of a dossier: the cashier and the seal clerk what their step needs, on every way there is."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dossiers.models import Dossier, Paper
from people.actions import appoint
from people.models import Agency, Post, Read, User
from tests.conftest import SINCE
from tests.support.calling import Caller
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
Callers = Callable[..., Caller]
PARTLY = ("cashier", "seal")
OWN_PAPER = {"cashier": "fee_receipt", "seal": "result"}


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """Decided and paid: the cashier and the seal clerk had their step."""
    return cast.make_files(cast.pay(cast.resolved()))


@pytest.fixture
def readers(cast: Cast, person: Callable[..., User]) -> dict[str, User]:
    """Everybody who reads at work."""
    seal = person("vanthu", Agency.objects.get(code="SLD"), Post.Role.SEAL_CLERK)
    return {**cast.everybody(), "seal": seal}


def secrets_of(dossier: Dossier) -> list[str]:
    """What stands in answers, on attachments, in the words of officers, and the applicant's numbers."""
    answers = [str(value) for value in dossier.answers.values() if isinstance(value, str) and len(value) > 6]
    notes = [event.note.text for event in dossier.events.all() if hasattr(event, "note")]
    party = dossier.applicant
    return [*answers, *notes, party.citizen_id, party.phone, "anh.jpg", "/tep/", "/to-khai/"]


@pytest.mark.parametrize("who", PARTLY)
def test_the_page_shows_what_the_step_needs_and_nothing_else(
    client: Client, dossier: Dossier, readers: dict[str, User], who: str
) -> None:
    client.force_login(readers[who])

    page = client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()

    mine = dossier.papers.get(kind=OWN_PAPER[who])
    for words in (dossier.code, dossier.applicant.name, str(dossier.edition.procedure), f"/van-ban/{mine.pk}/"):
        assert str(words) in page
    assert [secret for secret in secrets_of(dossier) if secret in page] == []
    others = dossier.papers.exclude(kind=mine.kind)
    assert [paper.kind for paper in others if f"/van-ban/{paper.pk}/" in page] == []


@pytest.mark.parametrize("who", PARTLY)
def test_the_api_leaves_the_same_out_and_names_it(
    caller: Callers, dossier: Dossier, readers: dict[str, User], who: str
) -> None:
    answer = caller(readers[who]).get(f"/dossiers/{dossier.code}/").json()

    text = json.dumps(answer, ensure_ascii=False)
    assert (answer["answers"], answer["attachments"], answer["interruptions"]) == ({}, [], [])
    assert {"answers", "attachments", "identity", "record", "words"} <= set(answer["not_shown"])
    assert [paper["kind"] for paper in answer["papers"]] == [OWN_PAPER[who]]
    assert (answer["code"], answer["applicant"], answer["fee_due"]) == (
        dossier.code,
        dossier.applicant.name,
        dossier.fee_due,
    )
    assert [secret for secret in secrets_of(dossier) if secret in text] == []


@pytest.mark.parametrize("who", PARTLY)
def test_files_of_other_parts_are_refused_in_words_and_leave_no_read(
    client: Client, dossier: Dossier, readers: dict[str, User], who: str
) -> None:
    client.force_login(readers[who])
    file = dossier.attachments.all()[0]
    papers = [f"van-ban/{paper.pk}/" for paper in dossier.papers.exclude(kind=OWN_PAPER[who])]

    for address in (f"tep/{file.pk}/", "to-khai/", "nhat-ky.json", *papers):
        answer = client.get(f"/ho-so/{dossier.code}/{address}")
        assert answer.status_code == 403, address
        assert "Vị trí công tác của ông/bà không xem" in answer.content.decode()
    assert len(papers) >= 2
    assert not Read.objects.exists()


@pytest.mark.parametrize("who", PARTLY)
def test_their_own_papers_open(client: Client, dossier: Dossier, readers: dict[str, User], who: str) -> None:
    client.force_login(readers[who])
    paper = dossier.papers.get(kind=OWN_PAPER[who])

    answer = client.get(f"/ho-so/{dossier.code}/van-ban/{paper.pk}/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert Read.objects.get().item == paper.pk


@pytest.mark.parametrize("who", PARTLY)
def test_they_find_by_code_and_name_and_never_by_number(
    client: Client, dossier: Dossier, readers: dict[str, User], who: str
) -> None:
    client.force_login(readers[who])

    def listed(typed: str) -> list[str]:
        page = client.post("/can-bo/", {"q": typed}, follow=True)
        return [row.code for row, _standing in page.context["rows"]]

    assert listed("nguyen thi am") == [dossier.code]
    assert listed(dossier.applicant.citizen_id) == listed(dossier.applicant.phone) == []
    assert client.post("/can-bo/", {"q": str(dossier.code)})["Location"] == f"/can-bo/ho-so/{dossier.code}/"


@pytest.mark.parametrize("who", PARTLY)
def test_no_export_is_theirs(client: Client, dossier: Dossier, readers: dict[str, User], who: str) -> None:
    client.force_login(readers[who])

    for address in ("/bao-cao/overdue/?format=csv", "/api/v1/reports/overdue/", "/rieng-tu/luot-xem/?format=csv"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("who", ["clerk", "officer", "head", "leader", "auditor"])
def test_everybody_else_sees_all_of_it(
    client: Client, caller: Callers, dossier: Dossier, readers: dict[str, User], who: str
) -> None:
    client.force_login(readers[who])

    page = client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    answer = caller(readers[who]).get(f"/dossiers/{dossier.code}/").json()

    assert dossier.applicant.citizen_id in page
    assert "anh.jpg" in page
    assert (answer["not_shown"], answer["answers"]) == ([], dossier.answers)
    assert len(answer["papers"]) == Paper.objects.filter(dossier=dossier).count()


def test_two_posts_show_a_dossier_whole_only_where_the_one_that_reads_it_whole_opens_it(
    cast: Cast, caller: Callers, dossier: Dossier
) -> None:
    appoint(user=cast.cashier, unit=Agency.objects.get(code="SLD-NCC"), role=Post.Role.OFFICER, since=SINCE)
    elsewhere = caller(cast.cashier).get(f"/dossiers/{dossier.code}/").json()
    appoint(user=cast.cashier, unit=Agency.objects.get(code="SLD-VLATLD"), role=Post.Role.OFFICER, since=SINCE)

    here = caller(cast.cashier).get(f"/dossiers/{dossier.code}/").json()

    assert (elsewhere["answers"], here["answers"]) == ({}, dossier.answers)
    assert [read.post.role for read in Read.objects.order_by("id") if read.post] == ["cashier", "officer"]


def test_what_was_asked_for_is_not_told_to_the_cashier(cast: Cast, caller: Callers) -> None:
    asked: Any = cast.awaiting_supplement()

    assert caller(cast.officer).get(f"/dossiers/{asked.code}/").json()["interruptions"][0]["reason"] == "Ảnh mờ"
    assert "Ảnh mờ" not in caller(cast.cashier).get(f"/dossiers/{asked.code}/").content.decode()
