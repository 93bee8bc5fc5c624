"""Files that cost more than they weigh: judged in linear time or refused in words, and never in this process."""

import contextlib
import gc
import io
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support import uploads
from tests.support.bombs import FILES, pdf_of
from tests.support.cost import processor_seconds
from toolbox import inspection, sandbox
from toolbox.files import SIGNATURES, UnusableFile, recognise

HEAVY = pdf_of("[" + f"[{'<41> ' * 1000}]" * 1500 + "]")  # a million and a half strings: more than its time


def cost(content: bytes) -> tuple[float, str]:
    """Processor seconds of the judge, the best of two in processes of their own, and what is wrong with the file."""
    kind = next(kind for start, kind in SIGNATURES.items() if content.startswith(start))
    return min((_cost_in_child(content, kind) for _try in range(2)), key=lambda each: each[0])


def _cost_in_child(content: bytes, kind: str) -> tuple[float, str]:
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (sandbox.CPU_SECONDS, sandbox.CPU_SECONDS))
        gc.freeze()  # as the server does: else what these tests have piled up is gone through in the child
        begun = time.process_time()
        fault = inspection.judge(content, kind)[1]
        os.write(writing, f"{time.process_time() - begun} {fault}".encode())
        os._exit(0)
    os.close(writing)
    told = os.read(reading, 1000).decode()
    os.close(reading)
    os.waitpid(child, 0)
    seconds, _space, fault = told.partition(" ")
    return float(seconds or sandbox.CPU_SECONDS), fault if seconds else sandbox.SPENT


@pytest.mark.parametrize("bomb", FILES)
def test_twice_the_file_costs_at_most_twice_or_is_refused(bomb: str) -> None:
    (short, _fault), (long, fault) = cost(FILES[bomb](500)), cost(FILES[bomb](1000))

    assert long < 3 * short + 0.2 or fault, f"{bomb}: {short:.1f} s, then {long:.1f} s"
    assert long <= sandbox.CPU_SECONDS + 1, f"{bomb}: its limit did not stop it"


@pytest.mark.parametrize("bomb", FILES)
def test_the_site_itself_spends_next_to_nothing_on_it(bomb: str) -> None:
    content = FILES[bomb](1000)

    def read() -> None:
        with contextlib.suppress(UnusableFile):
            assert recognise(io.BytesIO(content), "tep", 10**7).pages

    assert processor_seconds(read, tries=1) < 0.5


def test_a_file_that_uses_its_time_up_is_refused_and_the_next_is_judged() -> None:
    begun = time.monotonic()

    assert sandbox.inspect(HEAVY, inspection.PDF) == (0, "spent")

    assert time.monotonic() - begun < sandbox.WALL_SECONDS + 5
    assert sandbox.inspect(uploads.scan(2), inspection.PDF) == (2, "")


def children_of(parent: int) -> list[int]:
    """The processes that *parent* started and that are still there, zombies too."""
    below = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    below.append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return below


def server() -> int:
    """The number of the process that forks for this one."""
    sandbox.inspect(uploads.png(), "image/png")
    assert sandbox._server is not None
    return sandbox._server.process.pid


def test_a_server_that_is_killed_is_replaced_and_none_is_left_behind() -> None:
    before = server()
    os.kill(before, signal.SIGKILL)

    assert sandbox.inspect(uploads.png(), "image/png") == (1, "")

    assert server() != before
    assert before not in children_of(os.getpid())


def test_a_child_that_is_killed_refuses_its_own_file_only() -> None:
    pid = server()
    verdict = []
    asking = threading.Thread(target=lambda: verdict.append(sandbox.inspect(HEAVY, inspection.PDF)))
    asking.start()
    while not (children := children_of(pid)) and asking.is_alive():
        time.sleep(0.01)
    for child in children:
        os.kill(child, signal.SIGKILL)
    asking.join(30)

    assert verdict == [(0, "spent")]
    assert sandbox.inspect(uploads.png(), "image/png") == (1, "")
    assert server() == pid
    ends = time.monotonic() + 10
    while children_of(pid) and time.monotonic() < ends:  # the last one is buried when the system gets round to it
        time.sleep(0.01)
    assert children_of(pid) == []


def test_many_threads_ask_at_once_and_each_gets_its_own_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SLOT_SECONDS", 60.0)
    scans = {pages: uploads.scan(pages) for pages in (1, 2, 3)}

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda n: sandbox.inspect(scans[n % 3 + 1], inspection.PDF), range(24)))

    assert answers == [(n % 3 + 1, "") for n in range(24)]


def test_who_would_wait_too_long_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SLOT_SECONDS", 0.01)
    monkeypatch.setattr(sandbox, "_slots", threading.BoundedSemaphore(1))
    sandbox._slots.acquire()

    with pytest.raises(UnusableFile, match="sau ít phút"):
        recognise(io.BytesIO(uploads.png()), "tep", 10**7)


def test_the_server_ends_with_the_process_that_started_it_even_by_kill() -> None:
    program = (
        "import sys, time; from toolbox import sandbox; from tests.support import uploads\n"
        "sandbox.inspect(uploads.png(), 'image/png'); print(sandbox._server.process.pid, flush=True); time.sleep(60)"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    for _turn in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.1)
    pytest.fail("the server outlived its parent")


def test_a_forked_process_has_a_server_of_its_own() -> None:
    before = server()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writing, str(server()).encode())
        sandbox._forget()
        os._exit(0)
    os.waitpid(child, 0)

    assert int(os.read(reading, 100)) != before
    assert server() == before


def test_the_server_knows_no_secret_of_the_site() -> None:
    environment = Path(f"/proc/{server()}/environ").read_bytes()

    assert b"SECRET" not in environment
    assert b"DATABASE" not in environment
