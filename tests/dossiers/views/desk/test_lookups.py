"""Searches of the desk: a citizen number stays out of every address, link, redirect and log line; each is recorded."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from dossiers.urls import desk_pages
from people.actions import register_checked_party
from people.models import Party, Read, User
from people.privacy.reads import digest_of
from tests.conftest import at
from tests.support.factories import in_appraisal
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "001150012345", "0912345678"
CARD = f"{NUMBER}|012345678|Nguyễn Thị Mẫu|27041950|Nữ|Thôn Mẫu, Xã Mẫu, Tỉnh Mẫu|15032021"
STRANGER = CARD.replace(NUMBER, "001150054321")
ADDRESS = re.compile(r'(?:href|src|action)="([^"]*)"')


@pytest.fixture
def log_lines() -> Iterator[list[str]]:
    """Everything that is logged, before any number is taken out of it."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        """Keeps the words."""

        def emit(self, record: logging.LogRecord) -> None:
            """Keep the line."""
            lines.append(record.getMessage())

    keeper, root = Keeper(), logging.getLogger()
    root.addHandler(keeper)
    yield lines
    root.removeHandler(keeper)


def places(answer: Any) -> list[str]:
    """Where the browser was sent, and every address on the page it came to."""
    sent = [address for address, _status in answer.redirect_chain]
    return [
        *sent,
        answer.request["PATH_INFO"],
        answer.request["QUERY_STRING"],
        *ADDRESS.findall(answer.content.decode()),
    ]


@pytest.mark.parametrize("typed", [NUMBER, PHONE, CARD, STRANGER, "001 150 012 345", "0899999999"])
def test_no_number_stands_in_an_address_or_a_log_line(
    client: Client, clerk: User, party: Party, edition: Any, citizen: User, log_lines: list[str], typed: str
) -> None:
    in_appraisal(edition, citizen, clerk)
    client.force_login(clerk)
    seen: list[str] = []

    for address in ("/can-bo/quay/", "/can-bo/", f"/can-bo/quay/{party.pk}/"):
        answer = client.post(address, {"q": typed}, follow=True)
        assert answer.status_code == 200
        seen += places(answer)
        if link := (answer.context or {}).get("new_party"):
            form = client.get(link, follow=True)
            sent = client.post(link, {"kind": "person", "name": "Lê B", "citizen_id": NUMBER}, follow=True)
            seen += [link, *places(form), *places(sent)]

    digits = re.compile(r"001\W?150\W?012\W?345|001150054321|0912345678|0899999999")
    assert [place for place in [*seen, *log_lines] if digits.search(place)] == []
    assert log_lines


def test_what_was_typed_stays_in_the_box_and_over_the_pages(client: Client, clerk: User, party: Party) -> None:
    client.force_login(clerk)

    page = client.post("/can-bo/quay/", {"q": NUMBER}, follow=True)
    again = client.get(f"/can-bo/quay/?{page.request['QUERY_STRING']}")

    for answer in (page, again):
        assert f'value="{NUMBER}"' in answer.content.decode()
        assert f"/can-bo/quay/{party.pk}/" in answer.content.decode()


def test_a_reference_is_of_its_session_alone_and_an_unknown_one_is_told_in_words(
    client: Client, clerk: User, officer: User
) -> None:
    client.force_login(clerk)
    query = client.post("/can-bo/quay/", {"q": NUMBER})["Location"].partition("?")[2]
    client.force_login(officer)

    page = client.get(f"/can-bo/?{query}")

    assert page.status_code == 200
    assert NUMBER not in page.content.decode()
    assert "Gõ hoặc quét lại" in page.content.decode()


def test_a_session_keeps_the_last_searches_and_no_more(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    sent = [client.post("/can-bo/quay/", {"q": f"nguoi {n}"})["Location"] for n in range(25)]

    assert "nguoi 24" in client.get(sent[24]).content.decode()
    assert "nguoi 5" in client.get(sent[5]).content.decode()
    assert "nguoi 4" not in client.get(sent[4]).content.decode()


def test_a_search_is_one_row_that_tells_whom_it_showed_and_not_what_was_typed(
    client: Client, clerk: User, party: Party
) -> None:
    client.force_login(clerk)

    client.post("/can-bo/quay/", {"q": CARD}, follow=True)
    client.post("/can-bo/quay/", {"q": "nguyen thi"}, follow=True)

    by_number, by_name = Read.objects.order_by("id")
    assert (by_number.what, by_number.detail, by_number.rows, by_number.party) == ("search", "number", 1, party)
    assert (by_name.what, by_name.detail, by_name.rows, by_name.party) == ("search", "name", 1, None)
    assert by_number.digest == digest_of(NUMBER) != digest_of(PHONE)
    assert not any(NUMBER in str(value) for value in vars(by_number).values())


def test_a_search_in_the_queue_is_one_row_too(client: Client, cast: Cast) -> None:
    cast.appraised()
    client.force_login(cast.officer)

    client.post("/can-bo/", {"q": NUMBER}, follow=True)
    client.get("/can-bo/?view=all")

    assert [(read.what, read.digest, read.rows) for read in Read.objects.all()] == [("search", digest_of(NUMBER), 1)]


def test_who_was_not_asked_for_by_number_is_shown_by_the_end_of_it(client: Client, clerk: User, party: Party) -> None:
    twin = register_checked_party(
        by=None, at=at("2024-01-01 08:00"), name=party.name, citizen_id="001150099876", phone="0987654321"
    )
    client.force_login(clerk)

    by_name = client.post("/can-bo/quay/", {"q": "nguyen thi"}, follow=True).content.decode()
    by_number = client.post("/can-bo/quay/", {"q": "001150099876"}, follow=True).content.decode()

    assert "•••345" in by_name
    assert "•••876" in by_name
    assert not any(number in by_name for number in (NUMBER, PHONE, twin.citizen_id, twin.phone))
    assert "0987654321" in by_number
    assert party.citizen_id not in by_number


def test_part_of_a_number_finds_nobody(client: Client, clerk: User, party: Party) -> None:
    client.force_login(clerk)

    for typed in (NUMBER[:-1], NUMBER[1:], PHONE[:9]):
        page = client.post("/can-bo/quay/", {"q": typed}, follow=True).content.decode()
        assert f"/can-bo/quay/{party.pk}/" not in page


def test_every_page_about_a_person_is_recorded(client: Client, clerk: User, party: Party, edition: Any) -> None:
    client.force_login(clerk)
    patterns = [str(page.pattern) for page in desk_pages if "<int:party>" in str(page.pattern)]
    addresses = [
        each.replace("<int:party>", str(party.pk)).replace("<slug:slug>", edition.procedure.slug) for each in patterns
    ]

    for address in addresses:
        assert client.get(f"/{address}").status_code == 200

    reads = [(read.what, read.party, read.post) for read in Read.objects.all()]
    assert reads == [("party", party, clerk.posts.get())] * len(addresses)
    assert len(addresses) >= 4


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("001.190.012.345", "001190012345"),
        ("001 190 012 345", "001190012345"),
        ("\u202d001190012345\u202c", "001190012345"),
        ("+84 912 777 001", "0912777001"),
        ("0912.777.001", "0912777001"),
        ("Ðặng Thị", "dang thi"),
    ],
)
def test_a_search_is_found_in_the_record_however_it_was_written(typed: str, same: str) -> None:
    assert digest_of(typed) == digest_of(same)
