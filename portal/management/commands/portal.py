"""Prepare the site, then run web server, worker and beat under one supervisor."""

import fcntl
import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from portal.operations.preparation import count_folder, log_folder, prepare
from toolbox.supervisor import Child, ReadyMessage, become_supervisor, rotate_log

PARTS = ("web", "worker", "beat")
SLOW_START_SECONDS = 60
WEB_WORKER = "portal.http.worker.Worker"


class Command(BaseCommand):
    """`portal [--host H] [--port P] [--prepare-only | --only web|worker|beat]`."""

    help = "Migrate, load the catalogue, seed the demo world, then supervise web, worker and beat."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, or only prepare."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        part = parser.add_mutually_exclusive_group()
        part.add_argument("--prepare-only", action="store_true", help="prepare and stop there")
        part.add_argument("--only", choices=PARTS, help="become this one process, unsupervised")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse early what cannot work, prepare, then supervise until Ctrl-C or SIGTERM."""
        host, port = options["host"], options["port"]
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(count_folder()))
        if options["only"]:
            command = _command(options["only"], host, port)
            os.execv(command[0], command)  # noqa: S606 — the command is ours
        try:
            with _lock_data_folder(f"{host}:{port}"):
                if options["prepare_only"]:
                    prepare(self.say)
                    return
                _refuse_taken_port(host, port)
                prepare(self.say)
                become_supervisor(_children(host, port), _ready_message(host, port))
        except KeyboardInterrupt:
            raise CommandError("Stopped before it was ready. Nothing is lost; start again.") from None

    def say(self, line: str) -> None:
        """Print one line, at once."""
        self.stdout.write(line)
        self.stdout.flush()


def _ready_message(host: str, port: int) -> ReadyMessage:
    """The address of the site, and the demo accounts."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    address = f"http://{shown}:{port}/"
    words = "\n".join(["", f"Một Cửa is at {address}", *_demo_lines(), _closing_line()])
    late = f"The web server does not answer yet; read {log_folder() / 'web.log'}."
    return ReadyMessage(address, words, late, SLOW_START_SECONDS)


def _demo_lines() -> list[str]:
    if not settings.DEMO:
        return []
    accounts = [f"  {name:<12} {role}" for name, role in DEMO_ACCOUNTS.items()]
    return ["", f"Demo accounts, password {DEMO_PASSWORD} for all:", *accounts]


def _closing_line() -> str:
    return f"\nLogs: {log_folder()}. Ctrl-C stops everything; the next start keeps the data."


def _children(host: str, port: int) -> list[Child]:
    return [Child(part, _command(part, host, port), rotate_log(log_folder() / f"{part}.log")) for part in PARTS]


def _command(part: str, host: str, port: int) -> list[str]:
    celery = "-m celery --skip-checks -A portal"  # this command checked
    queues = f"-c {settings.JOB_WORKERS} -Q {settings.JOB_QUEUES} --without-gossip --without-mingle"
    words = {
        "web": f"-m gunicorn portal.wsgi:application --preload --worker-class {WEB_WORKER}"
        f" --workers {settings.WEB_WORKERS} --threads 4 --worker-connections 512 --no-control-socket"
        " --timeout 60 --graceful-timeout 8 --max-requests 20000 --max-requests-jitter 2000",
        "worker": f"{celery} worker -l INFO -n worker@%h {queues}",
        "beat": f"{celery} beat -l INFO --pidfile=",
    }[part].split()
    # What may hold a space stands alone.
    own = {"web": ["--bind", f"{host}:{port}"], "beat": ["--schedule", str(settings.VAR_DIR / "beat-schedule.json")]}
    return [sys.executable, *words, *own.get(part, [])]


def _lock_data_folder(address: str) -> IO[str]:
    """Lock the data folder for this process; the system releases it however the process ends."""
    path = Path(settings.VAR_DIR) / "portal.pid"
    lock = path.open("a+")
    os.set_inheritable(lock.fileno(), True)  # held on by what this process becomes
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        raise CommandError(
            f"The data folder {settings.VAR_DIR} is already served: {lock.read().strip()}.\n"
            "  → Stop that one first, or choose another: bin/run --data DIR --port N"
        ) from None
    lock.truncate(0)
    lock.write(f"process {os.getpid()}, {address}\n")
    lock.flush()
    return lock


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"Cannot listen on {host}:{port} ({getattr(error, 'strerror', error)}).\n"
            f"  → Choose another port: bin/run --port {port + 1}"
        ) from error
