"""Restore a back-up into an empty site, and verify it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.operations.backup import key_ring
from portal.operations.backup_folder import BackupFault
from portal.operations.restoration import restore


class Command(BaseCommand):
    """`restore BACKUP`: into an empty database; exit 1 with every fault where it is not complete."""

    help = "Restore a back-up into an empty database and folder, then check every journal and file."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The back-up's folder."""
        parser.add_argument("backup", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and verify."""
        try:
            restore(options["backup"], self.stdout.write, key_ring())
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
