"""The TLS door of docker-compose.yml: whoever comes in plainly is sent to https, where people sign in."""

import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.support.browsing import NEEDS_CHROMIUM
from tests.support.nginx import NGINX, configure
from tests.support.site import free_port, start
from tests.support.walking import Person

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.journey, pytest.mark.skipif(not NGINX, reason="no nginx here")]
CERTIFICATE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1 "
    "-addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out fullchain.pem"
)


@dataclass
class Door:
    """The ports, that behind a balancer too, and the certificate that a visitor trusts."""

    plain: int
    safe: int
    behind: int
    trusted: ssl.SSLContext

    @property
    def address(self) -> str:
        """What people type."""
        return f"https://127.0.0.1:{self.safe}"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """One web process that knows itself as https, and nginx with a certificate before it."""
    folder, web = tmp_path_factory.mktemp("door"), free_port()
    subprocess.run(CERTIFICATE.split(), cwd=folder, check=True, capture_output=True)
    trusted = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    site_door = Door(free_port(), free_port(), free_port(), trusted)
    site = start(tmp_path_factory.mktemp("site"), TRUSTED_PROXIES="1")
    command = [sys.executable, "manage.py", "portal", "--only", "web", "--port", str(web)]
    known = site.environment | {"SITE_URL": site_door.address}
    ports, data = (site_door.plain, site_door.safe), site.environment["MOTCUA_VAR"]
    beside = tmp_path_factory.mktemp("beside")
    written = [
        configure(folder, "tls", data=data, ports=ports, before=(web,)),
        configure(beside, "behind", data=data, ports=(site_door.behind, 0), before=(web,)),
    ]
    with (folder / "out").open("wb") as out:
        processes = [
            subprocess.Popen(each, cwd=settings.BASE_DIR, env=known, stdout=out, stderr=out)
            for each in (command, *([str(NGINX), "-c", str(file)] for file in written))
        ]
    _wait_for(site_door, folder)
    yield site_door
    for process in processes:
        process.terminate()
        process.wait(30)
    site.stop()


def _wait_for(door: Door, folder: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            urllib.request.urlopen(f"{door.address}/", timeout=5, context=door.trusted).close()
            return
        time.sleep(0.3)
    raise AssertionError((folder / "out").read_text())


def test_what_comes_in_plainly_is_sent_to_the_same_page_by_https(door: Door) -> None:
    link = HTTPConnection("127.0.0.1", door.plain, timeout=10)
    link.request("GET", "/thu-tuc/?q=tro+cap")
    answer = link.getresponse()

    assert (answer.status, answer.headers["Location"]) == (301, "https://127.0.0.1/thu-tuc/?q=tro+cap")
    link.close()


@pytest.mark.parametrize(("sent", "status"), [({"X-Forwarded-Proto": "https"}, 200), ({}, 301)])
def test_behind_a_balancer_it_believes_what_that_says_of_https(door: Door, sent: dict[str, str], status: int) -> None:
    link = HTTPConnection("127.0.0.1", door.behind, timeout=10)
    link.request("GET", "/", headers=sent)

    assert link.getresponse().status == status
    link.close()


def test_browsers_are_told_to_come_by_https_from_now_on(door: Door) -> None:
    for address in ("/", "/static/img/favicon.svg"):  # from a page, and from nginx itself
        with urllib.request.urlopen(f"{door.address}{address}", timeout=20, context=door.trusted) as answer:
            promised = answer.headers["Strict-Transport-Security"]
        assert promised.startswith("max-age=31536000"), address


def test_somebody_signs_in_by_https_with_cookies_that_never_travel_plainly(door: Door, chromium: Browser) -> None:
    officer = Person(chromium, door.address, "motcua")

    officer.arrive("/can-bo/quay/")

    assert officer.page.url.startswith(f"{door.address}/can-bo/quay/")
    cookies = {cookie["name"]: cookie["secure"] for cookie in officer.context.cookies()}
    assert cookies
    assert all(cookies.values()), cookies
    assert {cookie["path"] for cookie in officer.context.cookies()} == {"/"}
    assert all(name.startswith("__Host-") for name in cookies), cookies
    officer.context.close()
