"""Sealed: rows whose saving and sealing are one transaction, so that a kill between them leaves no false alarm."""

from typing import Any

from django.db import models, transaction


class Sealed(models.Model):
    """Base of models whose rows are sealed each by itself (people.seals)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row, and with it the seal that its signal writes."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, and seal that it went."""
        with transaction.atomic(savepoint=False):
            return super().delete(*args, **kwargs)
