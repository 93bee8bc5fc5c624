"""Write and restore back-ups: a folder with the database, the files, and the counts to verify them by.

The database first, because a row without its file is a loss and a file without its row is not.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from dossiers.journal.verification import faults_in_record
from dossiers.models import Dossier, Event, Paper, State

Report = Callable[[str], None]
DUMP, FILES, MANIFEST = "database.dump", "files", "manifest.json"
CHUNK = 1024 * 1024


class BackupFault(Exception):
    """The reason why there is no back-up, or why it is no good."""


def back_up(into: Path, at: datetime, report: Report) -> Path:
    """Write a back-up below *into* and return its folder; unchanged files are hard links to the last one's."""
    last = max((path for path in into.glob("*Z") if (path / MANIFEST).exists()), default=None)
    folder = into / f"{at:%Y%m%dT%H%M%SZ}"
    try:
        (folder / FILES).mkdir(parents=True)
    except OSError as error:
        raise BackupFault(f"{folder} cannot be made: {error.strerror}.") from error
    counts = _counts()  # before the dump: whoever files meanwhile only adds to it
    _dump(folder / DUMP)
    report(f"database: {(folder / DUMP).stat().st_size:,} bytes")
    count = sum(1 for _path in _copy_files(Path(settings.MEDIA_ROOT), folder / FILES, last and last / FILES))
    report(f"files: {count:,}")
    facts = {"made_at": at.isoformat(), "engine": connection.vendor, "sha256": _sha256(folder / DUMP), **counts}
    (folder / MANIFEST).write_text(json.dumps(facts, indent=1) + "\n")
    return folder


def restore(from_: Path, report: Report) -> None:
    """Restore a back-up into the empty database and the empty folder of this site, then verify it."""
    facts = _manifest(from_)
    if facts["engine"] != connection.vendor:
        raise BackupFault(f"The back-up is of {facts['engine']}; this site runs on {connection.vendor}.")
    if connection.introspection.table_names():
        raise BackupFault("This database has tables already. A back-up goes into an empty one.")
    if _sha256(from_ / DUMP) != facts["sha256"]:
        raise BackupFault(f"{from_ / DUMP} is not the file that was written: its sum is another.")
    _load(from_ / DUMP)
    call_command("migrate", interactive=False, verbosity=0)  # of an older version: brought up to this one
    report("database restored")
    count = sum(1 for _path in _copy_files(from_ / FILES, Path(settings.MEDIA_ROOT), None))
    report(f"files restored: {count:,}")
    verify(facts, report)


def verify(facts: dict[str, Any], report: Report) -> None:
    """Check every count, every journal and every file against *facts*. Raises BackupFault with the faults."""
    faults = [
        f"{key}: {facts[key]:,} backed up, {count:,} found" for key, count in _counts().items() if count < facts[key]
    ]
    faults += list(faults_in_record())
    if faults:
        raise BackupFault("\n".join([*faults[:20], f"{len(faults)} faults."]))
    report(f"whole: {facts['dossiers']:,} dossiers, {facts['events']:,} events, every journal and file in order")


def _counts() -> dict[str, int]:
    """How many rows there are of what is never deleted."""
    return {
        "dossiers": Dossier.objects.exclude(state=State.DRAFT.value).count(),
        "events": Event.objects.count(),
        "papers": Paper.objects.count(),
    }


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupFault(f"{folder} is no back-up: it has no {MANIFEST} that can be read.") from error
    return facts


def _dump(file: Path) -> None:
    if connection.vendor == "sqlite":
        with sqlite3.connect(file) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        copy.close()
    else:
        _postgres("pg_dump", "--format=custom", f"--file={file}")


def _load(file: Path) -> None:
    if connection.vendor == "sqlite":
        connections.close_all()
        shutil.copyfile(file, settings.DATABASES["default"]["NAME"])
    else:
        _postgres("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", str(file))


def _postgres(program: str, *arguments: str) -> None:
    options = connection.settings_dict
    names = {
        "--host": options["HOST"],
        "--port": options["PORT"],
        "--username": options["USER"],
        "--dbname": options["NAME"],
    }
    command = [program, *(f"{key}={value}" for key, value in names.items() if value), *arguments]
    secret = {"PGPASSWORD": str(options["PASSWORD"])} if options["PASSWORD"] else {}
    try:
        subprocess.run(command, check=True, capture_output=True, env=os.environ | secret)  # noqa: S603 - ours
    except FileNotFoundError as error:
        raise BackupFault(f"{program} is not installed: apt-get install postgresql-client.") from error
    except subprocess.CalledProcessError as error:
        raise BackupFault(f"{program}: {error.stderr.decode(errors='replace').strip()[-500:]}") from error


def _copy_files(from_: Path, into: Path, last: Path | None) -> Iterator[Path]:
    """Copy each file of *from_* into *into*: by a hard link where *last* has it, for a name tells the content."""
    for file in sorted(from_.rglob("*")):
        if not file.is_file():
            continue
        place = file.relative_to(from_)
        target = into / place
        target.parent.mkdir(parents=True, exist_ok=True)
        previous = last / place if last else None
        try:
            if previous is not None and previous.is_file() and previous.stat().st_size == file.stat().st_size:
                os.link(previous, target)
            else:
                shutil.copy2(file, target)
        except FileNotFoundError:  # taken out of a draft just now
            continue
        yield target


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
