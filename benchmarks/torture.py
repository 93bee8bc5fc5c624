"""`bin/torture`: the whole site under load while its processes, database and queue are killed; then it is counted.

Between the killing come mishaps: the queue emptied or hanging, the database away, the disk full, the clock set back.
All the while a thief changes rows and files past the site.

What a client was told stands: every answered filing, file, acceptance and payment is there, once; every journal
verifies but for what was stolen, which is named, each and nothing else; numbers have no hole; nothing is left waiting.
A client that got no answer asks again with the same key.
"""

import argparse
import io
import json
import os
import random
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.mishaps import MISHAPS, movable_clock, own_disk
from benchmarks.standing import Standing
from benchmarks.thief import Thief

SLUG, PATIENCE, QUIET = "cap-lai-giay-phep-lao-dong", 180, 240
SOUND = "nothing lost, nothing doubled, every journal whole but for what was stolen, and that is named"


@dataclass
class Tally:
    """What clients were answered, and what it cost them."""

    filed: dict[str, str] = field(default_factory=dict)  # code by the key of its submission
    accepted: set[str] = field(default_factory=set)
    paid: dict[str, str] = field(default_factory=dict)  # receipt by code
    answers: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def main() -> int:
    """Kill for so many seconds, then count; 1 when anything is lost or doubled."""
    parser = argparse.ArgumentParser(prog="bin/torture", description=__doc__)
    parser.add_argument("--seconds", type=int, default=1200, help="how long to kill (1200)")
    parser.add_argument("--away", type=float, default=60, help="seconds that a mishap lasts (60)")
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--seed", type=int, default=61)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mot-cua-torture-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        clock = movable_clock(place / "clock")
        with own_disk(place / "var" / "files"), Standing(place, clock) as site:
            tally = Tally()
            thief = Thief(site, lambda: list(tally.paid), random.Random(options.seed))  # noqa: S311
            _load(site, options, random.Random(options.seed), tally, thief)  # noqa: S311
            return _report(site, tally, thief)


def _load(site: Standing, options: argparse.Namespace, dice: random.Random, tally: Tally, thief: Thief) -> None:
    over = threading.Event()
    tokens = {name: _token(site, tally, name) for name in ("doanhnghiep", "motcua", "ketoan")}
    work = (site, tally, over, tokens, *_what_to_file())
    threads = [threading.Thread(target=_client, args=work) for _n in range(options.clients)]
    threads.append(threading.Thread(target=thief.work, args=[over]))
    for thread in threads:
        thread.start()
    for mishap in (None, *MISHAPS):
        if mishap is not None:
            tally.refused += mishap(site, options.away)
        ends = time.monotonic() + options.seconds / (len(MISHAPS) + 1)
        while time.monotonic() < ends:
            time.sleep(dice.uniform(0.5, 3.0))
            site.kill_one(dice)
    over.set()
    site.raise_all()
    for thread in threads:
        thread.join()


def _client(
    site: Standing,
    tally: Tally,
    over: threading.Event,
    tokens: dict[str, str],
    body: dict[str, Any],
    components: list[str],
) -> None:
    """One partner: files, the desk accepts, the cashier takes the fee; again and again until it is over."""
    while not over.is_set():
        try:
            _one_life(site, tally, tokens, body, components)
        except _GaveUp as error:
            with tally.lock:
                tally.refused.append(str(error))


class _GaveUp(Exception):
    """A request that was refused, or never answered."""


def _one_life(
    site: Standing, tally: Tally, tokens: dict[str, str], body: dict[str, Any], components: list[str]
) -> None:
    mine, desk, till = tokens["doanhnghiep"], tokens["motcua"], tokens["ketoan"]
    ref = _insist(site, tally, mine, "/dossiers/", body)["ref"]
    for component in components:
        _insist(site, tally, mine, f"/dossiers/{ref}/attachments/", component=component)
    key = uuid.uuid4().hex
    code = _insist(site, tally, mine, f"/dossiers/{ref}/submission/", {}, key)["code"]
    with tally.lock:
        tally.filed[key] = code
    _insist(site, tally, desk, f"/dossiers/{code}/acceptance/", {})
    with tally.lock:
        tally.accepted.add(code)
    due = _ask(site, tally, till, f"/dossiers/{code}/")["fee_due"]
    paid = _insist(site, tally, till, f"/dossiers/{code}/cash-payment/", {"amount": due, "payer": "Người nộp"})
    with tally.lock:
        tally.paid[code] = json.dumps(paid)[:80]


def _insist(
    site: Standing, tally: Tally, token: str, path: str, body: Any = None, key: str = "", component: str = ""
) -> Any:
    """POST with one key until there is an answer."""
    key = key or uuid.uuid4().hex
    if component:
        mark = uuid.uuid4().hex
        parts = (
            f'--{mark}\r\nContent-Disposition: form-data; name="component"\r\n\r\n{component}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
            "Content-Type: image/png\r\n\r\n"
        )
        content = parts.encode() + _picture() + f"\r\n--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
    else:
        content, kind = json.dumps(body).encode(), "application/json"
    headers = {"Idempotency-Key": key, "Content-Type": kind}
    return _answered(tally, lambda: site.request("POST", f"/api/v1{path}", token, headers, content), path)


def _picture() -> bytes:
    """A small photograph that no other request sends."""
    out = io.BytesIO()
    Image.frombytes("RGB", (8, 8), os.urandom(192)).save(out, "PNG")
    return out.getvalue()


def _ask(site: Standing, tally: Tally, token: str, path: str) -> Any:
    return _answered(tally, lambda: site.request("GET", f"/api/v1{path}", token, {}, b""), path)


def _token(site: Standing, tally: Tally, name: str) -> str:
    body = json.dumps({"username": name, "password": site.password}).encode()
    headers = {"Content-Type": "application/json"}
    answer = _answered(tally, lambda: site.request("POST", "/api/v1/token/", "", headers, body), "/token/")
    return str(answer["token"])


def _answered(tally: Tally, send: Callable[[], tuple[int, bytes]], path: str) -> Any:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            status, content = send()
        except OSError as error:
            tally.answers[type(error).__name__] += 1
            time.sleep(0.3)
            continue
        tally.answers[str(status)] += 1
        if status < 400:
            return json.loads(content)
        if status < 500 and status not in (409, 429):
            raise _GaveUp(f"{path}: {status} {content[:300].decode(errors='replace')}")
        time.sleep(0.3)
    raise _GaveUp(f"{path}: no answer in {PATIENCE} s")


def _what_to_file() -> tuple[dict[str, Any], list[str]]:
    from django.utils import timezone  # noqa: PLC0415

    from people.models import User  # noqa: PLC0415
    from portal.demo.answers import answers_for  # noqa: PLC0415
    from procedures.models import Edition  # noqa: PLC0415

    edition = Edition.objects.get(procedure__slug=SLUG)
    party = User.objects.get(username="doanhnghiep").representations.order_by("id")[0].party
    answers = answers_for(edition, party, timezone.localdate())
    required = [row.key for row in edition.components.filter(required=True)]
    return {"procedure": SLUG, "applicant": party.pk, "answers": answers}, required


def _report(site: Standing, tally: Tally, thief: Thief) -> int:
    from benchmarks.counting import faults_after, wait_until_quiet  # noqa: PLC0415

    quiet = wait_until_quiet(QUIET)
    thief.finish(QUIET / 8)
    named = list(faults_after(tally.filed, tally.accepted, set(tally.paid)))
    faults = [*tally.refused, *thief.faults(named)]
    if tally.answers["500"]:
        faults.append(f"{tally.answers['500']} answers were a 500")
    if not quiet:
        faults.append(f"work still waits {QUIET} s after the last kill")
    lines = [
        f"killed: {dict(site.killed)}",
        f"befell: {', '.join(site.befell)}",
        f"answers: {dict(tally.answers.most_common())}",
        f"told: {len(tally.filed):,} filed, {len(tally.accepted):,} accepted, {len(tally.paid):,} paid",
        thief.summary(),
        *faults[:30],
        f"{len(faults)} faults" if faults else SOUND,
    ]
    sys.stdout.write("\n".join([*lines, ""]))
    return int(bool(faults))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    sys.exit(main())
