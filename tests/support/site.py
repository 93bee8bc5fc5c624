"""A whole site as `bin/run` starts it: web server, worker and beat as processes, with data of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis
from django.conf import settings
from psycopg2 import sql

START_SECONDS = 240  # a busy machine of two cores prepares a site in a minute or two
ROUND_SECONDS = 3  # rounds and claims of a minute would make the tests wait for minutes
FIRST_REDIS = 10  # each site has a database of its own there: two of them run at a time


@dataclass
class Site:
    """A running site."""

    process: subprocess.Popen[bytes]
    address: str
    data: Path
    environment: dict[str, str]
    database: str = ""

    def workers(self) -> list[int]:
        """The processes of the Celery worker, the one that leads them first."""
        return [pid for pid, command in processes_below(self.process.pid) if " worker " in command]

    def stop(self) -> None:
        """Stop everything it started, and drop its database."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        if self.database:
            _drop(self.database)


def start(data: Path, **more: str) -> Site:
    """Prepare and start a site under *data*, on the services the environment names; returns when it answers."""
    return start_in(environment_for(data, **more))


def environment_for(data: Path, **more: str) -> dict[str, str]:
    """The environment of a site under *data*, with an address and a database of its own."""
    environment = dict(os.environ)
    environment |= {
        "MOTCUA_VAR": str(data),
        "MOTCUA_DEMO": "1",
        "SITE_URL": f"http://127.0.0.1:{free_port()}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "ROUND_SECONDS": str(ROUND_SECONDS),
        "WEB_WORKERS": "1",
        "JOB_WORKERS": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(data / "counts"),
        **more,
    }
    if database := _own_database(environment.get("DATABASE_URL", "")):
        environment["DATABASE_URL"] = database
    if address_of_redis := environment.get("REDIS_URL"):
        environment["REDIS_URL"] = _own_redis(address_of_redis)
    return environment


def start_in(environment: dict[str, str]) -> Site:
    """Prepare and start a site in *environment*, over what lies there already; returns when it answers."""
    data, address = Path(environment["MOTCUA_VAR"]), environment["SITE_URL"]
    with (data / "portal.out").open("wb") as out:
        command = [sys.executable, "manage.py", "portal", "--port", address.rpartition(":")[2]]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=out, stderr=out)
    database = environment.get("DATABASE_URL", "")
    site = Site(process, address, data, environment, database if "_site_" in database else "")
    _wait_for(site)
    return site


def processes_below(parent: int) -> Iterator[tuple[int, str]]:
    """Number and command line of every process started by *parent* or by one of those."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            above = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if above == parent:
            yield int(entry.name), command
            yield from processes_below(int(entry.name))


def _own_redis(address: str) -> str:
    """The database of this test process, empty: nothing counted and nothing queued by another site."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    own = f"{address.rpartition('/')[0]}/{FIRST_REDIS + int(worker) % 6}"
    redis.Redis.from_url(own).flushdb()
    return own


def _wait_for(site: Site) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and site.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.address}/health/ready", timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    site.stop()
    raise AssertionError((site.data / "portal.out").read_text())


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _own_database(address: str) -> str:
    """A database beside the one *address* names, so that the site and the tests never meet; none for SQLite."""
    if not address.startswith("postgres"):
        return ""
    parts = urlsplit(address)
    name = f"{parts.path.lstrip('/')}_site_{os.getpid()}"
    _run(address, "DROP DATABASE IF EXISTS {}", name)
    _run(address, "CREATE DATABASE {}", name)
    return urlunsplit(parts._replace(path=f"/{name}"))


def _drop(address: str) -> None:
    parts = urlsplit(address)
    name = parts.path.lstrip("/")
    beside = urlunsplit(parts._replace(path="/" + name.partition("_site_")[0]))
    _run(beside, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _run(address: str, statement: str, name: str) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
    connection.close()
