"""Judge strangers' files in processes of their own, which may use so much time and memory and no more.

A process of the site starts one server, which has loaded the readers and does nothing but fork: a child a file, with
limits that the system enforces. The site forks nothing itself, since it has threads; a child that is killed refuses its
own file and nothing else, and a server ends with the process that started it.
"""

import atexit
import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from PIL import Image

from toolbox.inspection import judge, prepare

CPU_SECONDS, WALL_SECONDS = 5, 20
MEMORY = 256 * 1024 * 1024  # beyond what the readers themselves take
ANSWER_MAX = 4 * 1024 * 1024  # the rows of the longest list
PIECE = 65_536  # what a pipe holds
AT_ONCE, SLOT_SECONDS = 2, 3.0  # files judged at a time for one process of the site, and how long another waits
SPENT = "spent"
GONE_SECONDS = 0.2


class Busy(Exception):
    """So many files are being judged that another would wait too long."""


class _Server:
    """The process that forks, and the socket on which it is asked."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.control = ours
            self.process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-B", "-m", "toolbox.sandbox", str(theirs.fileno())],
                cwd=Path(__file__).parents[1],
                env={"PYTHONHASHSEED": "0"},  # neither the key of the site nor the password of its database
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def ask(self, content_type: str, file: int, answer: int) -> None:
        """Have the open *file* judged; what comes of it is written to *answer*. Raises OSError without a server."""
        socket.send_fds(self.control, [content_type.encode()], [file, answer])

    def end(self) -> None:
        """End it, and leave nothing behind."""
        self.control.close()
        self.process.kill()
        self.process.wait()


_slots = threading.BoundedSemaphore(AT_ONCE)
_lock = threading.Lock()
_server: _Server | None = None


def inspect(content: bytes, content_type: str) -> tuple[int, str]:
    """What `inspection.judge` says of *content*; "spent" when its limits stopped it. Raises Busy."""
    if not _slots.acquire(timeout=SLOT_SECONDS):
        raise Busy
    try:
        verdict = _inspect(content, content_type)
        return _inspect(content, content_type) if verdict[1] == SPENT and _server_is_gone() else verdict
    finally:
        _slots.release()


def _inspect(content: bytes, content_type: str) -> tuple[int, str]:
    file = os.memfd_create("upload")
    reading, writing = os.pipe()
    try:
        with os.fdopen(os.dup(file), "wb") as out:
            out.write(content)
        os.lseek(file, 0, os.SEEK_SET)
        _ask(content_type, file, writing)
        os.close(writing)
        writing = -1
        return _read_answer(reading)
    finally:
        for handle in (file, reading, writing):
            with contextlib.suppress(OSError):
                os.close(handle)


def _ask(content_type: str, file: int, answer: int) -> None:
    """Ask the server, a new one where the last has gone."""
    global _server
    with _lock:
        for _attempt in range(2):
            _server = _server or _Server()
            try:
                _server.ask(content_type, file, answer)
                return
            except OSError:
                _server.end()
                _server = None


def _read_answer(reading: int) -> tuple[int, str]:
    """What the child wrote before it ended; nothing, or half of it: it was stopped."""
    answer, until = b"", time.monotonic() + WALL_SECONDS + 5
    while len(answer) <= ANSWER_MAX:
        if not select.select([reading], [], [], max(until - time.monotonic(), 0))[0]:
            _forget()  # not even its alarm went off: the server itself stands still
            return 0, SPENT
        if not (piece := os.read(reading, PIECE)):
            break
        answer += piece
    with contextlib.suppress(ValueError):
        pages, fault = json.loads(answer or b"null") or (0, SPENT)
        return int(pages), str(fault)
    return 0, SPENT


def _server_is_gone() -> bool:
    """True when not the file's own child ended, but the server: no fault of the file."""
    server = _server
    if server is None:
        return False
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.process.wait(GONE_SECONDS)
        return True
    return False


def _forget() -> None:
    """End the server of this process; the next file starts another."""
    global _server
    with _lock:
        if _server:
            _server.end()
        _server = None


def _leave_to_parent() -> None:
    """In a process that was forked: the server is its parent's, and locks may be held by threads that are not here."""
    global _server, _lock, _slots
    if _server:
        _server.control.close()
    _server, _lock, _slots = None, threading.Lock(), threading.BoundedSemaphore(AT_ONCE)


os.register_at_fork(after_in_child=_leave_to_parent)
atexit.register(_forget)


def main() -> None:
    """Serve on the socket whose number is the first argument, until its other end is closed."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no child is left as a zombie
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the site
    room = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + MEMORY
    Image.preinit()  # what a child loads it would load again for each file
    gc.freeze()
    while True:
        message, handles, _flags, _address = socket.recv_fds(control, 100, 2)
        if not message:
            return
        prepare(message.decode())
        with contextlib.suppress(OSError):  # no process can be made: the file is refused
            if os.fork() == 0:
                control.close()
                _judge(message.decode(), handles[0], handles[1], room)
        for handle in handles:
            os.close(handle)


def _judge(content_type: str, file: int, answer: int, room: int) -> None:
    """Judge one file within the limits, tell, and end; whatever else happens, end."""
    try:
        signal.alarm(WALL_SECONDS)
        limits = {
            resource.RLIMIT_CPU: CPU_SECONDS,
            resource.RLIMIT_AS: room,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
        }
        for kind, most in limits.items():
            resource.setrlimit(kind, (most, most))
        os.nice(2)  # more would starve it on a busy machine, and refuse good files
        with os.fdopen(file, "rb") as source:
            verdict = judge(source.read(), content_type)
        with os.fdopen(answer, "wb") as out:
            out.write(json.dumps(verdict).encode())
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
