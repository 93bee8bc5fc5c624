"""A session that nobody uses ends; one that is used goes on."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from people.models import User
from people.sign_in.idle import NOTED_EVERY
from tests.conftest import at
from tests.support.statements import counted

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-23 09:00")
STAFF, CITIZEN = (timedelta(minutes=settings.IDLE_MINUTES[who]) for who in ("staff", "citizen"))
MINUTE = timedelta(minutes=1)


def enter(client: Client, user: User) -> None:
    """Sign in on Monday morning."""
    with time_machine.travel(MONDAY, tick=False):
        client.force_login(user)


def is_in(client: Client, page: str, when: datetime) -> bool:
    """Whether *page* is shown at *when* to who has the session."""
    with time_machine.travel(when, tick=False):
        return client.get(page).status_code == 200


def test_an_officer_who_did_nothing_for_an_hour_signs_in_again(client: Client, officer: User) -> None:
    enter(client, officer)

    assert is_in(client, "/can-bo/", MONDAY)
    assert is_in(client, "/can-bo/", MONDAY + STAFF - MINUTE)
    assert is_in(client, "/can-bo/", MONDAY + 2 * STAFF - 2 * MINUTE)
    assert not is_in(client, "/can-bo/", MONDAY + 3 * STAFF)
    assert Session.objects.filter(session_key=client.session.session_key).count() == 0


def test_a_citizen_has_longer_than_an_officer(client: Client, citizen: User) -> None:
    enter(client, citizen)

    assert is_in(client, "/ho-so/", MONDAY)
    assert is_in(client, "/ho-so/", MONDAY + CITIZEN - MINUTE)
    assert not is_in(client, "/ho-so/", MONDAY + 2 * CITIZEN)


def test_the_api_by_session_ends_with_it(client: Client, officer: User) -> None:
    enter(client, officer)
    assert is_in(client, "/api/v1/dossiers/", MONDAY)

    assert not is_in(client, "/api/v1/dossiers/", MONDAY + STAFF + MINUTE)


def test_what_was_typed_after_the_end_is_not_lost(client: Client, clerk: User) -> None:
    enter(client, clerk)
    assert is_in(client, "/can-bo/quay/nguoi-nop/", MONDAY)

    with time_machine.travel(MONDAY + STAFF + MINUTE, tick=False):
        answer = client.post("/can-bo/quay/nguoi-nop/", {"name": "Nguyễn Văn Gõ Dở"})

    assert answer.status_code == 401
    assert "typed" in answer.content.decode()


def test_a_session_that_is_used_all_day_ends_all_the_same(client: Client, officer: User) -> None:
    officer.set_password("mot-Cua-2026-thu")
    officer.save()
    with time_machine.travel(MONDAY, tick=False):
        client.post("/dang-nhap/", {"login": officer.username, "password": "mot-Cua-2026-thu"})

    used = [is_in(client, "/can-bo/", MONDAY + hours * STAFF * 0.9) for hours in range(24)]

    assert used[:22] == [True] * 22
    assert used[-1] is False


def test_use_is_written_down_once_in_a_while_and_not_at_each_page(client: Client, officer: User) -> None:
    enter(client, officer)
    assert is_in(client, "/can-bo/", MONDAY)

    with counted(20) as again:
        assert is_in(client, "/can-bo/", MONDAY + timedelta(seconds=NOTED_EVERY - 1))
    with counted(20) as later:
        assert is_in(client, "/can-bo/", MONDAY + timedelta(seconds=NOTED_EVERY))

    assert not any("UPDATE" in sql and "django_session" in sql for sql in again)
    assert any("UPDATE" in sql and "django_session" in sql for sql in later)
