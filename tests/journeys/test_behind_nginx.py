"""The shape of docker-compose.yml on loopback: its own nginx configuration, before two web processes of one site."""

import http.client
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.conftest import THREE_STEPS
from tests.journeys.test_in_a_browser import file_online
from tests.support.browsing import NEEDS_CHROMIUM
from tests.support.nginx import NGINX, configure
from tests.support.site import free_port, start
from tests.support.walking import Person

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.journey, pytest.mark.skipif(not NGINX, reason="no nginx here")]


@dataclass
class Front:
    """What stands in front, and the second web process behind it."""

    address: str
    log: Path
    second: subprocess.Popen[bytes]
    ports: tuple[int, int]

    def read(self, path: str) -> str:
        """The page itself."""
        with urllib.request.urlopen(f"{self.address}{path}", timeout=20) as answer:
            return str(answer.read().decode())

    def ask(self, path: str, data: bytes | None = None) -> tuple[int, dict[str, str]]:
        """Status and headers of one request."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", data, timeout=20) as answer:
                return answer.status, dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers)

    def logged(self, path: str) -> str:
        """The last line of the log about *path*; nginx writes it after the answer is read here."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            lines = [line for line in self.log.read_text().splitlines() if line.endswith(path)]
            if lines:
                return lines[-1]
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The site, a second web process beside its own, and nginx before both."""
    folder, port, beside = tmp_path_factory.mktemp("front"), free_port(), free_port()
    site = start(tmp_path_factory.mktemp("site"), TRUSTED_PROXIES="1", SHED_AFTER="2", ACCEL_PATH="/kept-files/")
    command = [sys.executable, "manage.py", "portal", "--only", "web", "--port", str(beside)]
    out = (folder / "second.log").open("wb")
    second = subprocess.Popen(command, cwd=settings.BASE_DIR, env=site.environment, stdout=out, stderr=out)
    ports = (int(site.address.rpartition(":")[2]), beside)
    data = site.environment["MOTCUA_VAR"]
    written = configure(folder, "plain", data=data, ports=(port, 0), before=ports)
    nginx = subprocess.Popen([str(NGINX), "-c", str(written)], stdout=out, stderr=out)
    front_door = Front(f"http://127.0.0.1:{port}", folder / "access.log", second, ports)
    _wait_for(front_door, folder)
    yield front_door
    nginx.terminate()
    second.terminate()
    site.stop()
    out.close()


def _wait_for(front: Front, folder: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{front.ports[1]}/health/live", timeout=2).close()
            urllib.request.urlopen(f"{front.address}/health/live", timeout=2).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError((folder / "second.log").read_text())


def test_a_dossier_is_filed_through_nginx_and_both_web_processes_serve_it(front: Front, chromium: Browser) -> None:
    applicant = Person(chromium, front.address, "doanhnghiep")

    code = file_online(applicant, THREE_STEPS, "cap lai giay phep lao dong")

    paper, content = a_paper_of(applicant, code)
    applicant.context.close()
    assert paper["content-type"] in ("image/jpeg", "image/png", "application/pdf")
    assert "x-accel-redirect" not in paper
    assert len(content) == int(paper["content-length"]) > 100
    assert code.startswith("H99.")
    served = front.log.read_text()
    assert all(f"127.0.0.1:{port}" in served for port in front.ports)
    assert not any(line.startswith(("5", "429")) for line in served.splitlines())


def a_paper_of(applicant: Person, code: str) -> tuple[dict[str, str], bytes]:
    """Headers and content of the first file of a dossier, as its applicant opens it."""
    applicant.page.goto(f"/ho-so/{code}/")
    link = applicant.page.locator("a[href*='/tep/']").first.get_attribute("href")
    answer = applicant.page.request.get(str(link))
    return answer.headers, answer.body()


def test_files_and_styles_come_from_nginx_and_files_only_by_a_view(front: Front) -> None:
    style = re.search(r'href="(/static/[^"]+\.css)"', front.read("/"))
    assert style

    status, headers = front.ask(style[1])

    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert front.logged(style[1]) == f"200 - {style[1]}"  # no web process was asked
    assert front.ask("/kept-files/00/anything.pdf")[0] == 404


def test_what_is_not_for_the_public_or_too_large_ends_at_the_door(front: Front) -> None:
    assert front.ask("/metrics")[0] == 404
    assert front.ask("/health/live")[1]["X-Request-ID"]
    assert front.ask("/api/v1/token/", b"x" * (13 * 1024 * 1024))[0] == 413


def test_one_web_process_may_die_and_the_other_answers(front: Front) -> None:
    front.second.send_signal(signal.SIGKILL)
    front.second.wait()

    assert [front.ask("/")[0] for _n in range(6)] == [200] * 6


def citizen(port: int, address: str, until: float, answers: Counter[tuple[int, bool]]) -> None:
    """Asks again and again from *address*; counts status, and whether it was told when to come back."""
    while time.monotonic() < until:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(address, 0))
        try:
            link.request("GET", "/thu-tuc/?q=giay+phep+lao+dong")
            answer = link.getresponse()
            answers[(answer.status, bool(answer.headers["Retry-After"]))] += 1
        except (OSError, http.client.HTTPException):
            answers[(0, False)] += 1
        link.close()


def test_a_crowd_gets_503_with_words_and_once_it_is_gone_the_site_answers_at_once(front: Front) -> None:
    answers: Counter[tuple[int, bool]] = Counter()
    port, until = int(front.address.rpartition(":")[2]), time.monotonic() + 10
    crowd = [threading.Thread(target=citizen, args=(port, f"127.0.1.{n + 1}", until, answers)) for n in range(240)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    # Who asks again at once, as no browser does, is told 429 as well.
    assert {(200, False), (503, True)} <= set(answers) <= {(200, False), (503, True), (429, True)}, answers
    began = time.monotonic()
    assert front.ask("/")[0] == 200
    assert time.monotonic() - began < 5
