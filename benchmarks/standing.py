"""A whole site of its own on loopback: PostgreSQL, Redis, web, worker and beat, to be killed at will."""

import http.client
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.postgres import Postgres, await_port, free_port

ROOT = Path(__file__).parents[1]
NAMES = {"gunicorn": "web", "worker": "worker", "beat": "beat"}


class Standing:
    """Starts in a folder; `kill_one` kills by SIGKILL; what does not come back by itself is raised again."""

    def __init__(self, folder: Path, more: dict[str, str] | None = None) -> None:
        """*more* goes into the environment of web, worker and beat alone."""
        self.folder, self.killed = folder, Counter[str]()
        self.befell: list[str] = []  # mishaps
        self._down: set[str] = set()  # dead on purpose
        self.port, self.redis_port = free_port(), free_port()
        self.postgres = Postgres(folder, free_port())
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self.clock, self.files = folder / "clock", folder / "var" / "files"
        self._more = more or {}
        self.env = os.environ | {
            "MOTCUA_VAR": str(folder / "var"),
            "MOTCUA_DEMO": "1",
            "ROUND_SECONDS": "3",
            "LOG_LEVEL": "WARNING",
            "DATABASE_URL": self.postgres.url("motcua"),
            "RATE_ADDRESS": "0",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "RATE_ACCOUNT": "0",
            "RATE_TOKEN": "0",
            "RATE_LOOK_UP": "0",
            "RATE_UPLOAD": "0",
            **dict.fromkeys(("DRAFTS_A_DAY", "FILES_A_DAY", "UPLOAD_MB_A_DAY"), "1000000"),
            "DISK_FREE_MB": "16",
            "UPLOAD_RESERVE_MB": "20",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PROMETHEUS_MULTIPROC_DIR": str(folder / "var" / "counts"),
        }

    @property
    def password(self) -> str:
        """Of every demo account."""
        from portal.demo.accounts import DEMO_PASSWORD  # noqa: PLC0415 - after the settings know their folder

        return DEMO_PASSWORD

    def __enter__(self) -> "Standing":
        self.files.mkdir(parents=True, exist_ok=True)
        self.postgres.make()
        self._raise("postgres")
        self._raise("redis")
        self._await(self.postgres.port)
        self.postgres.say("createdb", "motcua")
        self._raise("site")
        self._await(self.port, 180)
        os.environ.update(self.env)
        import django  # noqa: PLC0415 - the settings read what was just set

        django.setup()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in ("site", "redis", "postgres"):
            child = self._children.get(name)
            if child and child.poll() is None:
                child.terminate()
                try:
                    child.wait(30)
                except subprocess.TimeoutExpired:
                    child.kill()

    def kill_one(self, dice: random.Random) -> None:
        """SIGKILL to one process of the house, its database or its queue."""
        name = dice.choices(["site", "postgres", "redis"], [8, 1, 1])[0]
        self.raise_all()
        if name == "site":
            processes = self._processes()
            if not processes:
                return
            name, pid = dice.choice(processes)
            _kill(pid)
        else:
            os.killpg(self._children[name].pid, signal.SIGKILL)
            self._children[name].wait()
            time.sleep(dice.uniform(0, 4))
            self._raise(name)
        self.killed[name] += 1

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """PostgreSQL or Redis killed, and raised at the end."""
        self._down.add(name)
        os.killpg(self._children[name].pid, signal.SIGKILL)
        self._children[name].wait()
        try:
            yield
        finally:
            self._down.discard(name)
            self._raise(name)

    @contextmanager
    def hanging(self, name: str) -> Iterator[None]:
        """PostgreSQL or Redis takes connections and answers nobody."""
        process = self._children[name].pid
        os.killpg(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(process, signal.SIGCONT)

    def raise_all(self) -> None:
        """What died of it without being meant is raised too: the work of an init system."""
        for name, child in list(self._children.items()):
            if child.poll() is not None and name not in self._down:
                self._raise(name)

    def request(self, method: str, path: str, token: str, headers: dict[str, str], content: bytes) -> tuple[int, bytes]:
        """One request on a connection of its own; OSError where there is no whole answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        all_headers = headers | ({"Authorization": f"Token {token}"} if token else {})
        try:
            link.request(method, path, content or None, all_headers)
            answer = link.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            link.close()

    def _processes(self) -> list[tuple[str, int]]:
        """Web, worker and beat with their children: never the supervisor, which stands for init."""
        top, processes = self._children["site"].pid, []
        for pid in below(top):
            words = _command(pid)
            kind = next((NAMES[word] for word in NAMES if any(word in part for part in words)), None)
            if kind:
                processes.append((kind, pid))
        return processes

    def _raise(self, name: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        command = {
            "postgres": self.postgres.command,
            "redis": [
                "redis-server",
                "--port",
                str(self.redis_port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                str(self.folder),
            ],
            "site": [sys.executable, "manage.py", "portal", "--port", str(self.port)],
        }[name]
        extra: dict[str, Any] = {}
        if name == "postgres":
            self.postgres.forget_pid()
            extra = self.postgres.user
        self._children[name] = subprocess.Popen(  # noqa: S603 - programs of this house
            command,
            cwd=ROOT if name == "site" else self.folder,
            stdout=log,
            stderr=log,
            env=self.env | (self._more if name == "site" else {}),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **extra,
        )
        log.close()

    def _await(self, port: int, seconds: int = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if await_port(port, 1):
                return
            self.raise_all()
        raise SystemExit(f"Nothing answers on port {port}; read the logs in {self.folder}.")


def below(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    own = [int(word) for word in text.split()]
    return own + [deeper for child in own for deeper in below(child)]


def _command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
