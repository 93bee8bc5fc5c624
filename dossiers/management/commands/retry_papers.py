"""Let the worker try again the papers it gave up, once what stopped it is mended."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dossiers.papers.render import retry_failed


class Command(BaseCommand):
    """`retry_papers`: says how many papers wait for their file anew."""

    help = "Put every paper whose file could not be made back among those that wait for one."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask again for each of them."""
        self.stdout.write(f"Papers that will be tried again: {retry_failed(timezone.now())}.")
