"""The cache in the database: words and never code, and one winner of many who add at once."""

import base64
import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from portal.http.json_cache import TABLE, JsonDatabaseCache
from portal.tasks import clear_cache

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache(db: None) -> JsonDatabaseCache:
    """One with its table."""
    call_command("createcachetable", TABLE, verbosity=0)
    return JsonDatabaseCache(TABLE, {})


def put(content: str) -> None:
    """Write into the table past the cache."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cache SET value = %s", [content])


@pytest.mark.parametrize("value", ["123", "", "điều", 5, -1, 1.0, 1.5, True, [1, "a"], {"a": [1.25]}])
def test_a_value_comes_back_as_it_was(cache: JsonDatabaseCache, value: Any) -> None:
    cache.set("key", value)

    assert cache.get("key") == value
    assert type(cache.get("key")) is type(value)
    assert cache.get_many(["key", "other"]) == {"key": value}


class _Evil:
    def __reduce__(self) -> Any:
        return (exec, ("raise SystemExit('ran')",))


@pytest.mark.parametrize("content", [base64.b64encode(pickle.dumps(_Evil())).decode(), "{", ""])
def test_what_somebody_else_wrote_is_nothing_and_runs_nothing(cache: JsonDatabaseCache, content: str) -> None:
    cache.set("key", 1)
    put(content)

    assert cache.get("key", "nothing") == "nothing"


def test_what_json_cannot_say_is_refused(cache: JsonDatabaseCache) -> None:
    with pytest.raises(TypeError):
        cache.set("key", object())


def test_what_has_expired_is_not_there_and_may_be_added(cache: JsonDatabaseCache) -> None:
    cache.set("key", 1, timeout=-1)

    assert cache.get("key") is None
    assert not cache.touch("key")
    assert cache.add("key", 2)
    assert not cache.add("key", 3)
    assert cache.get("key") == 2


def test_touched_it_lives_longer_and_deleted_it_is_gone(cache: JsonDatabaseCache) -> None:
    cache.set("key", 1, timeout=0.05)
    assert cache.touch("key", None)
    time.sleep(0.1)

    assert cache.get("key") == 1
    assert cache.delete("key")
    assert not cache.delete("key")


def test_the_hourly_task_deletes_what_has_expired_alone(cache: JsonDatabaseCache) -> None:
    cache.set("old", 1, timeout=-1)
    cache.set("new", 1)

    clear_cache()

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        assert cursor.fetchall() == [(":1:new",)]
    cache.clear()
    assert cache.get("new") is None


@pytest.mark.django_db(transaction=True)
def test_of_many_who_add_at_once_one_wins(cache: JsonDatabaseCache) -> None:
    def add(number: int) -> bool:
        try:
            return cache.add("lock", number)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        winners = list(pool.map(add, range(24)))

    assert sum(winners) == 1
