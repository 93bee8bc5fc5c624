"""Two sites under one kind of server over one database, and clients that keep their connections."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.postgres import await_port, free_port
from portal.demo.accounts import DEMO_PASSWORD

ROOT = Path(__file__).parents[1]
WORKERS, THREADS, CLIENTS = "2", "4", 4
OURS, FLOOR = "portal.wsgi:application", "benchmarks.floor_site:application"


@dataclass(frozen=True)
class Ask:
    """One request, with everything it carries."""

    path: str
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@contextmanager
def serving(program: str, env: dict[str, str]) -> Iterator[int]:
    """gunicorn with *program* on a port of its own, as `bin/run` starts it; the port."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        program,
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--workers",
        WORKERS,
        "--threads",
        THREADS,
        "--no-control-socket",
        "--log-level",
        "error",
    ]
    own = os.environ | env
    with subprocess.Popen(command, cwd=ROOT, env=own, stderr=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            if not await_port(port, 60) or server.poll() is not None:
                raise SystemExit(f"{program} does not answer")
            yield port
        finally:
            server.terminate()


class Person:
    """An account signed in on the web, or with a token."""

    def __init__(self, port: int, name: str) -> None:
        self.port, self.name = port, name

    def cookie(self) -> dict[str, str]:
        """The header by which a browser that signed in is known."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request("GET", "/dang-nhap/")
        answer = link.getresponse()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
        assert token
        data = {"csrfmiddlewaretoken": token[1], "login": self.name, "password": DEMO_PASSWORD}
        headers = {"Cookie": _cookies(answer), "Content-Type": "application/x-www-form-urlencoded"}
        link.request("POST", "/dang-nhap/", urllib.parse.urlencode(data), headers)
        answer = link.getresponse()
        answer.read()
        assert answer.status == 302, answer.status
        return {"Cookie": _cookies(answer)}

    def token(self) -> dict[str, str]:
        """The header by which a partner system is known."""
        body = json.dumps({"username": self.name, "password": DEMO_PASSWORD})
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request("POST", "/api/v1/token/", body, {"Content-Type": "application/json"})
        return {"Authorization": f"Token {json.loads(link.getresponse().read())['token']}"}


def _cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(line.split(";")[0] for line in answer.headers.get_all("Set-Cookie") or [])


class Load:
    """Closed loop: so many clients, each asks again as soon as it is answered."""

    def __init__(self, port: int, asks: Callable[[], Ask | None]) -> None:
        self.port, self.asks = port, asks
        self.lock = threading.Lock()

    def run(self, seconds: float, clients: int = CLIENTS) -> list[float]:
        """Seconds each answer took; raises AssertionError for any that is not a success."""
        taken: list[float] = []
        faults: list[str] = []
        ends = time.perf_counter() + seconds
        threads = [threading.Thread(target=self._client, args=(ends, taken, faults)) for _n in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not faults, faults[0]
        return taken

    def _client(self, ends: float, taken: list[float], faults: list[str]) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        while time.perf_counter() < ends and not faults:
            with self.lock:
                ask = self.asks()
            if ask is None:
                return
            began = time.perf_counter()
            status, body = answer_of(link, ask)
            taken.append(time.perf_counter() - began)
            if status >= 300:
                faults.append(f"{ask.method} {ask.path}: {status} {body[:300]!r}")


def answer_of(link: http.client.HTTPConnection, ask: Ask) -> tuple[int, bytes]:
    """Status and content of one answer."""
    link.request(ask.method, ask.path, ask.body or None, ask.headers)
    answer = link.getresponse()
    return answer.status, answer.read()
