"""Run several jobs at the same instant, each in a thread and on a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections

from toolbox.refusal import Refused

# SQLite has one writer at a time, so fewer show the same.
AT_ONCE = 16 if connection.vendor == "postgresql" else 8


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    """What each job gave, or the refusal it raised, all begun together; any other error is raised here."""
    begin = threading.Barrier(min(len(jobs), AT_ONCE), timeout=30)

    def run(numbered: tuple[int, Callable[[], Any]]) -> Any:
        number, job = numbered
        try:
            if number < begin.parties:
                begin.wait()
            return job()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, enumerate(jobs)))
