"""The table by size: the same requests to our site and to bare views, over ten thousand dossiers and over millions.

Every cell is measured in turn with every other of its row, round after round, so that a busy machine slows all.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import openloop
from benchmarks.postgres import TUNED, Postgres, free_port
from benchmarks.serving import FLOOR, OURS, ROOT, Ask, Load, Person, serving

POOL, ROUNDS, SLICE = 1500, 5, 1.5
JSON = {"Content-Type": "application/json"}
OUTCOME = json.dumps({"outcome": "granted", "text": "Hồ sơ đủ điều kiện."})
QUIET = dict.fromkeys(("RATE_ADDRESS", "RATE_ACCOUNT", "RATE_LOOK_UP", "RATE_TOKEN", "RATE_UPLOAD"), "0")
QUIET |= {"LOG_LEVEL": "ERROR"} | dict.fromkeys(("DRAFTS_A_DAY", "FILES_A_DAY", "UPLOAD_MB_A_DAY"), "1000000")


@dataclass(frozen=True)
class Operation:
    """One row: its name, the share of the floor's rate it should reach, how much slower the largest may be."""

    name: str
    key: str
    share: float
    growth: float
    most: int  # statements


# Aims: the moonshot column of the targets; statements as they stand.
OPERATIONS = (
    Operation("submission", "submission", 0.6, 1.3, 11),
    Operation("transition (proposal)", "transition", 0.6, 1.3, 10),
    Operation("detail, officer", "detail", 0.4, 1.5, 7),
    Operation("queue, first page", "queue", 0.4, 1.3, 5),
    Operation("queue, nine tenths deep", "depth", 0.4, 1.3, 5),
    Operation("overdue, all units", "overdue", 0.4, 1.3, 5),
    Operation("all open, head of division", "head", 0.4, 1.3, 5),
    Operation("leaders' page", "leaders", 0.4, 1.5, 4),
    Operation("public look-up", "look_up", 0.4, 1.3, 4),
)


@dataclass
class Cell:
    """One operation over one size: our rate and the floor's, in answers a second, round by round."""

    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)  # seconds of each of our answers


class Size:
    """One database, the two sites over it, and what there is to ask for."""

    def __init__(self, stack: ExitStack, count: int, env: dict[str, str]) -> None:
        self.count, self.env = count, env
        result = subprocess.run(  # noqa: S603 - our own
            [sys.executable, "-m", "benchmarks.inside", str(POOL)],
            env=os.environ | env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise SystemExit(result.stderr[-2000:])
        self.facts: dict[str, Any] = json.loads(result.stdout)
        self.ours = stack.enter_context(serving(OURS, env))
        self.floor = stack.enter_context(serving(FLOOR, env))
        # Half of what was prepared is ours to act on, the other half the floor's.
        self.drafts = iter(self.facts["drafts"][:-1])
        self.cases = iter(self.facts["cases"][::2])
        self.codes = itertools.cycle(self.facts["codes"])
        self.officer = Person(self.ours, "chuyenvien").cookie()
        self.head = Person(self.ours, "truongphong").cookie()
        self.leader = Person(self.ours, "lanhdao").cookie()
        self.filer = Person(self.ours, "doanhnghiep").token()
        self.proposer = Person(self.ours, "chuyenvien").token()

    def open_loop(self) -> list[str]:
        """Steady filings, each with five reads."""
        return openloop.measure(self.ours, self._submission, [self._look_up, self._detail, self._queue])

    def loads(self, key: str) -> tuple[Load, Load]:
        """Our load and the floor's."""
        ours: Callable[[], Ask | None] = getattr(self, f"_{key}")
        return Load(self.ours, ours), Load(self.floor, self._bare(key))

    def _submission(self) -> Ask | None:
        ref = next(self.drafts, None)
        headers = JSON | self.filer | {"Idempotency-Key": uuid.uuid4().hex}
        return ref and Ask(f"/api/v1/dossiers/{ref}/submission/", "POST", "{}", headers)

    def _transition(self) -> Ask | None:
        code = next(self.cases, None)
        headers = JSON | self.proposer | {"Idempotency-Key": uuid.uuid4().hex}
        return code and Ask(f"/api/v1/dossiers/{code}/proposal/", "POST", OUTCOME, headers)

    def _detail(self) -> Ask:
        return Ask(f"/can-bo/ho-so/{next(self.codes)}/", headers=self.officer)

    def _queue(self) -> Ask:
        return Ask("/can-bo/?view=unit", headers=self.officer)

    def _depth(self) -> Ask:
        return Ask(f"/can-bo/?view=unit&cursor={self.facts['cursor']}", headers=self.officer)

    def _overdue(self) -> Ask:
        return Ask("/can-bo/?view=overdue", headers=self.leader)

    def _head(self) -> Ask:
        return Ask("/can-bo/?view=all", headers=self.head)

    def _leaders(self) -> Ask:
        return Ask("/lanh-dao/", headers=self.leader)

    def _look_up(self) -> Ask:
        return Ask(f"/tra-cuu/?code={next(self.codes)}")

    def _bare(self, key: str) -> Callable[[], Ask]:
        facts, unit = self.facts, self.facts["unit"]
        after = facts["after"].replace("+", "%2B")
        spent = itertools.cycle(facts["cases"][1::2])
        return {
            "submission": lambda: Ask(f"/submit/{facts['drafts'][-1]}/", "POST", "{}", JSON),
            "transition": lambda: Ask(f"/propose/{next(spent)}/", "POST", "{}", JSON),
            "detail": lambda: Ask(f"/detail/{next(self.codes)}/"),
            "queue": lambda: Ask(f"/queue/?unit={unit}"),
            "depth": lambda: Ask(f"/queue/?unit={unit}&after={after}&id={facts['id']}"),
            "overdue": lambda: Ask("/overdue/"),
            "head": lambda: Ask("/overdue/"),
            "leaders": lambda: Ask("/overdue/"),
            "look_up": lambda: Ask(f"/look-up/?code={next(self.codes)}"),
        }[key]


def measure(folder: Path, counts: list[int]) -> tuple[list[str], bool]:
    """The lines of the table, and whether every aim is met; databases stay in *folder* for the next run."""
    with ExitStack() as stack:
        postgres = database(stack, folder)
        sizes = [Size(stack, count, prepared(postgres, folder, count)) for count in counts]
        cells = {(op.key, size.count): Cell() for op in OPERATIONS for size in sizes}
        for operation in OPERATIONS:
            for _round in range(ROUNDS):
                for size in sizes:
                    _slice(size, operation, cells[(operation.key, size.count)])
        lines, met = _table(sizes, cells)
        for size in sizes:
            lines += [f"over {size.facts['dossiers']:,} dossiers", *size.open_loop()]
        return lines, met


def _slice(size: Size, operation: Operation, cell: Cell) -> None:
    ours, floor = size.loads(operation.key)
    for load, rates in ((ours, cell.ours), (floor, cell.floor)):
        taken = load.run(SLICE)
        if taken:
            rates.append(len(taken) / SLICE)
        if load is ours:
            cell.slowest += taken


def _table(sizes: list[Size], cells: dict[tuple[str, int], Cell]) -> tuple[list[str], bool]:
    lines = [
        f"{'request, 4 clients':<26} {'dossiers':>11} {'ours/s':>8} {'floor/s':>8} {'of floor':>8} {'aim':>5}"
        f" {'p95 ms':>7} {'slower':>7} {'aim':>5}  statements"
    ]
    met = True
    for operation in OPERATIONS:
        first = median(cells[(operation.key, sizes[0].count)].ours)
        for size in sizes:
            cell = cells[(operation.key, size.count)]
            rate, floor = median(cell.ours), median(cell.floor)
            share, slower = rate / floor, first / rate
            count = size.facts["statements"][operation.key]
            met &= share >= operation.share and slower <= operation.growth and count <= operation.most
            p95 = sorted(cell.slowest)[int(len(cell.slowest) * 0.95)] * 1000
            lines.append(
                f"{operation.name:<26} {size.facts['dossiers']:>11,} {rate:>8.0f} {floor:>8.0f} {share:>8.2f}"
                f" {operation.share:>5} {p95:>7.1f} {slower:>7.2f} {operation.growth:>5}  {count} (≤ {operation.most})"
            )
    for key, title in (("sweep", "500 alerts due"), ("night", "once a day"), ("month", "II.06a of this month")):
        lines += [f"{title:<26} {size.facts['dossiers']:>11,} {size.facts[key]:>8.2f} s" for size in sizes]
    return lines, met


def database(stack: ExitStack, folder: Path) -> Postgres:
    """The PostgreSQL of *folder*, made where there is none, until *stack* ends."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    postgres = Postgres(folder, free_port(), TUNED)
    postgres.make()
    postgres.forget_pid()
    log = stack.enter_context((folder / "postgres.log").open("ab"))
    child = subprocess.Popen(postgres.command, stdout=log, stderr=log, **postgres.user)  # noqa: S603
    stack.callback(child.wait)
    stack.callback(child.terminate)
    if not postgres.is_ready():
        raise SystemExit(f"PostgreSQL does not start; read {folder}/postgres.log")
    return postgres


def prepared(postgres: Postgres, folder: Path, count: int, name: str = "") -> dict[str, str]:
    """The environment of a site over the database of that size, made when it is not there."""
    name = name or f"province_{count}"
    files = folder / name.replace("province", "files")
    env = {"DATABASE_URL": postgres.url(name), "MOTCUA_VAR": str(files), "MOTCUA_DEMO": "1"} | QUIET
    if name not in postgres.say("psql", "-Atc", "SELECT datname FROM pg_database").split():
        postgres.say("createdb", name)
        files.mkdir(parents=True, exist_ok=True)
        brief = ["--short"] if count > WHOLE else []
        for words in (["portal", "--prepare-only"], ["make_province", "--dossiers", str(count), *brief]):
            subprocess.run(  # noqa: S603 - our own
                [sys.executable, "manage.py", *words], cwd=ROOT, env=os.environ | env, check=True, stdout=sys.stderr
            )
    return env


WHOLE = 1_000_000  # above that, finished dossiers keep their row, chain and access only


def standing_folder() -> Path:
    """Where the databases stay from run to run."""
    return Path(os.environ.get("BENCH_DIR") or Path(tempfile.gettempdir()) / "mot-cua-bench")
