"""Restore a back-up beside the site, prove it whole, time it, and throw it away: the only back-up worth having."""

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
        """Which one."""
        parser.add_argument("backup", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """The same `restore` that an accident would call, in a place of its own."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="mot-cua-drill-") as folder, _database(folder) as url:
            place = os.environ | {"DATABASE_URL": url, "MOTCUA_VAR": folder}
            command = [sys.executable, "manage.py", "restore", str(options["backup"].resolve())]
            done = subprocess.run(  # noqa: S603 - our own command
                command, cwd=settings.BASE_DIR, env=place, capture_output=True, text=True, check=False
            )
        self.stdout.write(done.stdout.strip())
        if done.returncode:
            raise CommandError(f"The back-up could not be restored.\n{done.stderr.strip()[-2000:]}")
        self.stdout.write(f"drill passed in {time.monotonic() - began:.1f} s")


@contextmanager
def _database(folder: str) -> Iterator[str]:
    """An empty database of the same kind, gone afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder}/drill.sqlite3"
        return
    name, place = f"motcua_drill_{os.getpid()}", connection.settings_dict
    who = quote(str(place["USER"]), safe="")
    secret = f":{quote(str(place['PASSWORD']), safe='')}" if place["PASSWORD"] else ""
    port = f":{place['PORT']}" if place["PORT"] else ""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"postgres://{who}{secret}@{place['HOST']}{port}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
