"""A PostgreSQL of our own on loopback, in a folder: created, started, given databases, stopped."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from glob import glob
from pathlib import Path
from typing import Any

# As a small server of a province would be set; the disk is asked to sync, as there.
TUNED = {
    "shared_buffers": "4GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "6GB",
    "checkpoint_timeout": "30min",
    "random_page_cost": "1.1",
    "jit": "off",
}


class Postgres:
    """One cluster in *folder*, which the system user `postgres` can reach."""

    def __init__(self, folder: Path, port: int, options: dict[str, str] | None = None) -> None:
        self.folder, self.port, self.options = folder, port, options or {}

    @property
    def command(self) -> list[str]:
        """What runs it in the foreground."""
        defaults = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.folder)}
        options = [part for key, value in (defaults | self.options).items() for part in ("-c", f"{key}={value}")]
        return [program("postgres"), "-D", str(self.folder / "pg"), "-p", str(self.port), *options]

    @property
    def user(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root."""
        return {"user": "postgres"} if os.geteuid() == 0 else {}

    def make(self) -> None:
        """The cluster's files, where there are none."""
        place = self.folder / "pg"
        if (place / "PG_VERSION").exists():
            return
        place.mkdir(parents=True)
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            for one in (place, self.folder):
                os.chown(one, owner.pw_uid, owner.pw_gid)
        place.chmod(0o700)
        words = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        self.run([program("initdb"), "-D", str(place), *words])

    def run(self, command: list[str]) -> str:
        """Run one of its programs to its end; returns its output."""
        output: bytes = subprocess.run(  # noqa: S603 - programs of PostgreSQL
            command, check=True, capture_output=True, cwd=self.folder, **self.user
        ).stdout
        return output.decode()

    def say(self, name: str, *words: str) -> str:
        """A client program of its, connected: `say("createdb", "motcua")`."""
        at = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        return self.run([program(name), *at, *words])

    def is_ready(self, seconds: float = 600) -> bool:
        """True once it takes connections: after a kill it listens long before, while it recovers."""
        ask = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if subprocess.run(ask, check=False).returncode == 0:  # noqa: S603 - a program of PostgreSQL
                return True
            time.sleep(0.2)
        return False

    def forget_pid(self) -> None:
        """A killed server's, so that it starts again."""
        (self.folder / "pg" / "postmaster.pid").unlink(missing_ok=True)

    def url(self, database: str) -> str:
        """As DATABASE_URL says it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"


def program(name: str) -> str:
    """Where a program of PostgreSQL is. Raises SystemExit, in words."""
    path = shutil.which(name) or next(iter(sorted(glob(f"/usr/lib/postgresql/*/bin/{name}"))), None)
    if path is None:
        raise SystemExit(f"{name} is not installed: apt-get install postgresql")
    return path


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_port(port: int, seconds: float = 60) -> bool:
    """True once somebody listens on *port*."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.2)
    return False
