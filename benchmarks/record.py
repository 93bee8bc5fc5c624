"""Verify the whole record of a province: dossiers a second and memory, beside hashing the same rows once.

The same rows and seals, read through Django's connection in batches and hashed, are the floor: nothing that compares
every row with a digest costs less.
"""

import hashlib
import os
import re
import resource
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.serving import ROOT
from benchmarks.sizes import database, prepared

SHARE, MEMORY = 0.1, 400  # of the floor's rate; MB
FETCHED = 2000  # rows at once


def measure(folder: Path, counts: list[int]) -> tuple[list[str], bool]:
    """The lines of the table, and whether each record is whole and the aims are met."""
    lines = [
        f"{'record verified':<20} {'dossiers':>10} {'seconds':>9} {'a second':>9} {'of floor':>9} {'MB':>6}  faults"
    ]
    met = True
    with ExitStack() as stack:
        postgres = database(stack, folder)
        for count in counts:
            env = prepared(postgres, folder, count, name=f"record_{count}")
            facts = [_inside(env, part) for part in ("floor", "verify")]
            (floor, _mb, dossiers), (seconds, mb, faults) = facts
            share = floor / seconds
            met &= faults == 0 and share >= SHARE and mb <= MEMORY
            lines.append(
                f"{'':<20} {dossiers:>10,.0f} {seconds:>9.1f} {dossiers / seconds:>9,.0f} {share:>9.2f} {mb:>6.0f}"
                f"  {faults:.0f}"
            )
    return lines, met


def _inside(env: dict[str, str], part: str) -> list[float]:
    """Seconds, peak MB and a count, from a process of its own."""
    result = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "benchmarks.record", part],
        env=os.environ | env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [float(number) for number in re.findall(r"[\d.]+", result.stdout)]


def _floor() -> int:
    """Hash every row that a seal names, and every seal; how many dossiers there are."""
    from django.db import connection, transaction  # noqa: PLC0415 - after django.setup

    from dossiers.models import Dossier  # noqa: PLC0415
    from people.models.seal import Seal  # noqa: PLC0415
    from people.seals.registry import BY_MODEL  # noqa: PLC0415

    models: list[Any] = [*BY_MODEL, Seal]
    for table in sorted({model._meta.db_table for model in models}):
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            while rows := cursor.fetchmany(FETCHED):
                for row in rows:
                    hashlib.sha256(repr(row).encode()).digest()
    return Dossier.objects.count()


def _verify() -> int:
    """Verify the record without the files; how many faults there are."""
    from dossiers.journal.verification import faults_in_record  # noqa: PLC0415 - after django.setup

    return sum(1 for _fault in faults_in_record(files=False))


def _measured(part: Any) -> str:
    began = time.perf_counter()
    count = part()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{time.perf_counter() - began:.2f} {peak:.0f} {count}\n"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    sys.stdout.write(_measured({"floor": _floor, "verify": _verify}[sys.argv[1]]))
