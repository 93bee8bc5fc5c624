"""What strangers type on pages of others is kept within bounds, and swept."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from dossiers.views.typed_input import BYTES_MAX, SECONDS
from people import throttling
from portal.tasks import clear_sessions
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db


def kept_bytes() -> int:
    """Bytes of all sessions."""
    return sum(len(data) for data in Session.objects.values_list("session_data", flat=True))


def test_for_a_page_that_does_not_exist_nothing_is_kept_and_the_answer_does_not_tell(
    client: Client, cast: Cast
) -> None:
    draft, other = cast.draft(), Client()

    nowhere = client.post("/ho-so/x/phan/1/", {"a": "x" * 1000})
    somewhere = other.post(f"/ho-so/{draft.ref}/phan/1/", {"a": "x" * 1000})

    assert nowhere.status_code == somewhere.status_code == 302
    assert nowhere["Location"].replace("/x/", "//") == somewhere["Location"].replace(f"/{draft.ref}/", "//")
    assert nowhere.cookies["messages"].value.split(":")[0] == somewhere.cookies["messages"].value.split(":")[0]
    assert Session.objects.count() == 1


def test_more_than_a_form_needs_is_not_kept_and_the_person_is_told(client: Client, cast: Cast) -> None:
    address = f"/ho-so/{cast.draft().ref}/phan/1/"

    client.post(address, {"a": "x" * (BYTES_MAX + 1)})
    page = client.get("/dang-nhap/").content.decode()

    assert "quá dài nên không giữ được" in page
    assert not Session.objects.exists()


def test_a_stranger_is_kept_for_so_often_a_minute(cast: Cast, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "typed": 3}
    throttling._counters.cache_clear()
    address = f"/ho-so/{cast.draft().ref}/phan/1/"

    for _n in range(20):
        Client().post(address, {"a": "x" * 10_000})

    throttling._counters.cache_clear()
    assert Session.objects.count() == 3
    assert kept_bytes() < 3 * 20_000


def test_what_is_never_fetched_is_swept_within_the_hour_after_it(client: Client, cast: Cast) -> None:
    client.post(f"/ho-so/{cast.draft().ref}/phan/1/", {"a": "x"})
    session = Session.objects.get()
    clear_sessions()
    assert Session.objects.count() == 1
    assert 0 < (session.expire_date - timezone.now()).total_seconds() <= SECONDS

    Session.objects.update(expire_date=timezone.now())
    clear_sessions()

    assert not Session.objects.exists()
