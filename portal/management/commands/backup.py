"""Write a back-up of database and files."""

from argparse import ArgumentParser
from datetime import UTC
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.operations.backup import BackupFault, back_up


class Command(BaseCommand):
    """`backup FOLDER`: a new folder in it, named by the time in UTC."""

    help = "Back up database and files; safe while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder for it."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and print its folder."""
        try:
            folder = back_up(options["folder"], timezone.now().astimezone(UTC), self.stdout.write)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(str(folder))
