"""Scanning by a real clamd, and by one that is away or talks nonsense: nothing unscanned is accepted."""

import io
import os
import shutil
import socket
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.factories import photo
from toolbox import clamd
from toolbox.files import EICAR, UnusableFile, recognise

CLAMD = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A clamd of these tests, which knows EICAR alone."""
    if not CLAMD:
        pytest.skip("no clamd here")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "own.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\n"
        f"LocalSocket {folder}/clamd.ctl\nStreamMaxLength 5M\nTemporaryDirectory {folder}\n"
    )
    process = subprocess.Popen([CLAMD, "--config-file", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL)
    _wait_for(folder / "clamd.ctl")
    yield f"tcp://127.0.0.1:{port} unix://{folder}/clamd.ctl"
    process.terminate()
    process.wait(20)


def _wait_for(place: Path) -> None:
    until = time.monotonic() + 30
    while not place.exists() and time.monotonic() < until:
        time.sleep(0.1)


def zipped(content: bytes) -> bytes:
    """Inside an archive, where only a scanner looks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", content)
    return out.getvalue()


@pytest.mark.outside
@pytest.mark.parametrize("way", [0, 1])
def test_a_real_clamd_finds_what_lies_in_an_archive_and_lets_the_rest_pass(
    scanner: str, settings: Any, way: int
) -> None:
    settings.CLAMD_URL = scanner.split()[way]

    assert clamd.is_infected(zipped(EICAR))
    assert not clamd.is_infected(photo())
    assert not clamd.is_infected(b"")


@pytest.mark.outside
def test_what_is_larger_than_clamd_scans_is_not_taken(scanner: str, settings: Any) -> None:
    settings.CLAMD_URL = scanner.split()[0]

    with pytest.raises(clamd.NotScanned):
        clamd.is_infected(os.urandom(6 * 1024 * 1024))


@pytest.fixture
def answers(settings: Any) -> Iterator[list[bytes]]:
    """A listener that answers whatever the test puts here."""
    answers: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_URL = f"tcp://127.0.0.1:{listener.getsockname()[1]}"

    def serve() -> None:
        link, _address = listener.accept()
        with link:
            while not link.recv(1 << 20).endswith(b"\0\0\0\0"):
                pass
            link.sendall(answers[0])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield answers
    listener.close()


@pytest.mark.parametrize("answer", [b"", b"stream: Can't allocate memory ERROR\0", b"\xff\xfe\0", b"UNKNOWN COMMAND\0"])
def test_an_answer_that_is_neither_yes_nor_no_is_not_scanned(answers: list[bytes], answer: bytes) -> None:
    answers.append(answer)

    with pytest.raises(clamd.NotScanned):
        clamd.is_infected(photo())


@pytest.mark.parametrize(("answer", "words"), [(b"stream: Win.Evil FOUND\0", "mã độc nên không được nhận")])
def test_what_clamd_names_is_refused_in_words(answers: list[bytes], answer: bytes, words: str) -> None:
    answers.append(answer)

    with pytest.raises(UnusableFile, match=words):
        recognise(io.BytesIO(photo()), "anh.jpg", 10**7)


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"])
def test_while_clamd_is_away_nothing_is_taken_and_the_sender_is_told_why(settings: Any, url: str) -> None:
    settings.CLAMD_URL = url

    with pytest.raises(UnusableFile, match="bộ quét mã độc không trả lời. Thử lại"):
        recognise(io.BytesIO(photo()), "anh.jpg", 10**7)


def test_without_a_clamd_the_built_in_checks_stand_alone(settings: Any) -> None:
    settings.CLAMD_URL = ""

    assert recognise(io.BytesIO(photo()), "anh.jpg", 10**7).pages == 1
