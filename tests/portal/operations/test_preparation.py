"""Preparation: repeating it changes nothing, and what cannot work is refused with a message."""

import fcntl
import os
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.operations.metrics import FOLDER
from portal.operations.preparation import STATIC_LASTS, _collect_static, make_folders


@pytest.fixture(autouse=True)
def counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the command says to its children in the environment is not said to the sites of later tests."""
    monkeypatch.setenv(FOLDER, str(tmp_path))


def live_in(settings: Any, folder: Path) -> None:
    """Have everything of the site below *folder*."""
    settings.VAR_DIR = folder
    settings.MEDIA_ROOT = folder / "files"
    settings.EMAIL_FILE_PATH = folder / "mail"
    settings.STATIC_ROOT = folder / "staticfiles"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": folder / "q", "control_folder": folder / "c"}


def age(file: Path, seconds: float) -> None:
    """Have *file* last been written that long ago."""
    file.touch()
    os.utime(file, (time.time() - seconds,) * 2)


def test_to_prepare_leaves_the_counts_of_those_who_serve_meanwhile(settings: Any, tmp_path: Path) -> None:
    live_in(settings, tmp_path)
    make_folders()
    counts = tmp_path / "counts"
    age(counts / "counter_7.db", 3600)
    age(counts / "counter_8.db", 25 * 3600)

    make_folders()

    assert [path.name for path in counts.iterdir()] == ["counter_7.db"]


def test_styles_of_the_release_before_stay_for_the_pages_that_are_open(settings: Any, tmp_path: Path) -> None:
    live_in(settings, tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    root = tmp_path / "staticfiles"
    (root / "js").mkdir(parents=True)
    age(root / "js" / "app.0123456789ab.js", 3600)
    age(root / "js" / "app.ba9876543210.js", STATIC_LASTS + 3600)
    age(root / "js" / "app.js", STATIC_LASTS + 3600)

    _collect_static(lambda _line: None)

    names = {path.name for path in (root / "js").iterdir()}
    assert "app.0123456789ab.js" in names
    assert "app.ba9876543210.js" not in names
    assert "app.js" in names


def test_the_folders_of_the_queue_and_the_files_are_made(settings: Any, tmp_path: Path) -> None:
    live_in(settings, tmp_path)

    make_folders()

    assert {path.name for path in tmp_path.iterdir()} == {"files", "mail", "q", "c", "log", "counts"}


def test_a_data_folder_that_is_served_already_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with (tmp_path / "portal.pid").open("w") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        holder.write("process 12, 127.0.0.1:8000")
        holder.flush()

        with pytest.raises(CommandError, match=r"already served: process 12, 127\.0\.0\.1:8000"):
            call_command("portal", port=8001)


def test_a_taken_port_is_refused_before_anything_is_prepared(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"--port {port + 1}"):
            call_command("portal", port=port)
