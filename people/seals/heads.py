"""What the record is compared with from outside the database: lines that say which seal a chain had reached.

A line is written as its transaction has committed, into a file of the day. It only says "at least so far": a process
killed before it wrote one loses no proof that was there. The signed roots hold the same lines for good.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from people.models.seal import Seal

BATCH = 1000


def note_head(seal: Seal) -> None:
    """Write down where the chain of *seal* ends, once its transaction has committed; a full disk stops no act."""
    line = line_of(seal)
    transaction.on_commit(lambda: _append(line), robust=True)


def line_of(seal: Seal) -> str:
    """The line that says how far a chain has come."""
    return f"{seal.kind} {seal.key} {seal.seq} {seal.hash}"


def day_files() -> list[Path]:
    """The files of lines, the oldest first."""
    return sorted(Path(settings.RECORD_DIR).glob("heads-*.log"))


def delete_day_files(before: date) -> None:
    """Delete the files of days that a signed root holds."""
    for file in day_files():
        if file.stem < f"heads-{before:%Y%m%d}":
            file.unlink(missing_ok=True)


def faults_of_day_files() -> Iterator[str]:
    """The chains that ended later, or otherwise, than they do now."""
    for file in day_files():
        with file.open(encoding="utf-8", errors="replace") as lines:
            for fault in faults_of_lines(lines):
                yield f"{fault} (noted in {file.name})"


def faults_of_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines to which the database has no seal, or another one."""
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        noted = sorted(parts for line in batch if (parts := _parts(line)))
        for kind, group in groupby(noted, key=lambda parts: parts[0]):
            wanted = list(group)
            rows = Seal.objects.filter(kind=kind, key__in={key for _kind, key, _seq, _hash in wanted})
            there = {(key, seq): digest for key, seq, digest in rows.values_list("key", "seq", "hash")}
            for _kind, key, seq, digest in wanted:
                if (now := there.get((key, seq))) is None:
                    yield f"{kind} {key}: its seal {seq} is gone"
                elif now != digest:
                    yield f"{kind} {key}: its seal {seq} was another one, so its history was rewritten"


def _append(line: str) -> None:
    folder = Path(settings.RECORD_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    name = folder / f"heads-{timezone.now():%Y%m%d}.log"
    descriptor = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())  # one write: lines of several processes never mix
    finally:
        os.close(descriptor)


def _parts(line: str) -> tuple[str, int, int, str] | None:
    """A line taken apart; None for one that a full disk cut off."""
    parts = line.split()
    if len(parts) != len(("kind", "key", "seq", "hash")) or not (parts[1].isdigit() and parts[2].isdigit()):
        return None
    return parts[0], int(parts[1]), int(parts[2]), parts[3]
