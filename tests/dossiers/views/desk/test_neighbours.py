"""The dossiers before and after one in the list it was opened from, also after an act; by key without the list."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from dossiers.models import Dossier
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


@pytest.fixture
def three(client: Client, cast: Cast) -> list[Dossier]:
    """Three of the officer's unit, in the order of the queue, and one filed at the desk between them."""
    rows = [cast.appraised() for _n in range(3)]
    for row, due in zip(rows, (MONDAY, TUESDAY, WEDNESDAY), strict=True):
        Dossier.objects.filter(pk=row.pk).update(sort_at=due)
    client.force_login(cast.officer)
    return rows


def link(page: Any, rel: str) -> str:
    """The address of the link before or after; empty without one."""
    address = re.search(rf'href="([^"]*)" rel="{rel}"', page.content.decode())
    return address[1].replace("&amp;", "&") if address else ""


def opened(client: Client, dossier: Dossier, listed: str) -> Any:
    """Its page, opened from the list."""
    return client.get(f"/can-bo/ho-so/{dossier.name}/?{urlencode({'list': listed})}")


def test_the_links_follow_the_list_and_lead_on_through_it(client: Client, three: list[Dossier]) -> None:
    first, second, third = three
    listed = "queue?view=all&channel=online"

    page = opened(client, first, listed)
    middle = client.get(link(page, "next"))
    last = client.get(link(middle, "next"))

    assert link(page, "prev") == ""
    assert f"/{second.name}/" in link(page, "next")
    assert f"/{first.name}/" in link(middle, "prev")
    assert f"/{third.name}/" in link(middle, "next")
    assert link(last, "next") == ""
    assert 'class="govuk-back-link" href="/can-bo/?view=all&amp;channel=online"' in last.content.decode()


def test_what_a_filter_leaves_out_is_passed_over(client: Client, three: list[Dossier]) -> None:
    first, second, third = three
    Dossier.objects.filter(pk=second.pk).update(channel="direct")

    assert f"/{third.name}/" in link(opened(client, first, "queue?view=all&channel=online"), "next")


def test_without_a_list_it_is_the_one_the_queue_opens_with(client: Client, three: list[Dossier]) -> None:
    assert f"/{three[1].name}/" in link(client.get(f"/can-bo/ho-so/{three[0].name}/"), "next")


@pytest.mark.parametrize("listed", ["approvals", "fees", "counter?tim=x", "khong-co", "//xau.example"])
def test_other_lists_have_no_neighbours(client: Client, three: list[Dossier], listed: str) -> None:
    page = opened(client, three[1], listed)

    assert link(page, "next") == link(page, "prev") == ""


def test_after_an_act_that_moves_it_the_next_stays_one_key_away(client: Client, three: list[Dossier]) -> None:
    first, second, _third = three
    address = f"/can-bo/ho-so/{first.name}/trinh-ky/?{urlencode({'list': 'queue?view=unit'})}"

    done = client.post(address, {"seq": first.head_seq, "outcome": "granted", "text": "Hai năm"}, follow=True)

    assert done.redirect_chain, done.content.decode()
    assert f"next={second.name}" in done.redirect_chain[0][0]
    assert f"/{second.name}/?list=" in link(done, "next")


def test_words_searched_for_go_newest_first(client: Client, cast: Cast, three: list[Dossier]) -> None:
    listed = client.post("/can-bo/?view=all", {"q": cast.party.name}, follow=True)
    query = f"queue?{listed.request['QUERY_STRING']}"

    page = opened(client, three[2], query)

    assert link(page, "prev") == ""
    assert f"/{three[1].name}/" in link(page, "next")


@pytest.mark.parametrize("text", ["khong-co", "x" * 900, "//xau.example", "\x07", "'--", ""])
def test_an_odd_next_leads_to_the_list_s_own(client: Client, three: list[Dossier], text: str) -> None:
    page = client.get(f"/can-bo/ho-so/{three[0].name}/?{urlencode({'list': 'queue?view=all', 'next': text})}")

    assert f"/{three[1].name}/" in link(page, "next")


def test_a_dossier_of_others_is_no_next(client: Client, cast: Cast, three: list[Dossier]) -> None:
    hidden = cast.submitted()

    page = client.get(f"/can-bo/ho-so/{three[0].name}/?next={hidden.name}")

    assert f"/{three[1].name}/" in link(page, "next")
