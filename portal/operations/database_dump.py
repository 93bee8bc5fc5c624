"""Dump the database of the site, and load a dump into an empty one, as a stream of bytes."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from portal.operations.backup_folder import BackupFault
from toolbox.cipher import Source

PREFIX, LEFT_AFTER = "dump-", 24 * 3600  # of copies beside the database; seconds after which nobody makes one any more


@contextmanager
def dump() -> Iterator[Source]:
    """The dump of the database as it is now, to be read to its end. Raises BackupFault when it is not whole."""
    if connection.vendor == "sqlite":
        # Beside the database it copies: no stranger to it reads there.
        _sweep()
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=settings.VAR_DIR) as folder:
            file = Path(folder) / "copy.sqlite3"
            _copy_sqlite(file)
            with file.open("rb") as content:
                yield content
        return
    with _program("pg_dump", "--format=custom", stdin=subprocess.DEVNULL) as process:
        assert process.stdout
        yield process.stdout


def load(pieces: Iterable[bytes]) -> None:
    """Load a dump into the empty database of this site. Raises BackupFault."""
    if connection.vendor == "sqlite":
        connections.close_all()
        with Path(settings.DATABASES["default"]["NAME"]).open("wb") as file:
            for piece in pieces:
                file.write(piece)
        return
    words = ("--exit-on-error", "--no-owner", "--no-privileges")
    with _program("pg_restore", *words, stdin=subprocess.PIPE) as process:
        assert process.stdin
        try:
            for piece in pieces:
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has said why


def _sweep() -> None:
    """Delete the copies that killed back-ups left; what another one makes now is younger."""
    for folder in Path(settings.VAR_DIR).glob(f"{PREFIX}*"):
        if folder.stat().st_mtime < time.time() - LEFT_AFTER:
            shutil.rmtree(folder, ignore_errors=True)


def _copy_sqlite(file: Path) -> None:
    with sqlite3.connect(file) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()


@contextmanager
def _program(name: str, *arguments: str, stdin: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of PostgreSQL against our database. Raises BackupFault with its own words when it fails."""
    options = connection.settings_dict
    names = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    if shutil.which(name) is None:
        raise BackupFault(_absence_of(name))
    words = [name, *(f"{key}={options[value]}" for key, value in names.items() if options[value]), *arguments]
    secret = {"PGPASSWORD": str(options["PASSWORD"])} if options["PASSWORD"] else {}
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 - ours
            words, stdin=stdin, stdout=subprocess.PIPE, stderr=complaints, env=os.environ | secret
        )
        with process:
            yield process
        if process.returncode:
            complaints.seek(0)
            complaint = complaints.read().decode(errors="replace").strip()[-500:]
            hint = f"\n  → {_absence_of(name)}" if "version mismatch" in complaint else ""
            raise BackupFault(f"{name}: {complaint}{hint}")


def _absence_of(program: str) -> str:
    """What to install: a program of the very version of the server, since an older one refuses it."""
    connection.ensure_connection()
    major = connection.connection.server_version // 10000
    return (
        f"{program} of the server's own version, {major}, is not installed: apt-get install postgresql-client-{major}."
    )
