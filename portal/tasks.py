"""Background tasks of portal: the worker's heartbeat."""

from celery import shared_task

from portal.operations import heartbeat


@shared_task(ignore_result=True, expires=heartbeat.EVERY)
def still_here() -> None:
    """Record that a worker takes tasks from the queue and can write."""
    heartbeat.record(heartbeat.WORKER)
