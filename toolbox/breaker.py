"""A circuit breaker: a service that did not answer is left alone for some seconds, so that nobody else waits for it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE_SECONDS = 5.0


class Away(Exception):
    """The service did not answer a moment ago, so it was not asked."""


class Breaker:
    """Guards the calls that one process makes to one service. Once open, one caller in each pause tries it again."""

    def __init__(self) -> None:
        self._paused_until: float | None = None

    @property
    def is_open(self) -> bool:
        """True while nobody may ask."""
        return self._paused_until is not None and time.monotonic() < self._paused_until

    def close(self) -> None:
        """Let everybody ask again."""
        self._paused_until = None

    @contextmanager
    def guard(self, *errors: type[BaseException]) -> Iterator[None]:
        """Run the body, unless it is open: then raise Away. One of *errors* opens it and is raised on."""
        if self.is_open:
            raise Away
        if self._paused_until is not None:
            self._pause()  # this caller tries, the others go on without it
        try:
            yield
        except errors:
            self._pause()
            raise
        self.close()

    def _pause(self) -> None:
        self._paused_until = time.monotonic() + PAUSE_SECONDS


REDIS = Breaker()  # the queue and the counts of requests are one service
