"""The short form of `bin/torture`: a site is killed under load and robbed; nothing is lost, thefts are named."""

import random
import shutil
import subprocess
import sys
from glob import glob

import pytest
from django.conf import settings

from benchmarks.thief import FILES, STATEMENTS, Theft, Thief
from benchmarks.torture import SOUND

THERE = shutil.which("redis-server") and glob("/usr/lib/postgresql/*/bin/initdb")
pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(not THERE, reason="the programs of PostgreSQL and Redis are not here"),
]


def test_a_theft_that_nobody_names_and_a_fault_that_is_none_are_faults_of_the_verification() -> None:
    thief = Thief(None, list, random.Random(1))  # type: ignore[arg-type]
    thief.thefts = [
        Theft("a due date moved", ("(dossier row 5)",)),
        Theft("a payment deleted", ("(dossier row 6)",)),
        Theft("a file deleted", ("file ab/x.png ",), certain=False),
    ]

    faults = list(
        thief.faults(["H99 (dossier row 5): its due date is another", "H99 (dossier row 7): its head is gone"])
    )

    assert faults == [
        "stolen and not named: a payment deleted, (dossier row 6)",
        "H99 (dossier row 7): its head is gone",
    ]


def test_a_site_that_is_killed_under_load_keeps_what_it_told_people() -> None:
    command = [sys.executable, "-m", "benchmarks.torture", "--seconds", "60", "--away", "10"]

    result = subprocess.run(
        [*command, "--clients", "3"], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=900
    )

    assert result.returncode == 0, result.stdout + result.stderr[-2000:]
    assert SOUND in result.stdout
    assert all(kind in result.stdout for kind in (*STATEMENTS, *FILES))
    assert all(mishap in result.stdout for mishap in ("database away", "queue hangs"))
