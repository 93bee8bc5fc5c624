"""Background tasks of portal: the worker's heartbeat; sessions and entries of the cache that are over."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from portal.http.json_cache import TABLE, JsonDatabaseCache
from portal.operations import heartbeat


@shared_task(ignore_result=True, expires=heartbeat.EVERY)
def still_here() -> None:
    """Record that a worker takes tasks from the queue and can write."""
    heartbeat.record(heartbeat.WORKER)


@shared_task
def clear_sessions() -> None:
    """Every hour: delete sessions that are over."""
    SessionStore.clear_expired()


@shared_task
def clear_cache() -> None:
    """Every hour: delete what has expired in the cache."""
    JsonDatabaseCache(TABLE, {}).delete_expired()
