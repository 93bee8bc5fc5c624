"""A thief in `bin/torture`: by SQL and on the disk he changes what is kept, while everything is killed.

Each dossier is robbed once at most, and only when nothing works on it any more, so that each fault that is named
afterwards is one theft, and each theft must be named.
"""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks.standing import Standing

PAUSE = (0.2, 1.5)  # seconds between two thefts
ROW = (
    "SELECT d.id, d.code FROM dossiers_dossier d WHERE d.code = ANY(%s) AND NOT EXISTS "
    "(SELECT 1 FROM dossiers_paper p WHERE p.dossier_id = d.id AND p.state <> 'ready') ORDER BY d.id LIMIT 1"
)
FILE = "SELECT path FROM dossiers_attachment WHERE dossier_id = %s ORDER BY id LIMIT 1"
# What an owner of the tables does, triggers lifted for his session alone.
STATEMENTS = {
    "a fee lowered to nothing": "UPDATE dossiers_dossier SET fee_due = 0 WHERE id = %s",
    "a due date moved": "UPDATE dossiers_dossier SET due_at = due_at + interval '3 days' WHERE id = %s",
    "answers changed": "UPDATE dossiers_dossier SET answers = '{\"x\": 1}' WHERE id = %s",
    "an acceptance backdated": "UPDATE dossiers_dossier SET accepted_at = accepted_at - interval '1 day' WHERE id = %s",
    "an event backdated": "UPDATE dossiers_event SET at = at - interval '1 day' WHERE seq = 1 AND dossier_id = %s",
    "an event's particulars changed": "UPDATE dossiers_event SET particulars = '{\"amount\": 1}' "
    "WHERE seq = 2 AND dossier_id = %s",
    "a payment made smaller": "UPDATE payments_payment SET amount = 1 WHERE dossier_id = %s",
    "a payment deleted": "DELETE FROM payments_payment WHERE dossier_id = %s",
    "a paper's words changed": "UPDATE dossiers_paper SET context = '{}' WHERE kind = 'receipt' AND dossier_id = %s",
    "a paper backdated": "UPDATE dossiers_paper SET issued_at = issued_at - interval '1 day' "
    "WHERE kind = 'receipt' AND dossier_id = %s",
    "files renamed": "UPDATE dossiers_attachment SET name = 'x.png' WHERE dossier_id = %s",
    "the last seal deleted": "DELETE FROM people_seal s WHERE kind = 'dossier' AND key = %s "
    "AND seq = (SELECT max(seq) FROM people_seal l WHERE l.kind = s.kind AND l.key = s.key)",
}


@dataclass
class Theft:
    """One thing that was taken or changed; not *certain* where the database died before it answered."""

    what: str
    marks: tuple[str, ...]
    certain: bool = True

    def is_named_by(self, fault: str) -> bool:
        """True when *fault* speaks of it."""
        return any(mark in fault for mark in self.marks)


class Thief:
    """Robs the dossiers of *quiet()*, by their codes, until it is over; then once what he has not done yet."""

    def __init__(self, site: Standing, quiet: Callable[[], Iterable[str]], dice: random.Random) -> None:
        self.thefts: list[Theft] = []
        self.meanwhile = 0  # how many of them while everything was killed
        self._site, self._quiet, self._dice = site, quiet, dice
        self._robbed: set[str] = set()
        self._kinds: list[str] = []

    def work(self, over: threading.Event) -> None:
        """Steal, now and then."""
        while not over.wait(self._dice.uniform(*PAUSE)):
            self._steal()

    def finish(self, seconds: float) -> None:
        """Once everything stands again: each kind of theft that was not committed yet, while there are dossiers."""
        until, self.meanwhile = time.monotonic() + seconds, len(self.thefts)
        while self._left() and time.monotonic() < until:
            self._kinds = self._left()
            if not self._steal():
                time.sleep(1)

    def faults(self, named: list[str]) -> Iterator[str]:
        """What is wrong with the verification that *named* these: a theft it missed, a fault that is none."""
        for theft in self.thefts:
            if theft.certain and not any(theft.is_named_by(fault) for fault in named):
                yield f"stolen and not named: {theft.what}, {theft.marks[0]}"
        yield from (fault for fault in named if not any(theft.is_named_by(fault) for theft in self.thefts))

    def summary(self) -> str:
        """What he did."""
        kinds = dict(Counter(theft.what for theft in self.thefts))
        return f"stolen: {len(self.thefts)}, {self.meanwhile} of them while everything was killed: {kinds}"

    def _left(self) -> list[str]:
        done = {theft.what for theft in self.thefts if theft.certain}
        return [kind for kind in (*STATEMENTS, *FILES) if kind not in done]

    def _steal(self) -> bool:
        """One theft; False where nothing is quiet, or the database is away."""
        if not self._kinds:
            self._kinds = [*STATEMENTS, *FILES]
            self._dice.shuffle(self._kinds)
        codes = sorted({*self._quiet()} - self._robbed)
        address = self._site.postgres.url("motcua")
        with suppress(psycopg2.Error), closing(psycopg2.connect(address)) as link, link.cursor() as cursor:
            cursor.execute(ROW, [codes])
            if row := cursor.fetchone():
                self._rob(link, *row)
                return True
        return False

    def _rob(self, link: Any, pk: int, code: str) -> None:
        kind = self._kinds.pop()
        self._robbed.add(code)
        marks = (f"(dossier row {pk})", f"{code} event ", f"dossier {pk}: ")
        with link.cursor() as cursor:
            if kind in FILES:
                cursor.execute(FILE, [pk])
                path = str(cursor.fetchone()[0])
                FILES[kind](self._site.files / path)
                self.thefts.append(Theft(kind, (f"file {path} ",)))
                return
            theft = Theft(kind, marks, certain=False)
            self.thefts.append(theft)
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(STATEMENTS[kind], [pk])
            link.commit()
            theft.certain = True


def _replace(file: Path) -> None:
    with file.open("r+b") as content:  # in its place: the disk may be full
        content.write(os.urandom(file.stat().st_size))


FILES: dict[str, Callable[[Path], None]] = {
    "a file replaced by one of its size": _replace,
    "a file deleted": Path.unlink,
}
