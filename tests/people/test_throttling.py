"""Rate limits: 429 with a message and the time to wait, by API and on pages; nobody else is held up."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis
from django.test import Client

from people import throttling
from tests.support.silence import SilentServer
from toolbox import breaker

pytestmark = pytest.mark.django_db
CONNECTIONS, REDIS = 16, os.environ.get("REDIS_URL", "")


@pytest.fixture(autouse=True)
def _limits(settings: Any) -> Any:
    """Three a minute of everything, counted anew."""
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, 3)
    throttling._counters.cache_clear()
    yield
    throttling._counters.cache_clear()


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


def allowed_of(sent: int, number: int, counters: list[throttling.Counters]) -> int:
    """How many of *sent* requests, over sixteen connections spread over *counters*, are within *number* a minute."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        waits = pool.map(lambda n: counters[n % len(counters)].seconds_to_wait("address/1", number), range(sent))
        return sum(wait == 0 for wait in waits)


def test_sixteen_connections_at_once_get_the_limit_and_no_more_in_memory(settings: Any) -> None:
    settings.WEB_WORKERS = 1

    assert allowed_of(1000, 300, [throttling.Counters("")]) == 300


def test_two_processes_without_redis_share_the_limit(settings: Any) -> None:
    settings.WEB_WORKERS = 2

    assert allowed_of(1000, 300, [throttling.Counters(""), throttling.Counters("")]) == 300


@pytest.mark.skipif(not REDIS, reason="no Redis here")
def test_sixteen_connections_at_once_get_the_limit_and_no_more_on_redis(settings: Any) -> None:
    settings.WEB_WORKERS = 2
    redis.Redis.from_url(REDIS).delete(*redis.Redis.from_url(REDIS).keys("rate*") or ["rate"])

    assert allowed_of(1000, 300, [throttling.Counters(REDIS), throttling.Counters(REDIS)]) == 300


def test_a_redis_that_never_answers_is_asked_once_and_refuses_nobody(settings: Any) -> None:
    settings.REDIS_PATIENCE = 0.05
    with SilentServer() as redis_in_name:
        counters = throttling.Counters(redis_in_name.url)

        waits = [counters.seconds_to_wait("address/1", 300) for _n in range(301)]

    assert redis_in_name.connections == 1
    assert [wait == 0 for wait in waits] == [True] * 300 + [False]


def test_a_redis_that_is_back_counts_again(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "PAUSE_SECONDS", 0.0)
    settings.REDIS_PATIENCE = 0.05
    with SilentServer() as redis_in_name:
        counters = throttling.Counters(redis_in_name.url)

        for _n in range(3):
            counters.seconds_to_wait("address/1", 300)

    assert redis_in_name.connections == 3


def test_who_is_refused_is_told_when_the_minute_ends() -> None:
    counters = throttling.Counters("")

    waits = [counters.seconds_to_wait("address/2", 2) for _n in range(3)]

    assert waits[:2] == [0, 0]
    assert 1 <= waits[2] <= 60
