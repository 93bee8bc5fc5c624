"""Preparation: repeating it changes nothing, and what cannot work is refused with a message."""

import fcntl
import socket
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.operations.metrics import FOLDER
from portal.operations.preparation import make_folders


@pytest.fixture(autouse=True)
def counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the command says to its children in the environment is not said to the sites of later tests."""
    monkeypatch.setenv(FOLDER, str(tmp_path))


def test_the_folders_of_the_queue_and_the_files_are_made(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": tmp_path / "q", "control_folder": tmp_path / "c"}

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
