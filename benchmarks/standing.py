"""A whole site of its own on loopback: PostgreSQL, Redis, web, worker and beat, to be killed at will."""

import http.client
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from glob import glob
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[1]
NAMES = {"gunicorn": "web", "worker": "worker", "beat": "beat"}


class Standing:
    """Starts in a folder; `kill_one` kills by SIGKILL; what does not come back by itself is raised again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.killed = folder, Counter[str]()
        self.port, self.pg_port, self.redis_port = (_free_port() for _n in range(3))
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self.env = os.environ | {
            "MOTCUA_VAR": str(folder / "var"), "MOTCUA_DEMO": "1", "ROUND_SECONDS": "3", "LOG_LEVEL": "WARNING",
            "DATABASE_URL": f"postgres://motcua@127.0.0.1:{self.pg_port}/motcua", "RATE_ADDRESS": "0",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0", "RATE_ACCOUNT": "0", "RATE_TOKEN": "0",
        }  # fmt: skip

    @property
    def password(self) -> str:
        """Of every demo account."""
        from portal.demo.accounts import DEMO_PASSWORD  # noqa: PLC0415 - after the settings know their folder

        return DEMO_PASSWORD

    def __enter__(self) -> "Standing":
        (self.folder / "var").mkdir()
        self._make_database()
        self._raise("postgres")
        self._raise("redis")
        self._await(self.pg_port)
        self._run([self._pg("createuser"), "-s", *self._at_pg(), "motcua"])
        self._run([self._pg("createdb"), *self._at_pg(), "-O", "motcua", "motcua"])
        self._raise("site")
        self._await(self.port, 180)
        os.environ.update(self.env)
        import django  # noqa: PLC0415 - the settings read what was just set

        django.setup()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
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
            found = self._processes()
            if not found:
                return
            name, pid = dice.choice(found)
            _kill(pid)
        else:
            os.killpg(self._children[name].pid, signal.SIGKILL)
            self._children[name].wait()
            time.sleep(dice.uniform(0, 4))
            self._raise(name)
        self.killed[name] += 1

    def raise_all(self) -> None:
        """What died of it without being meant is raised too: the work of an init system."""
        for name, child in list(self._children.items()):
            if child.poll() is not None:
                self._raise(name)

    def request(
        self, method: str, path: str, token: str, headers: dict[str, str], content: bytes
    ) -> tuple[int, bytes]:
        """One request on a connection of its own; OSError where there is no whole answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        said = headers | ({"Authorization": f"Token {token}"} if token else {})
        try:
            link.request(method, path, content or None, said)
            answer = link.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            link.close()

    def _processes(self) -> list[tuple[str, int]]:
        """Web, worker and beat with their children: never the supervisor, which stands for init."""
        top, found = self._children["site"].pid, []
        for pid in _below(top):
            words = _command(pid)
            kind = next(
                (NAMES[word] for word in NAMES if any(word in part for part in words)), None
            )
            if kind:
                found.append((kind, pid))
        return found

    def _raise(self, name: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        command = {
            "postgres": lambda: [self._pg("postgres"), "-D", str(self.folder / "pg"), "-p", str(self.pg_port),
                                 "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"],
            "redis": lambda: ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", "",
                              "--appendonly", "no", "--dir", str(self.folder)],
            "site": lambda: [sys.executable, "manage.py", "portal", "--port", str(self.port)],
        }[name]()  # fmt: skip
        (self.folder / "pg" / "postmaster.pid").unlink(
            missing_ok=True
        ) if name == "postgres" else None
        extra: dict[str, Any] = (
            {"user": "postgres"} if name == "postgres" and os.geteuid() == 0 else {}
        )
        self._children[name] = subprocess.Popen(  # noqa: S603 - programs of this house
            command, cwd=ROOT if name == "site" else self.folder, env=self.env, stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, start_new_session=True, **extra,
        )  # fmt: skip
        log.close()

    def _make_database(self) -> None:
        place = self.folder / "pg"
        place.mkdir()
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(place, owner.pw_uid, owner.pw_gid)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        place.chmod(0o700)
        self._run(
            [
                self._pg("initdb"),
                "-D",
                str(place),
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--no-sync",
            ]
        )

    def _run(self, command: list[str]) -> None:
        extra: dict[str, Any] = {"user": "postgres"} if os.geteuid() == 0 else {}
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **extra)  # noqa: S603

    def _at_pg(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.pg_port), "-U", "postgres"]

    @staticmethod
    def _pg(program: str) -> str:
        found = shutil.which(program) or next(
            iter(sorted(glob(f"/usr/lib/postgresql/*/bin/{program}"))), None
        )
        if found is None:
            raise SystemExit(f"{program} is not installed: apt-get install postgresql")
        return found

    def _await(self, port: int, seconds: int = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            self.raise_all()
            time.sleep(0.3)
        raise SystemExit(f"Nothing answers on port {port}; read the logs in {self.folder}.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _below(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    own = [int(word) for word in text.split()]
    return own + [deeper for child in own for deeper in _below(child)]


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
