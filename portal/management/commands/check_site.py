"""Look over a site, fresh or running, and say in Vietnamese what it lacks and what to do about it."""

from argparse import ArgumentParser
from datetime import UTC
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.operations.site_check import faults_by_title


class Command(BaseCommand):
    """`check_site [--backups FOLDER]`: exit 1 while something is missing."""

    help = "Say what this site lacks: units, posts, mail, clamd, clock, calendar, keys, back-ups. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where back-ups lie."""
        parser.add_argument("--backups", type=Path, help="the folder of back-ups, whose newest is looked at")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a check, and one for each thing that is missing."""
        count = 0
        for title, faults in faults_by_title(timezone.now().astimezone(UTC), options["backups"]):
            self.stdout.write(f"{'✗' if faults else '✓'} {title}")
            for fault in faults:
                self.stdout.write(f"  → {fault}")
            count += len(faults)
        if count:
            raise CommandError(_("Còn %(n)d việc phải làm.") % {"n": count})
        self.stdout.write(_("Hệ thống sẵn sàng."))
