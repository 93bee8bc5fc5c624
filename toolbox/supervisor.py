"""Keeps a few child processes alive: starts, restarts with back-off, stops them all.

`become` makes such a process of the one that calls it: small, since nothing of the site is loaded in it.
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
    """One process to keep alive; its words go to *log*."""

    name: str
    command: list[str]
    log: Path
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(  # noqa: S603 — the commands are ours
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=_own_session
            )
        self.started = time.monotonic()

    def fell(self, now: float) -> bool:
        """Whether it has just ended by itself; then it is cleared away and gets its back-off."""
        if self.running is None or self.running.poll() is None:
            return False
        self.signal(signal.SIGKILL)  # what it left behind holds its port or its queue
        self.running = None
        self.falls = 1 if now - self.started > STEADY_SECONDS else self.falls + 1
        self.not_before = now + min(LONGEST_PAUSE, 0.5 * 2 ** (self.falls - 1))
        return True

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to it and to all it has started."""
        if self.running is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, number)


@dataclass
class Supervisor:
    """Runs *children* until a signal says stop; *report* gets one line for each event."""

    children: list[Child]
    report: Callable[[str], None]
    stopping: bool = field(default=False)

    def run(self, on_tick: Callable[[], None] = lambda: None) -> None:
        """Starts all children and returns when all of them have stopped."""
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number in before:
            signal.signal(number, self._stop)
        try:
            while not self.stopping:
                self._revive()
                on_tick()
                time.sleep(POLL_SECONDS)
        finally:
            self._end()
            _restore(before)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _revive(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.fell(now):
                self.report(f"{child.name} stopped by itself; see {child.log}. Starting it again.")
            if child.running is None and now >= child.not_before:
                child.start()

    def _end(self) -> None:
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
class Greeting:
    """Says *words* once the site answers at *address*, or *late* when it does not after *patience* seconds."""

    address: str
    words: str
    late: str
    patience: float
    began: float = field(default_factory=time.monotonic)
    done: bool = False

    def __call__(self, report: Callable[[str], None]) -> None:
        """Look once more, until something was said."""
        if self.done:
            return
        if _answers(f"{self.address}health/live"):
            self.done = True
            report(self.words)
        elif time.monotonic() - self.began > self.patience:
            self.done = True
            report(self.late)


def become(children: list[Child], greeting: Greeting) -> None:
    """Turn this process into a supervisor of *children*, giving back all that it had loaded; never returns.

    Files that were marked inheritable stay open, and with them their locks.
    """
    run = {
        "children": [[child.name, child.command, str(child.log)] for child in children],
        "greeting": [greeting.address, greeting.words, greeting.late, greeting.patience],
    }
    # Through a file without a name: what is told stays out of the list of processes.
    told = os.memfd_create("run")
    os.write(told, json.dumps(run).encode())
    os.lseek(told, 0, os.SEEK_SET)
    os.set_inheritable(told, True)
    words = [sys.executable, "-m", "toolbox.supervisor", str(told)]
    os.execv(sys.executable, words)  # noqa: S606 - ourselves


def main() -> None:
    """Supervise what stands in the open file of that number until Ctrl-C or SIGTERM."""
    with contextlib.suppress(KeyboardInterrupt):
        with os.fdopen(int(sys.argv[1])) as told:
            run = json.load(told)
        children = [Child(name, command, Path(log)) for name, command, log in run["children"]]
        greeting = Greeting(*run["greeting"])
        Supervisor(children, _say).run(on_tick=lambda: greeting(_say))
    _say("Stopped.")


def turn_log(path: Path) -> Path:
    """Moves a log that has grown large aside, once; gives the path back."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".old"))
    return path


def _alive(child: Child) -> bool:
    return child.running is not None and child.running.poll() is None


def _say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _own_session() -> None:
    os.setsid()
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)  # kill -9 of the supervisor leaves no orphan


def _restore(before: Mapping[signal.Signals, object]) -> None:
    for number, old in before.items():
        signal.signal(number, old)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
