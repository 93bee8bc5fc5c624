"""Redis killed, hanging or full under a running site: people notice nothing, and work goes on when it is back."""

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from tests.support.partner import Partner
from tests.support.site import Site, free_port, start

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server here")]
BACK = 120  # seconds within which a paper that waited is made


@dataclass
class OwnRedis:
    """A Redis of this test, to be killed."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def client(self) -> redis.Redis:
        """Talks to it."""
        return redis.Redis(port=self.port)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _try in range(100):
            try:
                self.client.ping()
            except redis.exceptions.ConnectionError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("Redis does not start")

    def send(self, blow: signal.Signals) -> None:
        """Send a signal to it."""
        assert self.process
        self.process.send_signal(blow)

    def kill(self) -> None:
        """End it by SIGKILL."""
        self.send(signal.SIGKILL)
        assert self.process
        self.process.wait()

    def hang(self) -> None:
        """It takes connections and never answers."""
        self.send(signal.SIGSTOP)

    def go_on(self) -> None:
        """The end of hanging."""
        self.send(signal.SIGCONT)

    def fill(self) -> None:
        """It takes no value more."""
        self.client.config_set("maxmemory", "1")

    def empty(self) -> None:
        """There is room again."""
        self.client.config_set("maxmemory", "0")


Blow = Callable[[OwnRedis], None]
BLOWS: dict[str, tuple[Blow, Blow]] = {
    "killed": (OwnRedis.kill, OwnRedis.start),
    "hanging": (OwnRedis.hang, OwnRedis.go_on),
    "full": (OwnRedis.fill, OwnRedis.empty),
}


@pytest.fixture(scope="module")
def own_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnRedis]:
    """Running."""
    server = OwnRedis(tmp_path_factory.mktemp("redis"), free_port())
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, own_redis: OwnRedis) -> Iterator[Site]:
    """A site whose queue and counts of requests are there."""
    running = start(tmp_path_factory.mktemp("site"), REDIS_URL=f"redis://127.0.0.1:{own_redis.port}/0")
    yield running
    running.stop()


def made(partner: Partner, code: str) -> bool:
    """Whether the worker made the receipt of the dossier."""
    return bool(partner.get(f"/dossiers/{code}/", "motcua")["papers"][0]["ready"])


@pytest.mark.parametrize("blow", BLOWS)
def test_people_notice_nothing_and_work_goes_on_afterwards(site: Site, own_redis: OwnRedis, blow: str) -> None:
    befall, mend = BLOWS[blow]
    partner = Partner(site.address)
    befall(own_redis)
    try:
        for name in ("doanhnghiep", "motcua"):
            partner.sign_in(name)
        page = partner.sign_in_by_page("doanhnghiep")
        code = partner.file()
        accepted = partner.post(f"/dossiers/{code}/acceptance/", "motcua")
        looked_up = partner.get(f"/lookup/{code}/")
        ready = json.loads(partner.page("/health/ready"))
    finally:
        mend(own_redis)

    assert accepted["state"] == looked_up["state"] == "appraisal"
    assert "Đăng xuất" in page
    assert (ready["status"], ready["broker"]) == ("degraded", False)
    until = time.monotonic() + BACK
    while not made(partner, code) and time.monotonic() < until:
        time.sleep(0.5)
    assert made(partner, code)
