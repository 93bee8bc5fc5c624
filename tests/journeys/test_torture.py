"""The short form of `bin/torture`: a site of its own is killed under load, and nothing is lost and nothing doubled."""

import shutil
import subprocess
import sys
from glob import glob

import pytest
from django.conf import settings

THERE = shutil.which("redis-server") and glob("/usr/lib/postgresql/*/bin/initdb")
pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(not THERE, reason="the programs of PostgreSQL and Redis are not here"),
]


def test_a_site_that_is_killed_under_load_keeps_what_it_told_people() -> None:
    command = [sys.executable, "-m", "benchmarks.torture", "--seconds", "60", "--away", "10"]

    result = subprocess.run(
        [*command, "--clients", "3"], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=900
    )

    assert result.returncode == 0, result.stdout + result.stderr[-2000:]
    assert "nothing lost, nothing doubled, every journal whole" in result.stdout
    assert "database away" in result.stdout
