"""A back-up that can be restored: proved by restoring it, whole and damaged."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dossiers.journal.verification import faults_of_files
from dossiers.models import Attachment, Dossier
from portal.operations import backup
from portal.operations.backup_folder import DUMP, FILES, MANIFEST, BackupFault
from portal.operations.restoration import restore
from tests.support.factories import in_appraisal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dossier(settings: Any, tmp_path: Path, edition: Any, citizen: Any, clerk: Any) -> Dossier:
    """One with files, kept in a folder of this test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return in_appraisal(edition, citizen, clerk)


@pytest.fixture
def made(dossier: Dossier, tmp_path: Path) -> Path:
    """A back-up of it."""
    call_command("backup", tmp_path / "kept")
    return made_in(tmp_path / "kept")[0]


def made_in(folder: Path) -> list[Path]:
    """The finished back-ups of a folder, the oldest first."""
    return sorted(folder.glob("*Z"))


def files(made: Path) -> Iterator[Path]:
    """What was kept of the citizens' files."""
    return (path for path in sorted((made / FILES).rglob("*")) if path.is_file())


def test_a_backup_is_restored_in_a_place_of_its_own_and_proved_whole(made: Path, dossier: Dossier, capsys: Any) -> None:
    call_command("restore_drill", made)

    output = capsys.readouterr().out
    assert f"whole: 1 dossiers, {dossier.events.count()} events" in output
    assert "drill passed in" in output


def test_what_has_not_changed_is_linked_and_not_copied_again(made: Path, tmp_path: Path) -> None:
    time.sleep(1.1)  # its folder is named by the second
    call_command("backup", tmp_path / "kept")

    first, second = made_in(tmp_path / "kept")
    assert [path.stat().st_ino for path in files(first)] == [path.stat().st_ino for path in files(second)]
    assert len(list(files(second))) >= Attachment.objects.count() > 0


def test_a_file_of_the_last_backup_that_holds_other_bytes_of_the_same_size_is_not_linked(
    made: Path, tmp_path: Path
) -> None:
    victim = next(files(made))
    size = victim.stat().st_size
    victim.unlink()
    victim.write_bytes(b"x" * size)
    time.sleep(1.1)
    call_command("backup", tmp_path / "kept")

    second = made_in(tmp_path / "kept")[1]
    assert (second / victim.relative_to(made)).read_bytes() != victim.read_bytes()
    call_command("restore_drill", second)


def test_a_damaged_file_and_a_missing_one_fail_the_drill_by_name(made: Path) -> None:
    damaged, missing = list(files(made))[:2]
    damaged.unlink()
    damaged.write_bytes(b"other bytes")
    missing.unlink()

    with pytest.raises(CommandError) as fault:
        call_command("restore_drill", made)

    assert f"file {damaged.relative_to(made / FILES)} holds other bytes" in str(fault.value)
    assert f"file {missing.relative_to(made / FILES)} is missing" in str(fault.value)


def test_a_damaged_database_is_not_loaded_at_all(made: Path) -> None:
    content = bytearray((made / DUMP).read_bytes())
    content[len(content) // 2] ^= 1
    (made / DUMP).write_bytes(content)

    with pytest.raises(CommandError, match="its sum is another"):
        call_command("restore_drill", made)


def test_a_backup_with_fewer_rows_than_it_says_is_no_good(made: Path) -> None:
    facts = json.loads((made / MANIFEST).read_text())
    (made / MANIFEST).write_text(json.dumps({**facts, "events": facts["events"] + 1}))

    with pytest.raises(CommandError, match="events: 4 backed up, 3 found|events: .* found"):
        call_command("restore_drill", made)


def test_a_site_that_holds_something_is_never_written_over(made: Path, dossier: Dossier) -> None:
    with pytest.raises(BackupFault, match="has tables already"):
        restore(made, print, None)

    assert Dossier.objects.get() == dossier


def test_what_is_no_backup_or_of_another_database_is_refused(made: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no back-up"):
        call_command("restore", tmp_path)
    facts = json.loads((made / MANIFEST).read_text())
    (made / MANIFEST).write_text(json.dumps({**facts, "engine": "oracle"}))
    with pytest.raises(CommandError, match="is of oracle"):
        call_command("restore", made)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match="cannot be made"):
        call_command("backup", tmp_path / "file")


def test_lost_files_are_found_in_the_running_site_too(dossier: Dossier, settings: Any) -> None:
    assert list(faults_of_files()) == []
    kept = Attachment.objects.order_by("path")[0]
    (Path(settings.MEDIA_ROOT) / kept.path).unlink()

    assert list(faults_of_files()) == [f"file {kept.path} is missing"]


def test_what_is_filed_while_the_backup_is_made_does_not_spoil_it(
    dossier: Dossier, edition: Any, citizen: Any, clerk: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    real = backup.dump

    @contextmanager
    def busy() -> Iterator[Any]:
        with real() as content:
            yield content
        in_appraisal(edition, citizen, clerk)

    monkeypatch.setattr(backup, "dump", busy)
    call_command("backup", tmp_path / "kept")

    call_command("restore_drill", made_in(tmp_path / "kept")[0])


def test_a_backup_of_before_there_were_sums_is_restored_too(made: Path, capsys: Any) -> None:
    facts = json.loads((made / MANIFEST).read_text())
    sums = facts.pop("files")
    (made / MANIFEST).write_text(json.dumps({**facts, "sha256": sums[DUMP][0]}))

    call_command("restore_drill", made)

    assert "every journal and file in order" in capsys.readouterr().out


def test_the_proofs_of_the_record_go_along(dossier: Dossier, tmp_path: Path, settings: Any) -> None:
    call_command("sign_root")
    call_command("backup", tmp_path / "kept")
    made = made_in(tmp_path / "kept")[0]
    proofs = sorted(path.name for path in Path(settings.RECORD_DIR).rglob("*") if path.is_file())

    assert sorted(path.name for path in (made / "record").rglob("*") if path.is_file()) == proofs
    assert any(name.startswith("heads-") for name in proofs)
    call_command("restore_drill", made)


def test_a_copy_of_the_database_that_a_kill_left_is_swept(dossier: Dossier, tmp_path: Path, settings: Any) -> None:
    left, fresh = (Path(settings.VAR_DIR) / name for name in ("dump-left", "dump-fresh"))
    for folder in (left, fresh):
        folder.mkdir(exist_ok=True)
    os.utime(left, (0, 0))

    call_command("backup", tmp_path / "kept")

    assert fresh.exists()
    assert left.exists() is (connection.vendor != "sqlite")
    for folder in (left, fresh):
        shutil.rmtree(folder, ignore_errors=True)
