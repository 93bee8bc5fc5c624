"""Restore a back-up into an empty site, and prove it: every sum, every count, every row of the record."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from dossiers.journal.verification import faults_in_record
from portal.operations.backup import Report, counts_of_rows
from portal.operations.backup_folder import DUMP, FILES, RECORD, Backup, BackupFault, sha256
from portal.operations.database_dump import load
from toolbox.cipher import KeyRing

SHOWN = 20


def restore(from_: Path, report: Report, ring: KeyRing | None) -> None:
    """Restore a back-up into the empty database and folders of this site, then verify it. Raises BackupFault."""
    backup = Backup.at(from_, ring)
    if backup.facts["engine"] != connection.vendor:
        raise BackupFault(f"The back-up is of {backup.facts['engine']}; this site runs on {connection.vendor}.")
    if connection.introspection.table_names():
        raise BackupFault("This database has tables already. A back-up goes into an empty one.")
    if not backup.sums:
        _list_files(backup)
    if backup.fault_of(DUMP):
        raise BackupFault(f"{from_ / DUMP} is not the file that was written: its sum is another.")
    load(backup.read(DUMP))
    call_command("migrate", interactive=False, verbosity=0)  # of an older version: brought up to this one
    report("database restored")
    faults = dict(_restore_files(backup))
    report(f"files restored: {sum(name.startswith(FILES) for name in backup.sums) - len(faults):,}")
    verify(backup, report, faults)


def verify(backup: Backup, report: Report, damaged: dict[str, str]) -> None:
    """Check every count and the whole record. Raises BackupFault with the faults, *damaged* files among them."""
    counts = counts_of_rows().items()
    facts = backup.facts
    faults = [f"{key}: {facts[key]:,} backed up, {count:,} found" for key, count in counts if count < facts[key]]
    faults += [f"file {name} {fault}" for name, fault in damaged.items()]
    told = tuple(f"file {name} " for name in damaged)
    faults += [fault for fault in faults_in_record() if not fault.startswith(told)]
    if faults:
        raise BackupFault("\n".join([*faults[:SHOWN], f"{len(faults)} faults."]))
    report(f"whole: {facts['dossiers']:,} dossiers, {facts['events']:,} events, every journal and file in order")


def _restore_files(backup: Backup) -> Iterator[tuple[str, str]]:
    """Write files and proofs where they belong; yields those that are damaged, with what is wrong."""
    has_record = any(Path(settings.RECORD_DIR).glob("*"))  # of this host, which knows better
    for below, into in ((FILES, Path(settings.MEDIA_ROOT)), (RECORD, Path(settings.RECORD_DIR))):
        for name in sorted(backup.sums):
            place, _slash, rest = name.partition("/")
            if place != below or (below == RECORD and has_record):
                continue
            if fault := _restore_file(backup, name, into / rest):
                yield rest, fault


def _restore_file(backup: Backup, name: str, target: Path) -> str:
    """What is wrong with a file of the back-up, else empty, and it stands where it belongs."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.part")
    with beside.open("wb") as copy:
        fault = backup.fault_of(name, copy)
    if fault:
        beside.unlink()
    else:
        beside.replace(target)
    return fault


def _list_files(backup: Backup) -> None:
    """Of a back-up of a release that listed none: what lies there, which its rows verify afterwards."""
    sums = {
        path.relative_to(backup.folder).as_posix(): sha256(path)
        for path in sorted((backup.folder / FILES).rglob("*"))
        if path.is_file()
    }
    backup.sums = {name: (sum_, sum_) for name, sum_ in sums.items()}
    backup.sums[DUMP] = (backup.facts["sha256"], backup.facts["sha256"])
