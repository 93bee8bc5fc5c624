"""Heartbeats of worker and beat, which answer no request: each stores the time where web reads it."""

import socket
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from redis.exceptions import RedisError

WORKER, BEAT = "worker", "beat"
EVERY, MISSED_AFTER = 30, 120  # seconds between signs; after how long a process counts as gone
LIFETIME_SECONDS = 24 * 3600
LEADER_KEY, LEADER_SECONDS = "beat:holder", 90


def record(name: str) -> None:
    """Store that *name* is alive now."""
    cache.set(f"alive:{name}", time.time(), LIFETIME_SECONDS)


def seconds_since(name: str) -> float | None:
    """Seconds since the last heartbeat of *name*; None when there is none."""
    seen = cache.get(f"alive:{name}")
    return None if seen is None else max(0.0, time.time() - float(seen))


def is_alive(name: str) -> bool:
    """True after a heartbeat within the last two minutes."""
    since = seconds_since(name)
    return since is not None and since < MISSED_AFTER


def is_leader(host: str) -> bool:
    """True for the one beat of all hosts that may schedule now; once it is gone for 90 seconds another takes over."""
    if cache.add(LEADER_KEY, host, LEADER_SECONDS):
        return True
    if cache.get(LEADER_KEY) != host:
        return False
    cache.touch(LEADER_KEY, LEADER_SECONDS)
    return True


class Scheduler(PersistentScheduler):
    """Celery's own scheduler, active on one beat alone; each half minute it records a heartbeat."""

    recorded_at = float("-inf")
    leads = True

    def tick(self, *args: Any, **options: Any) -> Any:
        """One tick of beat. A cache that cannot be reached stops no schedule."""
        if time.monotonic() - self.recorded_at > EVERY:
            self.recorded_at = time.monotonic()
            try:
                self.leads = is_leader(f"{socket.gethostname()}:{settings.VAR_DIR}")
                if self.leads:
                    record(BEAT)
            except (OSError, DatabaseError, RedisError) as error:
                self.logger.warning("no sign of life left: %s", error)
        return super().tick(*args, **options) if self.leads else float(EVERY)
