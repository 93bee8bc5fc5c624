"""What the first page shows to who is signed in."""

import pytest
from django.test import Client

from tests.support.stories import Cast


@pytest.mark.django_db
def test_what_waits_for_the_reader_stands_first_and_only_for_them(cast: Cast, client: Client) -> None:
    asked = cast.awaiting_supplement()
    pages = {}
    for person in (cast.citizen, cast.neighbour):
        client.force_login(person)
        pages[person.username] = client.get("/").content.decode()

    own, other = pages[cast.citizen.username], pages[cast.neighbour.username]
    assert "Đang chờ ông/bà" in own
    assert f"/ho-so/{asked.code}/bo-sung/" in own
    assert own.index("Đang chờ ông/bà") < own.index("Việc ông/bà cần làm")
    assert str(asked.code) not in other


@pytest.mark.django_db
def test_a_draft_is_gone_on_with_from_the_first_page(cast: Cast, client: Client) -> None:
    draft = cast.draft()
    client.force_login(cast.citizen)

    assert f"/ho-so/{draft.ref}/" in client.get("/").content.decode()
