"""Measure memory: at rest, a worker that renders papers, an upload, an export. Linux only."""

import http.client
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.postgres import await_port, free_port
from benchmarks.serving import Person
from benchmarks.standing import below

ROOT = Path(__file__).parents[1]
PAPERS, FIRST, UPLOADS, ROWS = 1000, 100, 10, 100_000
REST, WORKER, GROWTH, PASSING = 400, 150, 10, 80  # MB: aims
MB = 1024 * 1024


def measure() -> list[str]:
    """One line a question, each with its aim."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"MOTCUA_VAR": folder, "MOTCUA_DEMO": "1", "ROUND_SECONDS": "5"}
        env = {key: value for key, value in env.items() if key not in ("DATABASE_URL", "REDIS_URL")}
        env |= dict.fromkeys(("RATE_ADDRESS", "RATE_ACCOUNT"), "0")
        with _site(env) as (port, pid):
            time.sleep(20)
            rest = _whole(pid)
            lines = [_line("embedded default at rest, all processes", rest, REST)]
            lines += _worker(env, pid)
            lines += _upload(port, pid)
            lines += _export(env, port, pid)
    return lines


def _line(title: str, value: float, aim: float, more: str = "") -> str:
    met = "yes" if value <= aim else "NO"
    return f"{title:<58} {value:>7.0f} MB  ≤ {aim:<4g} {met:<3} {more}"


def _worker(env: dict[str, str], pid: int) -> Iterator[str]:
    """The processes that make papers, after the first hundred and after a thousand."""
    _inside(env, "papers", str(PAPERS))
    sizes: dict[int, float] = {}
    for mark in (FIRST, PAPERS):
        while int(_inside(env, "waiting")) > PAPERS - mark:
            time.sleep(2)
        sizes[mark] = max(_own(child) for child in _workers(pid))
    flat = sizes[PAPERS] - sizes[FIRST]
    yield _line(f"a worker process after {PAPERS:,} papers", sizes[PAPERS], WORKER)
    yield _line(f"what the last {PAPERS - FIRST} of them added", flat, GROWTH)


def _upload(port: int, pid: int) -> Iterator[str]:
    """Ten megabytes handed in, again and again: the most that the web processes took beyond their rest."""
    filer = Person(port, "doanhnghiep").token()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    ref, component = _draft(link, filer)
    before = _from_now(pid, "gunicorn")
    for number in range(UPLOADS):
        content, kind = _form(component, number)
        headers = filer | {"Content-Type": kind, "Idempotency-Key": uuid.uuid4().hex}
        link.request("POST", f"/api/v1/dossiers/{ref}/attachments/", content, headers)
        answer = link.getresponse()
        assert answer.status == 201, answer.read()
        answer.read()
    yield _line(f"{UPLOADS} uploads of 10 MB, beyond rest", _peak(pid, "gunicorn") - before, PASSING)


def _export(env: dict[str, str], port: int, pid: int) -> Iterator[str]:
    """A hundred thousand rows as CSV: the most that the web processes took beyond what they had."""
    _inside(env, "late", str(ROWS))
    cookie = Person(port, "lanhdao").cookie()
    before = _from_now(pid, "gunicorn")
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    link.request("GET", "/bao-cao/overdue/?format=csv", headers=cookie)
    answer, size = link.getresponse(), 0
    while part := answer.read(1 << 16):
        size += len(part)
    more = f"{size / MB:.0f} MB sent"
    yield _line(f"an export of {ROWS:,} rows, beyond rest", _peak(pid, "gunicorn") - before, PASSING, more)


def _draft(link: http.client.HTTPConnection, filer: dict[str, str]) -> tuple[str, str]:
    body = json.dumps({"procedure": "cap-giay-phep-lao-dong", "answers": {}})
    headers = filer | {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
    link.request("POST", "/api/v1/dossiers/", body, headers)
    ref = json.loads(link.getresponse().read())["ref"]
    link.request("GET", f"/api/v1/procedures/{urllib.parse.quote('cap-giay-phep-lao-dong')}/")
    procedure: dict[str, Any] = json.loads(link.getresponse().read())
    return ref, procedure["components"][0]["key"]


def _form(component: str, number: int) -> tuple[bytes, str]:
    """A photograph that noise makes ten megabytes large, as a browser sends it."""
    out, mark = io.BytesIO(), uuid.uuid4().hex
    Image.frombytes("RGB", (1800, 1750), os.urandom(1800 * 1750 * 3)).save(out, "PNG")
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="component"\r\n\r\n{component}\r\n--{mark}\r\n'
        f'Content-Disposition: form-data; name="file"; filename="{number}.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    content = head.encode() + out.getvalue() + f"\r\n--{mark}--\r\n".encode()
    return content, f"multipart/form-data; boundary={mark}"


def _inside(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "benchmarks.heaps", *words]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout  # noqa: S603


@contextmanager
def _site(env: dict[str, str]) -> Iterator[tuple[int, int]]:
    port = free_port()
    command = [sys.executable, "manage.py", "portal", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as site:  # noqa: S603
        try:
            if not await_port(port, 180):
                raise SystemExit("the site does not start")
            yield port, site.pid
        finally:
            site.terminate()


def _workers(pid: int) -> list[int]:
    return [child for child in below(pid) if "celery" in _words(child) and "worker" in _words(child)]


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def _whole(pid: int) -> float:
    """What all its processes hold together: shared pages counted once."""
    return sum(_figure(one, "smaps_rollup", "Pss") for one in (pid, *below(pid)))


def _own(pid: int) -> float:
    """What one process holds; of what it shares with others its part."""
    return _figure(pid, "smaps_rollup", "Pss")


def _peak(pid: int, program: str) -> float:
    """The most that the processes of *program* ever held, in all."""
    return sum(_figure(one, "status", "VmHWM") for one in below(pid) if program in _words(one))


def _from_now(pid: int, program: str) -> float:
    """The peak, counted anew from now on: signing in took a hundred megabytes for an instant."""
    for one in below(pid):
        if program in _words(one):
            Path(f"/proc/{one}/clear_refs").write_text("5")
    return _peak(pid, program)


def _figure(pid: int, file: str, name: str) -> float:
    try:
        text = Path(f"/proc/{pid}/{file}").read_text()
    except OSError:
        return 0
    match = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    return int(match[1]) / 1024 if match else 0
