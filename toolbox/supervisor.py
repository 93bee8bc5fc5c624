"""Supervise child processes: start them, restart them with back-off, stop them all.

`become_supervisor` turns the calling process into one: small, since nothing of the site is loaded in it.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

POLL_SECONDS = 0.25
STEADY_SECONDS = 10  # longer than a start that fails: only such a one is put off
LONGEST_PAUSE = 30.0
STOP_SECONDS = 12.0
LOG_LIMIT = 10 * 1024 * 1024

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process to keep alive; its output goes to *log*."""

    name: str
    command: list[str]
    log: Path
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(  # noqa: S603 — the commands are ours
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=_detach
            )
        self.started = time.monotonic()

    def ended(self, now: float) -> bool:
        """True when it has just ended by itself; then it is cleared away and gets its back-off."""
        if self.running is None or self.running.poll() is None:
            return False
        self.signal(signal.SIGKILL)  # what it left behind holds its port or its queue
        self.running = None
        self.failures = 1 if now - self.started > STEADY_SECONDS else self.failures + 1
        self.not_before = now + min(LONGEST_PAUSE, 0.5 * 2 ** (self.failures - 1))
        return True

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to all it has started."""
        if self.running is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, number)


@dataclass
class Supervisor:
    """Runs *children* until a signal stops it; *report* gets one line for each event."""

    children: list[Child]
    report: Callable[[str], None]
    stopping: bool = field(default=False)

    def run(self, on_tick: Callable[[], None] = lambda: None) -> None:
        """Start all children and return when all of them have stopped."""
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number in before:
            signal.signal(number, self._stop)
        try:
            while not self.stopping:
                self._restart_children()
                on_tick()
                time.sleep(POLL_SECONDS)
        finally:
            self._stop_children()
            _restore(before)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _restart_children(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.ended(now):
                self.report(f"{child.name} stopped by itself; see {child.log}. Starting it again.")
            if child.running is None and now >= child.not_before:
                child.start()

    def _stop_children(self) -> None:
        for child in self.children:
            if child.running:
                child.running.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(map(_alive, self.children)):
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.running:
                child.running.wait()


@dataclass
class ReadyMessage:
    """Reports *words* once the site answers at *address*, or *late* when it does not after *patience* seconds."""

    address: str
    words: str
    late: str
    patience: float
    began: float = field(default_factory=time.monotonic)
    done: bool = False

    def __call__(self, report: Callable[[str], None]) -> None:
        """Look once more, until something was reported."""
        if self.done:
            return
        if _answers(f"{self.address}health/live"):
            self.done = True
            report(self.words)
        elif time.monotonic() - self.began > self.patience:
            self.done = True
            report(self.late)


def become_supervisor(children: list[Child], message: ReadyMessage) -> None:
    """Turn this process into a supervisor of *children*, giving back all that it had loaded; never returns.

    Files that were marked inheritable stay open, and with them their locks.
    """
    job = {
        "children": [[child.name, child.command, str(child.log)] for child in children],
        "message": [message.address, message.words, message.late, message.patience],
    }
    # Through a file without a name: its content stays out of the list of processes.
    handle = os.memfd_create("run")
    os.write(handle, json.dumps(job).encode())
    os.lseek(handle, 0, os.SEEK_SET)
    os.set_inheritable(handle, True)
    command = [sys.executable, "-m", "toolbox.supervisor", str(handle)]
    os.execv(sys.executable, command)  # noqa: S606 - ourselves


def main() -> None:
    """Supervise the job in the open file whose number is the first argument, until Ctrl-C or SIGTERM."""
    with contextlib.suppress(KeyboardInterrupt):
        with os.fdopen(int(sys.argv[1])) as file:
            job = json.load(file)
        children = [Child(name, command, Path(log)) for name, command, log in job["children"]]
        message = ReadyMessage(*job["message"])
        Supervisor(children, _say).run(on_tick=lambda: message(_say))
    _say("Stopped.")


def rotate_log(path: Path) -> Path:
    """Move a log that has grown large aside, once; returns the path."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".old"))
    return path


def _alive(child: Child) -> bool:
    return child.running is not None and child.running.poll() is None


def _say(line: str) -> None:
    """Print one line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _detach() -> None:
    os.setsid()
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)  # kill -9 of the supervisor leaves no orphan


def _restore(before: Mapping[signal.Signals, object]) -> None:
    for number, old in before.items():
        signal.signal(number, old)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
