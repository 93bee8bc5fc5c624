"""Rounds of the catalogue."""

from celery import shared_task
from django.utils import timezone

from procedures import actions


@shared_task
def describe_procedures() -> int:
    """Procedures whose new edition began today are called and found as it says."""
    return actions.catch_up(day=timezone.localdate())
