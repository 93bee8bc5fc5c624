"""Back-ups that nobody can read without the key, copied elsewhere, pruned, and whole whenever the power fails."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dossiers.models import Attachment, Dossier
from portal.operations.backup import back_up, copy
from portal.operations.backup_folder import DUMP, FILES, MANIFEST, Backup, BackupFault, newest_in
from portal.operations.retention import NAME, Retention
from tests.support.factories import in_appraisal
from toolbox.cipher import KeyRing, make_key_file

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 19, tzinfo=UTC)


@pytest.fixture
def key(settings: Any, tmp_path: Path) -> Path:
    """The key file of this site."""
    make_key_file(tmp_path / "backup.key")
    settings.BACKUP_KEY_FILE = str(tmp_path / "backup.key")
    return tmp_path / "backup.key"


@pytest.fixture
def dossier(settings: Any, tmp_path: Path, key: Path, edition: Any, citizen: Any, clerk: Any) -> Dossier:
    """One with files, kept in a folder of this test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return in_appraisal(edition, citizen, clerk)


@pytest.fixture
def into(tmp_path: Path, dossier: Dossier) -> Path:
    """Where back-ups go, with one."""
    call_command("backup", tmp_path / "kept")
    return tmp_path / "kept"


def made_in(folder: Path) -> list[Path]:
    """The finished back-ups of a folder, the oldest first."""
    return sorted(folder.glob("*Z"))


def files(folder: Path) -> Iterator[Path]:
    """Every file of a folder."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def damaged(folder: Path, key: Path | None) -> dict[str, str]:
    """The files of a back-up that do not hold what was backed up, with what is wrong."""
    backup = Backup.at(folder, KeyRing.of_file(key) if key else None)
    assert backup.sums
    return {name: fault for name in backup.sums if (fault := backup.fault_of(name))}


def test_an_encrypted_backup_is_restored_and_proved_whole(into: Path, capsys: Any) -> None:
    call_command("restore_drill", made_in(into)[0])

    assert "every journal and file in order" in capsys.readouterr().out


def test_nothing_of_it_can_be_read_without_the_key(into: Path, dossier: Dossier, settings: Any) -> None:
    kept = [path.read_bytes() for path in files(made_in(into)[0])]
    live = [path.read_bytes() for path in files(Path(settings.MEDIA_ROOT))]

    assert all(content.startswith(b"motcua-sealed-1") for content in kept)
    assert not any(dossier.applicant.name.encode() in content for content in kept)
    assert not {*kept} & {*live}
    with pytest.raises(BackupFault, match="It is encrypted: name the file of its key"):
        damaged(made_in(into)[0], None)


def test_another_key_is_told_by_name(into: Path, key: Path) -> None:
    old = KeyRing.of_file(key).name
    key.unlink()
    make_key_file(key)

    with pytest.raises(BackupFault, match=f"under the key {old}, which the key file does not hold"):
        damaged(made_in(into)[0], key)


def test_after_a_change_of_keys_old_and_new_backups_are_read(into: Path, key: Path) -> None:
    old = key.read_text()
    key.unlink()
    make_key_file(key)
    key.write_text(key.read_text() + old)
    time.sleep(1.1)
    call_command("backup", into)

    first, second = made_in(into)
    assert not {path.stat().st_ino for path in files(first)} & {path.stat().st_ino for path in files(second)}
    assert damaged(first, key) == damaged(second, key) == {}


def test_one_flipped_bit_is_named(into: Path) -> None:
    folder = made_in(into)[0]
    victim = next(files(folder / FILES))
    content = bytearray(victim.read_bytes())
    content[-20] ^= 1
    victim.write_bytes(content)

    with pytest.raises(CommandError, match=f"file {victim.relative_to(folder / FILES)} holds other bytes"):
        call_command("restore_drill", folder)


def test_two_files_that_changed_places_are_named(into: Path, key: Path) -> None:
    folder = made_in(into)[0]
    one, other = list(files(folder / FILES))[:2]
    one_content, other_content = one.read_bytes(), other.read_bytes()
    one.write_bytes(other_content)
    other.write_bytes(one_content)

    assert damaged(folder, key) == {path.relative_to(folder).as_posix(): "holds other bytes" for path in (one, other)}


def test_what_has_not_changed_is_linked_here_and_in_the_copy(into: Path, tmp_path: Path, key: Path) -> None:
    copies = tmp_path / "elsewhere"
    for _n in range(2):
        time.sleep(1.1)
        call_command("backup", into, copy_to=str(copies))

    for folder in (into, copies):
        first, second = made_in(folder)[-2:]
        assert [path.stat().st_ino for path in files(first / FILES)] == [
            path.stat().st_ino for path in files(second / FILES)
        ]
    assert len(list(files(made_in(copies)[1] / FILES))) >= Attachment.objects.count() > 0
    assert damaged(made_in(copies)[1], key) == {}


def test_a_copy_that_went_wrong_is_none(into: Path, tmp_path: Path) -> None:
    victim = next(files(made_in(into)[0] / FILES))
    ring = KeyRing.of_file(tmp_path / "backup.key")
    backup = newest_in(into, ring)
    victim.write_bytes(b"other bytes")
    assert backup

    with pytest.raises(BackupFault, match="arrived otherwise than it was sent"):
        copy(backup, tmp_path / "elsewhere", print)
    assert made_in(tmp_path / "elsewhere") == []


def test_the_production_shape_writes_no_plain_backup_unasked(settings: Any, tmp_path: Path, dossier: Dossier) -> None:
    settings.DEMO, settings.BACKUP_KEY_FILE = False, ""

    with pytest.raises(CommandError, match="so it is encrypted"):
        call_command("backup", tmp_path / "kept")
    call_command("backup", tmp_path / "kept", plain=True)
    assert (made_in(tmp_path / "kept")[0] / MANIFEST).read_text().startswith("{")


def test_a_key_is_made_for_its_owner_alone_and_never_over_another(tmp_path: Path, db: None) -> None:
    call_command("backup", tmp_path / "new.key", make_key=True)

    assert (tmp_path / "new.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="cannot be made"):
        call_command("backup", tmp_path / "new.key", make_key=True)


@pytest.mark.parametrize("content", ["", "no key at all", "c2hvcnQ="])
def test_a_file_that_is_no_key_is_said(key: Path, content: str, tmp_path: Path, dossier: Dossier) -> None:
    key.write_text(content)

    with pytest.raises(CommandError, match="The key file .* (must hold|holds a line)"):
        call_command("backup", tmp_path / "kept")


def test_old_ones_are_pruned_by_days_weeks_and_months() -> None:
    days = [AT - timedelta(days=n) for n in range(500)]
    names = [day.strftime(NAME) for day in days] + [(AT - timedelta(hours=3)).strftime(NAME), "of-somebody"]

    kept = Retention.of_text("7,5,12").to_keep(names)

    assert {day.strftime(NAME) for day in days[:7]} | {"of-somebody"} <= kept
    assert len(kept) == 7 + 3 + 11 + len(["three hours before the newest", "of somebody"])
    assert min(kept) == "20251231T190000Z"


def test_pruning_takes_the_folder_away_and_leaves_the_newest_whatever_the_policy(into: Path) -> None:
    old = made_in(into)[0].rename(into / "20250101T190000Z")
    call_command("backup", into, keep="0,0,0")

    assert not old.exists()
    assert len(made_in(into)) == 1
    with pytest.raises(CommandError, match="must be three numbers"):
        call_command("backup", into, keep="seven")


def test_killed_in_the_middle_it_leaves_the_former_one_whole(into: Path, settings: Any, key: Path) -> None:
    for number in range(40):
        (Path(settings.MEDIA_ROOT) / f"ballast-{number}").write_bytes(os.urandom(1 << 20))
    process = subprocess.Popen([sys.executable, "manage.py", "backup", str(into)], env=environment(settings, key))
    until = time.monotonic() + 60
    while not list(into.glob("*.part/files/ballast-*")) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()

    former = made_in(into)
    assert len(former) == 1
    assert list(into.glob("*.part"))
    assert damaged(former[0], key) == {}
    call_command("backup", into)
    assert not list(into.glob("*.part"))
    call_command("restore_drill", made_in(into)[1])


def environment(settings: Any, key: Path) -> dict[str, str]:
    """Of a process of its own over the database and the files of this test."""
    facts = connection.settings_dict
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    name = f"{facts['USER']}@{facts['HOST']}{port}/{facts['NAME']}"
    url = f"sqlite:///{facts['NAME']}" if connection.vendor == "sqlite" else f"postgres://{name}"
    var = Path(settings.MEDIA_ROOT).parent / "var"
    var.mkdir(exist_ok=True)
    (var / "files").symlink_to(settings.MEDIA_ROOT)
    own = {"DATABASE_URL": url, "MOTCUA_VAR": str(var), "BACKUP_KEY_FILE": str(key)}
    return os.environ | own | {"DJANGO_SETTINGS_MODULE": "portal.settings"}


def test_a_second_backup_at_the_same_time_is_refused(into: Path, key: Path) -> None:
    with (into / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(CommandError, match="Another back-up is being made"):
            call_command("backup", into)


def test_a_manifest_that_leads_outside_is_refused(tmp_path: Path, dossier: Dossier) -> None:
    backup = back_up(tmp_path / "kept", AT, print, None)
    manifest = backup.folder / MANIFEST
    manifest.write_text(manifest.read_text().replace(f'"{DUMP}"', '"../../etc/passwd"'))

    with pytest.raises(BackupFault, match="names a file outside itself"):
        damaged(backup.folder, None)
