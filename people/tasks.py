"""Background tasks of people: delete what is stored for a while only."""

from celery import shared_task
from django.utils import timezone

from people import idempotency
from people.seals import roots

__all__ = ["forget_old_answers", "sign_root"]


@shared_task
def forget_old_answers() -> None:
    """Every night: delete the answers to requests that may not be tried again any more."""
    idempotency.delete_expired(timezone.now())


@shared_task
def sign_root() -> None:
    """Every hour: sign one root over the chains that went on, and keep it where the database cannot reach."""
    roots.sign_root(timezone.now())
