"""Load the official calendar; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from procedures.actions import load_holidays


class Command(BaseCommand):
    """`load_holidays`."""

    help = "Publish procedures/calendar_days.toml as a new calendar version when it says something new."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish the calendar, and print whether it changed."""
        version = load_holidays(at=timezone.now())
        self.stdout.write(f"Calendar version {version.number} published." if version else "Calendar unchanged.")
