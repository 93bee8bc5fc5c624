"""Background tasks of the catalogue."""

from celery import shared_task
from django.utils import timezone

from procedures import actions


@shared_task
def describe_procedures() -> int:
    """Describe procedures by the edition that began today: its name, its words of search. Returns how many."""
    return actions.refresh_descriptions(day=timezone.localdate())
