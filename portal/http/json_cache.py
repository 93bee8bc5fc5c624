"""The cache of the site: a table of its database whose values are JSON, so that whoever can write there puts in words.

It counts wrong passwords and holds the signs of life. In the database it is there whenever the site is, is the same for
every process, and outlives Redis.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection
from django.utils import timezone

TABLE = "cache"  # LOCATION of the settings; `createcachetable` makes it
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
PUT = (
    "INSERT INTO cache (cache_key, value, expires) VALUES (%s, %s, %s) "
    "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
PUT_IN_FREE_PLACE = f"{PUT} WHERE cache.expires < %s"


class JsonDatabaseCache(BaseDatabaseCache):
    """Django's database cache without pickle; each call is one statement, `add` included, and none counts the table."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value of *key*; *default* when it is not there, has expired or is no JSON."""
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """The values of those *keys* that are there."""
        names = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not names:
            return {}
        with connection.cursor() as cursor:
            wanted = json.dumps(list(names))
            cursor.execute(SELECT[connection.vendor], [wanted, _instant(timezone.now())])
            rows = cursor.fetchall()
        values = {names[name]: _value(content) for name, content in rows}
        return {key: value for key, value in values.items() if value is not None}

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Put *value* in. Raises TypeError for what JSON cannot say."""
        with connection.cursor() as cursor:
            cursor.execute(PUT, self._row(key, value, timeout, version))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Put *value* in unless there is one; True for the one caller of many at once that did."""
        row = [*self._row(key, value, timeout, version), _instant(timezone.now())]
        with connection.cursor() as cursor:
            cursor.execute(PUT_IN_FREE_PLACE, row)
            return bool(cursor.rowcount)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Give *key* another life; False when it is not there."""
        name, _value, expires = self._row(key, None, timeout, version)
        with connection.cursor() as cursor:
            sql = "UPDATE cache SET expires = %s WHERE cache_key = %s AND expires >= %s"
            cursor.execute(sql, [expires, name, _instant(timezone.now())])
            return bool(cursor.rowcount)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Take *key* out; False when it is not there."""
        with connection.cursor() as cursor:
            name = self.make_and_validate_key(key, version=version)
            cursor.execute("DELETE FROM cache WHERE cache_key = %s", [name])
            return bool(cursor.rowcount)

    def clear(self) -> None:
        """Take everything out."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cache")

    def delete_expired(self) -> None:
        """Delete what has expired: an hourly task does, so that no request waits for it."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cache WHERE expires < %s", [_instant(timezone.now())])

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> list[Any]:
        seconds = self.get_backend_timeout(timeout)
        expires = NEVER if seconds is None else datetime.fromtimestamp(seconds, UTC)
        return [self.make_and_validate_key(key, version=version), json.dumps(value), _instant(expires)]


# One parameter for any number of keys, so that no SQL is put together.
SELECT = {
    "postgresql": "SELECT cache_key, value FROM cache "
    "WHERE cache_key IN (SELECT json_array_elements_text(%s::json)) AND expires >= %s",
    "sqlite": "SELECT cache_key, value FROM cache "
    "WHERE cache_key IN (SELECT value FROM json_each(%s)) AND expires >= %s",
}


def _instant(value: datetime) -> Any:
    """As this database writes instants."""
    return connection.ops.adapt_datetimefield_value(value)


def _value(content: str) -> Any:
    """What was written; None for what is no JSON, as if nothing were there."""
    try:
        return json.loads(content)
    except ValueError:
        return None
