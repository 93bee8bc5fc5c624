"""The shape of docker-compose.yml on loopback: its own nginx configuration, before two web processes of one site."""

import http.client
import os
import shutil
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
import yaml
from django.conf import settings
from playwright.sync_api import Browser

from tests.browsing import NEEDS_CHROMIUM
from tests.conftest import THREE_STEPS
from tests.journeys.site import free_port, start
from tests.journeys.test_in_a_browser import file_online
from tests.journeys.walking import Person

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    *NEEDS_CHROMIUM, pytest.mark.journey, pytest.mark.skipif(not NGINX, reason="no nginx here"),
]  # fmt: skip
AROUND = """
{user}
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  log_format upstream '$status $upstream_addr'; access_log {folder}/access.log upstream;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  {inside}
}}
"""


@dataclass
class Front:
    """What stands in front, and the second web process behind it."""

    address: str
    log: Path
    second: subprocess.Popen[bytes]
    ports: tuple[int, int]

    def ask(self, path: str, data: bytes | None = None) -> tuple[int, dict[str, str]]:
        """Status and headers of one request."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", data, timeout=20) as answer:
                return answer.status, dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers)


def configuration(folder: Path, port: int, ports: tuple[int, int]) -> str:
    """The configuration of docker-compose.yml, with the addresses of this machine."""
    compose = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
    inside = compose["configs"]["nginx"]["content"].replace("$$", "$")
    servers = " ".join(f"server 127.0.0.1:{each};" for each in ports)
    assert "server web:8000;" in inside
    inside = inside.replace("server web:8000;", servers).replace(
        "listen 80;", f"listen 127.0.0.1:{port};"
    )
    return AROUND.format(
        folder=folder, inside=inside, user="user root;" if os.geteuid() == 0 else ""
    )


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The site, a second web process beside its own, and nginx before both."""
    folder, port, beside = tmp_path_factory.mktemp("front"), free_port(), free_port()
    site = start(tmp_path_factory.mktemp("site"), TRUSTED_PROXIES="1", SHED_AFTER="2")
    command = [sys.executable, "manage.py", "portal", "--only", "web", "--port", str(beside)]
    out = (folder / "second.log").open("wb")
    second = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=site.environment, stdout=out, stderr=out
    )
    ports = (int(site.address.rpartition(":")[2]), beside)
    (folder / "nginx.conf").write_text(configuration(folder, port, ports))
    nginx = subprocess.Popen([str(NGINX), "-c", str(folder / "nginx.conf")], stdout=out, stderr=out)
    found = Front(f"http://127.0.0.1:{port}", folder / "access.log", second, ports)
    _wait_for(found, folder)
    yield found
    nginx.terminate()
    second.terminate()
    site.stop()
    out.close()


def _wait_for(front: Front, folder: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(
                f"http://127.0.0.1:{front.ports[1]}/health/live", timeout=2
            ).close()
            urllib.request.urlopen(f"{front.address}/health/live", timeout=2).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError((folder / "second.log").read_text())


def test_a_dossier_is_filed_through_nginx_and_both_web_processes_serve_it(
    front: Front, chromium: Browser
) -> None:
    applicant = Person(chromium, front.address, "doanhnghiep")

    code = file_online(applicant, THREE_STEPS, "cap lai giay phep lao dong")

    applicant.context.close()
    assert code.startswith("H99.")
    served = front.log.read_text()
    assert all(f"127.0.0.1:{port}" in served for port in front.ports)
    assert not any(line.startswith(("5", "429")) for line in served.splitlines())


def test_what_is_not_for_the_public_or_too_large_ends_at_the_door(front: Front) -> None:
    assert front.ask("/metrics")[0] == 404
    assert front.ask("/health/live")[1]["X-Request-ID"]
    assert front.ask("/api/v1/token/", b"x" * (13 * 1024 * 1024))[0] == 413


def test_one_web_process_may_die_and_the_other_answers(front: Front) -> None:
    front.second.send_signal(signal.SIGKILL)
    front.second.wait()

    assert [front.ask("/")[0] for _n in range(6)] == [200] * 6


def test_a_crowd_gets_503_with_words_and_once_it_is_gone_the_site_answers_at_once(
    front: Front,
) -> None:
    answers: Counter[tuple[int, bool]] = Counter()
    over = time.monotonic() + 10

    def citizen(address: str) -> None:
        port = int(front.address.rpartition(":")[2])
        while time.monotonic() < over:
            link = http.client.HTTPConnection(
                "127.0.0.1", port, timeout=30, source_address=(address, 0)
            )
            try:
                link.request("GET", "/thu-tuc/?q=giay+phep+lao+dong")
                answer = link.getresponse()
                answers[(answer.status, bool(answer.headers["Retry-After"]))] += 1
            except (OSError, http.client.HTTPException):
                answers[(0, False)] += 1
            link.close()

    crowd = [threading.Thread(target=citizen, args=(f"127.0.1.{n + 1}",)) for n in range(240)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert set(answers) == {(200, False), (503, True)}, answers
    began = time.monotonic()
    assert front.ask("/")[0] == 200
    assert time.monotonic() - began < 5
