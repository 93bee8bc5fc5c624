"""Background tasks of notices: send those that got stuck."""

from celery import shared_task

from notifications.delivery import deliver

__all__ = ["deliver", "deliver_waiting"]


@shared_task
def deliver_waiting() -> None:
    """Every minute: send notices whose job a killed worker or an emptied broker lost."""
    deliver()
