"""Files that nothing points to are swept; those in use, and those that may be soon, are not."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from dossiers.models.stray_files import GRACE, delete_stray
from dossiers.tasks import sweep_files
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db


def left_behind(name: str, age: timedelta, content: bytes = b"") -> Path:
    """A file in the store, written *age* ago."""
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    when = (timezone.now() - age).timestamp()
    os.utime(path, (when, when))
    return path


def test_an_empty_file_of_a_full_disk_and_an_upload_without_a_row_are_deleted() -> None:
    old = GRACE + timedelta(minutes=1)
    empty = left_behind("ab/" + "ab" * 32 + ".pdf", old)
    stale = left_behind("cd/" + "cd" * 32 + "_x7Yz123.jpg", old, b"half")

    assert delete_stray(timezone.now()) == 2
    assert not empty.exists()
    assert not stale.exists()


def test_what_is_in_use_or_young_or_not_ours_stays(cast: Cast) -> None:
    row = cast.draft().attachments.first()
    assert row is not None
    path = Path(settings.MEDIA_ROOT) / row.path
    os.utime(path, (0, 0))
    young = left_behind("ab/" + "ab" * 32 + ".pdf", GRACE - timedelta(minutes=5))
    foreign = [left_behind(name, 2 * GRACE) for name in ("ab/notes.txt", "readme.pdf", "ab/" + "ab" * 31 + ".pdf")]

    sweep_files()

    assert default_storage.exists(row.path)
    assert young.exists()
    assert all(each.exists() for each in foreign)
