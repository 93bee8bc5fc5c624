"""The sheet between filing and acceptance: from the record alone, for whoever filed, and anybody may check it."""

import re

import pytest
from django.test import Client

from dossiers import actions
from dossiers.papers.codes import code_of
from tests.support.papers import read
from tests.support.stories import TUESDAY, Cast

pytestmark = pytest.mark.django_db


def sheet(client: Client, name: str) -> str:
    """Its text as another program reads it."""
    answer = client.get(f"/ho-so/{name}/xac-nhan-da-nop/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return read(answer.content)


def test_it_says_what_came_in_and_its_code_is_confirmed_to_a_stranger(cast: Cast, client: Client) -> None:
    dossier = cast.submitted()
    client.force_login(cast.citizen)

    text = sheet(client, dossier.name)

    for words in (dossier.name, dossier.lookup_code, "09:00 ngày 02/03/2026", "anh.jpg", "SHA-256"):
        assert words in text, words
    code = re.search(r"Mã kiểm tra của việc nộp:\s*([0-9A-Z]+-[0-9A-F]{10})", text)
    assert code
    answer = Client().get("/xac-minh/", {"ma": code[1].lower()})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "09:00 ngày 02/03/2026" in page
    assert dossier.name not in page  # masked


def test_what_a_supplement_brings_later_is_not_on_it(cast: Cast, client: Client) -> None:
    asked = cast.awaiting_supplement()
    actions.supply(asked, by=cast.citizen, at=TUESDAY)
    before = asked.attachments.filter(supplement=None).count()
    client.force_login(cast.citizen)

    assert sheet(client, asked.name).count("SHA-256") == before


def test_a_draft_has_none_and_another_person_finds_nothing(cast: Cast, client: Client) -> None:
    draft, filed = cast.draft(), cast.submitted()
    client.force_login(cast.citizen)
    assert client.get(f"/ho-so/{draft.ref}/xac-nhan-da-nop/").status_code == 302

    for person in (cast.neighbour, cast.officer):
        client.force_login(person)
        assert client.get(f"/ho-so/{filed.name}/xac-nhan-da-nop/").status_code == 404


def test_the_code_of_another_act_is_no_filing(cast: Cast, client: Client) -> None:
    drafted = cast.appraised().events.order_by("-seq").first()

    assert "một lần nộp hồ sơ" not in client.get("/xac-minh/", {"ma": code_of(drafted)}).content.decode()


def test_it_is_offered_where_filing_ends(cast: Cast, client: Client) -> None:
    dossier = cast.submitted()
    client.force_login(cast.citizen)

    for page in ("da-nop/", ""):
        assert "xac-nhan-da-nop/" in client.get(f"/ho-so/{dossier.name}/{page}").content.decode()
