"""A real nginx under the texts of docker-compose.yml: what it says by itself, what it writes down, how it recovers."""

import http.client
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.nginx import NGINX, configure
from tests.support.site import free_port

pytestmark = pytest.mark.skipif(not NGINX, reason="no nginx here")
PATIENT = 20  # seconds until nginx answers on a busy machine


class Upstream(BaseHTTPRequestHandler):
    """An upstream that lets nginx send a file, as a view that allowed it does."""

    def do_GET(self) -> None:
        """A file behind `/tep/`, a word elsewhere."""
        self.send_response(200)
        if self.path.startswith("/tep/"):
            self.send_header("X-Accel-Redirect", "/kept-files/scan.pdf")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(self.headers["Host"][:2].encode())

    def log_message(self, *_args: object) -> None:
        """Nothing: nginx's own log is read here."""


@dataclass
class Door:
    """nginx on a port, its folder, and where it looks for a web process."""

    port: int
    folder: Path
    upstream: int

    def ask(self, path: str, *, method: str = "GET", length: int = 0) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of one request; *length* is announced, not sent."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENT)
        headers = {"Content-Length": str(length)} if length else {}
        link.request(method, path, headers=headers)
        answer = link.getresponse()
        text = answer.read().decode(errors="replace")
        link.close()
        return answer.status, dict(answer.headers), text


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """An nginx before a web process that is not there yet."""
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "data" / "files").mkdir(parents=True)
    (folder / "data" / "files" / "scan.pdf").write_bytes(b"%PDF-1.7 scan")
    place = Door(free_port(), folder, free_port())
    data = str(folder / "data")
    written = configure(folder, "plain", data=data, ports=(place.port, 0), before=(place.upstream,))
    nginx = subprocess.Popen([str(NGINX), "-c", str(written)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + PATIENT
    while time.monotonic() < until:
        try:
            place.ask("/metrics")
            break
        except OSError:
            time.sleep(0.1)
    yield place
    nginx.terminate()
    nginx.wait(PATIENT)


@pytest.fixture
def upstream(door: Door) -> Iterator[None]:
    """A web process, for the length of one test."""
    server = ThreadingHTTPServer(("127.0.0.1", door.upstream), Upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


def test_while_no_web_process_answers_people_are_told_to_wait_and_then_are_served(door: Door) -> None:
    status, headers, text = door.ask("/")

    assert (status, headers["Retry-After"]) == (503, "30")
    assert "Hệ thống đang khởi động lại" in text
    assert headers["X-Request-ID"]


def test_a_file_keeps_the_headers_that_guard_it_though_nginx_sends_it(door: Door, upstream: None) -> None:
    status, headers, text = door.ask("/tep/1/")

    assert (status, text) == (200, "%PDF-1.7 scan")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Request-ID"]


def test_what_is_too_large_is_refused_in_words(door: Door, upstream: None) -> None:
    status, headers, text = door.ask("/tep/", method="POST", length=13 * 1024 * 1024)

    assert status == 413
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Mỗi lần gửi nhiều nhất 12 MB" in text


def test_whoever_asks_too_often_is_told_when_to_come_back(door: Door, upstream: None) -> None:
    answers = [door.ask("/thu-tuc/") for _n in range(200)]

    refused = [answer for answer in answers if answer[0] == 429]
    assert refused
    assert refused[0][1]["Retry-After"] == "10"
    assert "Có quá nhiều yêu cầu" in refused[0][2]
    time.sleep(3)  # for the tests that follow


def test_a_balancer_may_ask_after_health_by_the_address_of_the_host(door: Door, upstream: None) -> None:
    status, _headers, text = door.ask("/health/live")

    assert (status, text) == (200, "lo")  # localhost, which every site knows itself by


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/lich/aaaa-secret-bbbb.ics", "/lich/..."),
        ("/en/xac-nhan-thu/aaaa-secret/", "/en/xac-nhan-thu/..."),
        ("/quen-mat-khau/aaaa-secret/", "/quen-mat-khau/..."),
        ("/thu-tuc/?q=aaaa-secret", "/thu-tuc/"),
    ],
)
def test_the_log_of_nginx_holds_no_key_and_no_words_of_a_search(
    door: Door, upstream: None, path: str, line: str
) -> None:
    door.ask(path)

    assert lines_with(door.folder / "house.log", f" {line} ")
    assert "secret" not in (door.folder / "house.log").read_text()


def lines_with(log: Path, word: str) -> str:
    """The lines of *log* that hold *word*; nginx writes them after its answer is read here."""
    until = time.monotonic() + PATIENT
    while time.monotonic() < until:
        if lines := [line for line in log.read_text().splitlines() if word in line]:
            return "\n".join(lines)
        time.sleep(0.05)
    return ""
