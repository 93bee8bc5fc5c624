"""Bring a back-up into an empty site, and prove it whole."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.operations.backup import BackupFault, restore


class Command(BaseCommand):
    """`restore BACKUP`: into an empty database; exit 1 with every fault where it is not whole."""

    help = "Restore a back-up into an empty database and folder, then check every journal and file."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one."""
        parser.add_argument("backup", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and prove."""
        try:
            restore(options["backup"], self.stdout.write)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
