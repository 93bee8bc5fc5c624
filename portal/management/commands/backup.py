"""Write a back-up of database and files, copy it elsewhere, and delete the ones that are too old."""

import subprocess
import sys
import time
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from datetime import time as TimeOfDay
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.operations.backup import back_up, copy, key_ring, prune
from portal.operations.backup_folder import BackupFault
from portal.operations.retention import Retention
from toolbox.cipher import KeyRing, make_key_file

LOOK_AGAIN = 60  # seconds: a clock that was set, or a host that slept, is noticed by then


class Command(BaseCommand):
    """`backup FOLDER [--copy-to FOLDER] [--keep 7,5,12] [--daily-at 01:30]`; `backup --make-key FILE`."""

    help = "Back up database and files; safe while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder for it, and what else is done."""
        parser.add_argument("folder", type=Path, help="a new folder in it is named by the time in UTC")
        parser.add_argument("--copy-to", default=settings.BACKUP_COPY_TO, help="a folder on another machine")
        parser.add_argument("--keep", default=settings.BACKUP_KEEP, help="days, weeks and months, in both folders")
        parser.add_argument("--plain", action="store_true", help="without encryption")
        parser.add_argument("--daily-at", type=TimeOfDay.fromisoformat, metavar="HH:MM", help="every day, without end")
        parser.add_argument("--make-key", action="store_true", help="make the file FOLDER, with a new key, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, copy it, prune, and print its folder."""
        if options["make_key"]:
            return self._make_key(options["folder"])
        if options["daily_at"]:
            return self._every_day(options)
        places = [options["folder"], *([Path(options["copy_to"])] if options["copy_to"] else [])]
        try:
            retention = Retention.of_text(options["keep"])
            ring = None if options["plain"] else self._keys()
            backup = back_up(places[0], timezone.now().astimezone(UTC), self.stdout.write, ring)
            for place in places[1:]:
                copy(backup, place, self.stdout.write)
            for place in places:
                prune(place, retention, self.stdout.write)
        except (BackupFault, ValueError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(str(backup.folder))
        return None

    def _keys(self) -> KeyRing | None:
        ring = key_ring()
        if ring is None and not settings.DEMO:
            raise BackupFault(
                "A back-up holds everything that citizens entrusted to us, so it is encrypted.\n"
                "  → Make a key: manage.py backup --make-key FILE, keep a copy where neither this host nor they are,\n"
                "    and name it in BACKUP_KEY_FILE; or say --plain, where the disk below encrypts."
            )
        return ring

    def _make_key(self, file: Path) -> None:
        try:
            make_key_file(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be made: {error.strerror}.") from error
        self.stdout.write(f"{file}: keep a copy elsewhere. Without it no back-up can be read, by anybody.")

    def _every_day(self, options: dict[str, Any]) -> None:
        """One back-up each day, by a process of its own; one that fails says why, and the next day tries again."""
        words = ["backup", str(options["folder"]), "--copy-to", options["copy_to"], "--keep", options["keep"]]
        command = [sys.executable, "manage.py", *words, *(["--plain"] if options["plain"] else [])]
        while True:
            due = next_time(options["daily_at"], timezone.localtime())
            self.stdout.write(f"next back-up: {due:%Y-%m-%d %H:%M}")
            self.stdout.flush()
            while (left := (due - timezone.localtime()).total_seconds()) > 0:
                time.sleep(min(left, LOOK_AGAIN))
            subprocess.run(command, cwd=settings.BASE_DIR, check=False)  # noqa: S603 - our own command


def next_time(of_day: TimeOfDay, now: datetime) -> datetime:
    """The next instant after *now* at which the clock shows *of_day*."""
    today = now.replace(hour=of_day.hour, minute=of_day.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
