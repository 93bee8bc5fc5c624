"""The supervisor: children come back, stop together, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from toolbox.supervisor import Child, Supervisor, rotate_log

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]
# A supervisor in a process of its own, which prints the number of its child.
ORPHANER = """
import sys, pathlib
from toolbox.supervisor import Child, Supervisor
child = Child("c", [sys.executable, "-c", "import time; time.sleep(60)"], pathlib.Path(sys.argv[1]))
Supervisor([child], print).run(lambda: print(child.running.pid, flush=True))
"""
# A process that loads something, and then becomes a supervisor.
BECOMER = """
import sys, pathlib, django.forms
from toolbox.supervisor import Child, ReadyMessage, become_supervisor
child = Child("c", [sys.executable, "-c", "import time; time.sleep(60)"], pathlib.Path(sys.argv[1]))
become_supervisor([child], ReadyMessage("http://127.0.0.1:1/", "It is up.", "It is late: Một Cửa.", 0.0))
"""


@pytest.fixture
def child(tmp_path: Path) -> Child:
    """One child that sleeps."""
    return Child("sleeper", SLEEPER, tmp_path / "sleeper.log")


def run_until(supervisor: Supervisor, done: Callable[[], bool]) -> None:
    """Runs the supervisor until *done*, at most ten seconds."""
    deadline = time.monotonic() + 10

    def tick() -> None:
        supervisor.stopping = supervisor.stopping or done() or time.monotonic() > deadline

    supervisor.run(tick)


def is_alive(pid: int) -> bool:
    """Whether that process exists and is not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_killed_child_comes_back_and_the_operator_is_told(child: Child) -> None:
    lines: list[str] = []
    pids: set[int] = set()

    def killed_once() -> bool:
        if child.running and child.running.pid not in pids:
            pids.add(child.running.pid)
            if len(pids) == 1:
                os.kill(child.running.pid, signal.SIGKILL)
        return len(pids) == 2

    run_until(Supervisor([child], lines.append), killed_once)

    assert len(pids) == 2
    assert lines[0].startswith("sleeper stopped by itself")


def test_when_the_supervisor_stops_no_child_is_left(child: Child) -> None:
    supervisor = Supervisor([child], lambda line: None)
    pids: list[int] = []

    def noted() -> bool:
        pids.extend([child.running.pid] if child.running else [])
        return bool(pids)

    run_until(supervisor, noted)

    assert not is_alive(pids[0])


def test_a_child_that_ignores_the_signal_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolbox.supervisor.STOP_SECONDS", 0.3)
    child = Child("stubborn", STUBBORN, tmp_path / "log")

    run_until(Supervisor([child], lambda line: None), lambda: "up" in child.log.read_text())

    assert child.running is not None
    assert child.running.returncode == -signal.SIGKILL


def test_sigterm_ends_the_run_and_the_old_handlers_return(child: Child) -> None:
    before = signal.getsignal(signal.SIGTERM)

    Supervisor([child], lambda line: None).run(lambda: os.kill(os.getpid(), signal.SIGTERM))

    assert signal.getsignal(signal.SIGTERM) is before


def test_each_fall_doubles_the_pause_up_to_half_a_minute(child: Child) -> None:
    pauses = []

    for _fall in range(9):
        child.running = subprocess.Popen(["true"], start_new_session=True)
        child.running.wait()
        child.ended(child.started)
        pauses.append(child.not_before - child.started)

    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_child_that_had_begun_well_starts_again_at_once(child: Child) -> None:
    child.failures = 8
    child.running = subprocess.Popen(["true"], start_new_session=True)
    child.running.wait()

    child.ended(child.started + 11)

    assert child.failures == 1


def test_killing_the_supervisor_takes_the_children_with_it(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANER, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    pid = int(parent.stdout.readline())

    parent.kill()
    parent.communicate()

    deadline = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(pid)


def test_what_becomes_a_supervisor_keeps_its_number_and_nothing_it_had_loaded(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", BECOMER, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    lines = process.stdout.readline()
    words = Path(f"/proc/{process.pid}/cmdline").read_text().split("\0")
    loaded = Path(f"/proc/{process.pid}/maps").read_text()

    process.terminate()

    assert lines == "It is late: Một Cửa.\n"
    assert "toolbox.supervisor" in words
    assert "decimal" not in loaded  # Django's forms had it
    assert (process.communicate()[0], process.returncode) == ("Stopped.\n", 0)


def test_a_log_that_has_grown_large_is_turned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolbox.supervisor.LOG_LIMIT", 3)
    path = tmp_path / "web.log"
    path.write_text("much")

    assert rotate_log(path) == path

    assert not path.exists()
    assert (tmp_path / "web.old").read_text() == "much"
