"""Make back-ups: the proofs of the record, the database, the files, and a manifest of what they must add up to.

The database before the files, because a row without its file is a loss and a file without its row is not; the proofs
before the database, because a proof of a row that the dump lacks would be a fault.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from dossiers.models import Dossier, Event, Paper, State
from portal.operations.backup_folder import (
    CHUNK,
    DUMP,
    FILES,
    GONE,
    RECORD,
    UNFINISHED,
    Backup,
    BackupFault,
    delete,
    finished_in,
    newest_in,
)
from portal.operations.database_dump import dump
from portal.operations.retention import NAME, Retention
from toolbox.cipher import KeyRing, Undecipherable

Report = Callable[[str], None]
LOCK = ".lock"


def key_ring() -> KeyRing | None:
    """The keys of BACKUP_KEY_FILE; None where it names no file. Raises BackupFault for a file that is none."""
    try:
        return KeyRing.of_file(Path(settings.BACKUP_KEY_FILE)) if settings.BACKUP_KEY_FILE else None
    except Undecipherable as error:
        raise BackupFault(str(error)) from error


def back_up(into: Path, at: datetime, report: Report, ring: KeyRing | None) -> Backup:
    """Make a back-up below *into* and return it; what the last one holds already is linked, not written again.

    Killed at any moment it leaves the ones of before as they are. Raises BackupFault.
    """
    with _room_below(into):
        last, name = newest_in(into, ring), at.strftime(NAME)
        backup = Backup(_new_folder(into, name), ring)
        report(f"record: {_store_folder(Path(settings.RECORD_DIR), RECORD, backup, last):,} files")
        counts = counts_of_rows()  # before the dump: whoever files meanwhile only adds to it
        with dump() as content:
            backup.store(DUMP, content)
        report(f"database: {backup.place(DUMP).stat().st_size:,} bytes")
        report(f"files: {_store_folder(Path(settings.MEDIA_ROOT), FILES, backup, last):,}")
        facts = {"made_at": at.isoformat(), "engine": connection.vendor, "key": backup.key, **counts}
        return backup.finish(facts, name)


def copy(backup: Backup, into: Path, report: Report) -> Backup:
    """Copy a finished back-up below *into*, on another disk or machine, and read it back. Raises BackupFault.

    It goes as it lies there, so the place it is copied to needs no key and learns nothing.
    """
    with _room_below(into):
        last = newest_in(into, backup.ring)
        twin = Backup(_new_folder(into, backup.folder.name), backup.ring)
        for name in backup.sums:
            _copy_file(backup, twin, last, name)
        twin.finish(backup.facts, backup.folder.name)
    report(f"copied and read back: {twin.folder}")
    return twin


def prune(into: Path, retention: Retention, report: Report) -> None:
    """Delete the back-ups below *into* that *retention* does not keep."""
    with _room_below(into):
        names = {path.name for path in finished_in(into)}
        for name in sorted(names - retention.to_keep(names)):
            delete(into / name)
            report(f"pruned: {name}")


def counts_of_rows() -> dict[str, int]:
    """How many rows there are of what is never deleted."""
    return {
        "dossiers": Dossier.objects.exclude(state=State.DRAFT.value).count(),
        "events": Event.objects.count(),
        "papers": Paper.objects.count(),
    }


@contextmanager
def _room_below(into: Path) -> Iterator[None]:
    """Nobody else's turn below *into*, and nothing there that was broken off. Raises BackupFault."""
    try:
        into.mkdir(parents=True, exist_ok=True)
        lock = (into / LOCK).open("a")
    except OSError as error:
        raise BackupFault(f"{into} cannot be made: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BackupFault(f"Another back-up is being made in {into}.") from error
        for ending in (UNFINISHED, GONE):
            for folder in into.glob(f"*Z{ending}"):
                delete(folder)
        try:
            yield
        except OSError as error:
            raise BackupFault(f"{into}: {error.strerror or error}.") from error


def _new_folder(into: Path, name: str) -> Path:
    if (into / name).exists():
        raise BackupFault(f"{into / name} is there already.")
    folder = into / f"{name}{UNFINISHED}"
    folder.mkdir(mode=0o700)
    return folder


def _store_folder(from_: Path, below: str, backup: Backup, last: Backup | None) -> int:
    """Store every file of *from_*; returns how many."""
    count = 0
    for file in sorted(from_.rglob("*")):
        if not file.is_file():
            continue
        try:
            backup.store_file(f"{below}/{file.relative_to(from_).as_posix()}", file, last)
        except FileNotFoundError:  # taken out of a draft just now
            continue
        count += 1
    return count


def _copy_file(backup: Backup, twin: Backup, last: Backup | None, name: str) -> None:
    """One file as it lies there: linked where the last copy has the very bytes, else written and read back."""
    if last and last.sums.get(name) == backup.sums[name] and twin.link(name, last):
        return
    target = twin.place(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    twin.sums[name] = backup.sums[name]
    with backup.place(name).open("rb") as source, target.open("xb") as file:
        shutil.copyfileobj(source, file, CHUNK)
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # from the disk, not from memory
    if not twin.is_whole(name):
        raise BackupFault(f"{target} arrived otherwise than it was sent, or {backup.place(name)} is damaged.")
