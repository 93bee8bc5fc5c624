"""Keeps a few child processes alive: starts, restarts with back-off, stops them all."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

POLL_SECONDS = 0.25
STEADY_SECONDS = 60
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
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_own_session,
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


def turn_log(path: Path) -> Path:
    """Moves a log that has grown large aside, once; gives the path back."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".old"))
    return path


def _alive(child: Child) -> bool:
    return child.running is not None and child.running.poll() is None


def _own_session() -> None:
    os.setsid()
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)  # kill -9 of the supervisor leaves no orphan


def _restore(before: Mapping[signal.Signals, object]) -> None:
    for number, old in before.items():
        signal.signal(number, old)  # type: ignore[arg-type]
