"""What stands in the cache on Redis is words and never code."""

import pickle
from typing import Any

import pytest

from portal.http.cache_serializer import JsonSerializer

SERIALIZER = JsonSerializer()


@pytest.mark.parametrize("value", ["123", "", "điều", 5, -1, 1.0, 1.5, True, None, [1, "a"], {"a": [1.25]}])
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    written = SERIALIZER.dumps(value)
    content = str(written).encode() if isinstance(written, int) else written

    assert SERIALIZER.loads(content) == value
    assert type(SERIALIZER.loads(content)) is type(value)


def test_whole_numbers_stay_such_that_redis_can_count_them() -> None:
    assert SERIALIZER.dumps(7) == 7


class _Evil:
    def __reduce__(self) -> Any:
        return (exec, ("raise SystemExit('ran')",))


@pytest.mark.parametrize("content", [pickle.dumps(_Evil()), pickle.dumps("x"), b"\x80", b"{", b""])
def test_what_somebody_else_wrote_is_nothing_and_runs_nothing(content: bytes) -> None:
    assert SERIALIZER.loads(content) is None
