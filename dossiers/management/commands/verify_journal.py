"""Read every journal again and name each row that was tampered with."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers.journal.verification import faults_in_record, verify
from dossiers.models import Dossier


class Command(BaseCommand):
    """`verify_journal [--code CODE]`: silent when all is whole; else one line a fault, and exit 1."""

    help = "Check the chain of every dossier's events; name the exact row of any tampering."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One dossier, or all."""
        parser.add_argument("--code", help="only the dossier with this code or reference")
        parser.add_argument("--no-files", action="store_true", help="leave the bytes of the files unread")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault as it is found."""
        faults: Iterable[str] = ()
        if code := options["code"]:
            dossier = Dossier.objects.named(code).first()
            if dossier is None:
                raise CommandError(f"There is no dossier {code}.")
            faults = verify(dossier)
        else:
            faults = faults_in_record(files=not options["no_files"])
        count = 0
        for fault in faults:
            self.stdout.write(fault)
            count += 1
        if count:
            raise CommandError(f"Faults in the journal: {count}.")
