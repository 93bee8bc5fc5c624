"""Rate limits: 429 with a message and the time to wait, by API and on pages; nobody else is held up."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits(settings: Any) -> Any:
    """Three a minute of everything."""
    settings.RATE_LIMITS = dict.fromkeys(("account", "address", "look_up", "token"), 3)
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("address", ["/api/v1/procedures/", "/api/v1/lookup/H99/", "/tra-cuu/?code=H99"])
def test_the_fourth_in_a_minute_is_told_to_wait(client: Client, address: str) -> None:
    answers = [client.get(address) for _n in range(4)]

    assert [answer.status_code == 429 for answer in answers] == [False, False, False, True]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert "Thử lại sau" in answers[-1].content.decode()


def test_tokens_are_asked_for_a_few_times_only(client: Client) -> None:
    data = {"username": "ai", "password": "gi"}

    codes = [client.post("/api/v1/token/", data).status_code for _n in range(4)]

    assert codes == [400, 400, 400, 429]


def test_each_account_and_each_address_has_its_own(client: Client, citizen: Any, clerk: Any) -> None:
    for _n in range(4):
        client.get("/api/v1/procedures/")
    elsewhere = client.get("/api/v1/procedures/", REMOTE_ADDR="10.0.0.9")
    client.force_login(citizen)
    mine = [client.get("/api/v1/dossiers/").status_code for _n in range(4)]
    client.force_login(clerk)

    assert elsewhere.status_code == 200
    assert mine == [200, 200, 200, 429]
    assert client.get("/api/v1/dossiers/").status_code == 200


def test_a_forwarded_address_is_believed_only_behind_a_proxy_of_ours(client: Client) -> None:
    codes = [
        client.get("/api/v1/procedures/", headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(4)
    ]

    assert codes[-1] == 429


def test_no_limit_is_no_limit(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, 0)

    assert {client.get("/tra-cuu/?code=H99").status_code for _n in range(9)} == {404}
