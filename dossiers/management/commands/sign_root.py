"""Sign a root over what the record gained since the last one; the hourly task does the same."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from people.seals.roots import sign_root


class Command(BaseCommand):
    """`sign_root`: prints the number and the hash of the new root, or nothing when there is nothing new."""

    help = "Sign one root over the chains that went on since the last root."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was signed."""
        if root := sign_root(timezone.now()):
            self.stdout.write(f"root {root.number}: {root.heads} heads, {root.root}")
