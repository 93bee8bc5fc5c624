"""What else befalls a machine: a queue emptied or hanging, the database away, a full disk, a clock set back.

Each says while it lasts whether the site tells people so, and afterwards whether it came back by itself.
"""

import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from benchmarks.standing import Standing

BACK = 90  # seconds within which a site is whole again by itself
ROOM = "256m"
SET_BACK = Path(__file__).with_name("set_back.c")
PAGE, READY = "/thu-tuc/", "/health/ready"


def queue_emptied(site: Standing, seconds: float) -> Iterator[str]:
    """Everything in Redis is lost: jobs, sessions of the queue, counts, signs of life."""
    site.befell.append("queue emptied")
    redis.Redis(port=site.redis_port).flushall()
    yield from _whole_again(site, "the queue was emptied")


def queue_hangs(site: Standing, seconds: float) -> Iterator[str]:
    """Redis answers nobody for a while: pages go on, and readiness calls it degraded."""
    site.befell.append(f"queue hangs {seconds:.0f} s")
    began, named, served = time.monotonic(), False, False
    with site.hanging("redis"):
        while time.monotonic() < began + seconds or (not (named and served) and time.monotonic() < began + BACK):
            site.raise_all()
            status, content = _asked(site, READY)
            named = named or (status == 200 and json.loads(content)["broker"] is False)
            served = served or _asked(site, PAGE)[0] == 200
            time.sleep(0.5)
    if not (named and served):
        yield "the queue hung: " + ("no page was served" if named else "readiness did not call it degraded")
    yield from _whole_again(site, "the queue hung")


def database_away(site: Standing, seconds: float) -> Iterator[str]:
    """PostgreSQL is gone for a while: pages say so with 503, and nobody is sent a 500."""
    site.befell.append(f"database away {seconds:.0f} s")
    with site.without("postgres"):
        yield from _reported(site, "the database was away", "database", seconds)
    yield from _whole_again(site, "the database was away")


def disk_full(site: Standing, seconds: float) -> Iterator[str]:
    """No byte more goes where files are kept: what cannot be kept is refused with words.

    Readiness reports it as `disk`: one byte that somebody frees meanwhile makes `storage` true again.
    """
    ballast = site.files / "ballast"
    if not (site.files / ".own-disk").exists():
        return
    site.befell.append(f"disk full {seconds:.0f} s")
    with ballast.open("wb", buffering=0) as file:
        for portion in (1 << 20, 1 << 12, 1):  # to the last byte
            with contextlib.suppress(OSError):
                while file.write(bytes(portion)):
                    pass
    try:
        yield from _reported(site, "the disk was full", "disk", seconds, pages=False)
    finally:
        ballast.unlink()
    yield from _whole_again(site, "the disk was full")


def clock_set_back(site: Standing, seconds: float) -> Iterator[str]:
    """The clock jumps back by an hour, then forward again."""
    if not site.clock.exists():
        return
    site.befell.append(f"clock an hour back {seconds:.0f} s")
    site.clock.write_text("-3600")
    time.sleep(seconds)
    yield from _answers(site, PAGE, 200, "the clock was set back")
    site.clock.write_text("0")
    yield from _whole_again(site, "the clock was set back")


MISHAPS: tuple[Callable[[Standing, float], Iterator[str]], ...] = (
    queue_emptied,
    queue_hangs,
    database_away,
    disk_full,
    clock_set_back,
)


@contextmanager
def own_disk(folder: Path) -> Iterator[None]:
    """A small disk of its own on *folder*, where this system lets us."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(  # noqa: S603 - a program of the system
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)],  # noqa: S607
        check=False,
        capture_output=True,
    )
    if done.returncode:
        yield
        return
    (folder / ".own-disk").touch()
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)  # noqa: S603, S607


def movable_clock(file: Path) -> dict[str, str]:
    """The environment of processes whose wall clock *file* moves; nothing where no C compiler is installed."""
    compiler, library = shutil.which("cc"), file.with_suffix(".so")
    if compiler is None:
        return {}
    words = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SET_BACK), "-ldl"]
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - our own source
    file.write_text("0")
    return {"LD_PRELOAD": str(library), "SET_BACK_FILE": str(file)}


def _reported(site: Standing, what: str, check: str, seconds: float, *, pages: bool = True) -> Iterator[str]:
    """During it the site is unready, names what is missing, and pages answer 503 in words.

    It lasts longer where a web process that was killed before it is still on its way back.
    """
    ends, named = time.monotonic() + seconds, False
    while time.monotonic() < ends or (not named and time.monotonic() < ends + BACK):
        site.raise_all()
        status, content = _asked(site, READY)
        if status == 503:
            named = named or json.loads(content)[check] is False
        elif status not in (0, 200):
            yield f"{what}: readiness answered {status}"
        if pages:
            status, content = _asked(site, PAGE)
            if status not in (0, 200, 503) or (status == 503 and b"<h1>" not in content):
                yield f"{what}: a page answered {status}"
        time.sleep(0.5)
    if not named:
        yield f"{what}: readiness never said that {check} is missing"


def _whole_again(site: Standing, what: str) -> Iterator[str]:
    yield from _answers(site, READY, 200, what)
    yield from _answers(site, PAGE, 200, what)


def _answers(site: Standing, path: str, wanted: int, what: str) -> Iterator[str]:
    until = time.monotonic() + BACK
    while time.monotonic() < until:
        if _asked(site, path)[0] == wanted:
            return
        site.raise_all()
        time.sleep(0.5)
    yield f"{what}: {path} does not answer {wanted} after {BACK} s"


def _asked(site: Standing, path: str) -> tuple[int, bytes]:
    """Status and content; 0 where nobody answered (a web process was just killed)."""
    try:
        return site.request("GET", path, "", {}, b"")
    except OSError:
        return 0, b""
