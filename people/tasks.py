"""Background tasks of people: delete what is stored for a while only."""

from celery import shared_task
from django.utils import timezone

from people import idempotency

__all__ = ["forget_old_answers"]


@shared_task
def forget_old_answers() -> None:
    """Every night: delete the answers to requests that may not be tried again any more."""
    idempotency.delete_expired(timezone.now())
