"""Signs of life of the processes that answer no request: the worker and beat leave the time where web reads it."""

import socket
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from redis.exceptions import RedisError

WORKER, BEAT = "worker", "beat"
EVERY, MISSED = 30, 120  # seconds between signs; after how long a process counts as gone
KEPT = 24 * 3600
BELL, BELL_SECONDS = "beat:holder", 90


def leave(name: str) -> None:
    """*name* is alive now."""
    cache.set(f"alive:{name}", time.time(), KEPT)


def age(name: str) -> float | None:
    """Seconds since the last sign of *name*; None when there is none."""
    seen = cache.get(f"alive:{name}")
    return None if seen is None else max(0.0, time.time() - float(seen))


def is_alive(name: str) -> bool:
    """It gave a sign within the last two minutes."""
    since = age(name)
    return since is not None and since < MISSED


def holds_the_bell(who: str) -> bool:
    """True for the one beat of all hosts that may ring now; once it is gone for 90 seconds another takes over."""
    if cache.add(BELL, who, BELL_SECONDS):
        return True
    if cache.get(BELL) != who:
        return False
    cache.touch(BELL, BELL_SECONDS)
    return True


class Scheduler(PersistentScheduler):
    """Celery's own schedule, rung by one beat alone; each half minute it says that it still ticks."""

    said = float("-inf")
    rings = True

    def tick(self, *args: Any, **options: Any) -> Any:
        """One tick of beat. A cache that cannot be reached stops no schedule."""
        if time.monotonic() - self.said > EVERY:
            self.said = time.monotonic()
            try:
                self.rings = holds_the_bell(f"{socket.gethostname()}:{settings.VAR_DIR}")
                if self.rings:
                    leave(BEAT)
            except (OSError, DatabaseError, RedisError) as error:
                self.logger.warning("no sign of life left: %s", error)
        return super().tick(*args, **options) if self.rings else float(EVERY)
