"""What the front door asks of the worker: a sign of life."""

from celery import shared_task

from portal.operations import heartbeat


@shared_task(ignore_result=True, expires=heartbeat.EVERY)
def still_here() -> None:
    """A worker takes tasks from the queue and can write."""
    heartbeat.leave(heartbeat.WORKER)
