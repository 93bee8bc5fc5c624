"""Heartbeats of worker and beat, which answer no request: each stores the time where web reads it."""

import json
import socket
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from celery.beat import Scheduler as BaseScheduler
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, close_old_connections

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


class Scheduler(BaseScheduler):
    """Celery's own scheduler, active on one beat alone; each half minute it records a heartbeat.

    When each entry ran last is kept in a file of JSON, so that no beat is told by a file what code to run.
    """

    recorded_at = float("-inf")
    leads = True

    def __init__(self, *args: Any, schedule_filename: str, **options: Any) -> None:
        """Read from, and write to, the file of that name."""
        self.file = Path(schedule_filename)
        super().__init__(*args, **options)

    def setup_schedule(self) -> None:
        """Set the schedule of the settings, going on from when each entry ran last."""
        self.install_default_entries(self.schedule)
        self.merge_inplace(self.app.conf.beat_schedule)
        for name, ran_at in self._last_runs().items():
            if name in self.schedule:
                self.schedule[name].last_run_at = ran_at

    def sync(self) -> None:
        """Write down when each entry ran last; a full disk stops no schedule."""
        runs = {name: entry.last_run_at.isoformat() for name, entry in self.schedule.items() if entry.last_run_at}
        try:
            beside = self.file.with_suffix(".new")
            beside.write_text(json.dumps(runs))
            beside.replace(self.file)
        except OSError as error:
            self.logger.warning("the schedule is not written down: %s", error)

    def tick(self, *args: Any, **options: Any) -> Any:
        """One tick of beat. A cache that cannot be reached stops no schedule."""
        if time.monotonic() - self.recorded_at > EVERY:
            self.recorded_at = time.monotonic()
            close_old_connections()  # beat answers no request that would do it
            try:
                self.leads = is_leader(f"{socket.gethostname()}:{settings.VAR_DIR}")
                if self.leads:
                    record(BEAT)
            except (OSError, DatabaseError) as error:
                self.logger.warning("no sign of life left: %s", error)
        return super().tick(*args, **options) if self.leads else float(EVERY)

    def _last_runs(self) -> dict[str, datetime]:
        """By the name of the entry; none where the file is not there or is no such file."""
        try:
            rows = json.loads(self.file.read_text())
            return {str(name): datetime.fromisoformat(text) for name, text in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
