"""Restore a back-up beside the site, verify it, time it, and delete it: only such a back-up is worth having."""

import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    """`restore_drill BACKUP`: exit 0 when it could be restored today."""

    help = "Restore a back-up into a database of its own, check every journal and file, and drop it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The back-up's folder."""
        parser.add_argument("backup", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the same `restore` as after a loss, into a database of its own."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="mot-cua-drill-") as folder, _database(folder) as url:
            environment = os.environ | {"DATABASE_URL": url, "MOTCUA_VAR": folder, "RECORD_DIR": f"{folder}/record"}
            if settings.BACKUP_KEY_FILE:
                environment["BACKUP_KEY_FILE"] = str(settings.BACKUP_KEY_FILE)
            command = [sys.executable, "manage.py", "restore", str(options["backup"].resolve())]
            result = subprocess.run(  # noqa: S603 - our own command
                command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
            )
        self.stdout.write(result.stdout.strip())
        if result.returncode:
            raise CommandError(f"The back-up could not be restored.\n{result.stderr.strip()[-2000:]}")
        self.stdout.write(f"drill passed in {time.monotonic() - began:.1f} s")


@contextmanager
def _database(folder: str) -> Iterator[str]:
    """The URL of an empty database of the same kind, dropped afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder}/drill.sqlite3"
        return
    name, options = f"motcua_drill_{os.getpid()}", connection.settings_dict
    user = quote(str(options["USER"]), safe="")
    secret = f":{quote(str(options['PASSWORD']), safe='')}" if options["PASSWORD"] else ""
    port = f":{options['PORT']}" if options["PORT"] else ""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"postgres://{user}{secret}@{options['HOST']}{port}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
