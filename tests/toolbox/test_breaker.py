"""The circuit breaker: who waits for a service that does not answer, and who does not."""

import pytest

from toolbox import breaker
from toolbox.breaker import Away, Breaker


def fail(guard: Breaker) -> None:
    """One call that is not answered."""
    with pytest.raises(OSError, match="gone"), guard.guard(OSError):
        raise OSError("gone")


def test_after_a_failure_nobody_asks_for_a_while() -> None:
    guard = Breaker()
    fail(guard)

    with pytest.raises(Away), guard.guard(OSError):
        pytest.fail("it was asked")
    assert guard.is_open


def test_after_the_pause_one_caller_tries_and_the_others_still_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Breaker()
    monkeypatch.setattr(breaker, "PAUSE_SECONDS", -1.0)
    fail(guard)
    monkeypatch.setattr(breaker, "PAUSE_SECONDS", 60.0)

    with guard.guard(OSError), pytest.raises(Away), guard.guard(OSError):
        pytest.fail("it was asked twice")

    assert not guard.is_open


def test_what_is_no_outage_opens_nothing() -> None:
    guard = Breaker()

    with pytest.raises(ValueError, match="a bug"), guard.guard(OSError):
        raise ValueError("a bug")

    assert not guard.is_open
