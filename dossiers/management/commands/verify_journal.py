"""Read every journal again and name each row that was tampered with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers.journal.verification import faults_in
from dossiers.models import Dossier


class Command(BaseCommand):
    """`verify_journal [--code CODE]`: silent when all is whole; else one line a fault, and exit 1."""

    help = "Check the chain of every dossier's events; name the exact row of any tampering."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One dossier, or all."""
        parser.add_argument("--code", help="only the dossier with this code or reference")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault as it is found."""
        rows = Dossier.objects.all()
        if code := options["code"]:
            rows = rows.named(code)
            if not rows.exists():
                raise CommandError(f"There is no dossier {code}.")
        count = 0
        for fault in faults_in(rows):
            self.stdout.write(fault)
            count += 1
        if count:
            raise CommandError(f"Faults in the journal: {count}.")
