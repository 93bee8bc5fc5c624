"""Encrypt the seeds of second factors with DJANGO_SECRET_KEY; then the key of before may be taken away."""

from typing import Any

from django.core.management.base import BaseCommand

from people.sign_in.seeds import renew_all


class Command(BaseCommand):
    """`renew_seeds`; part of the preparation at each start."""

    help = "Encrypt what stands under a key of DJANGO_SECRET_KEY_FALLBACKS, or under none, with the one in use."

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew them, and say whether the old keys are still needed."""
        renewal = renew_all()
        if renewal.unreadable:
            self.stdout.write(f"{renewal.unreadable} seeds stand under a key that is not here: their owners enrol anew")
        else:
            self.stdout.write(f"{renewal.renewed} renewed; no older key is needed")
