"""The price of an act: the made-up one of the recipe costs ten files at most, and works on page and API."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PATCH = ROOT / "tests" / "support" / "new_act.patch"
MOST = 10  # files
BUILT = ("static/built", "locale/en/LC_MESSAGES/django.mo")  # what no history holds
Run = Callable[..., subprocess.CompletedProcess[str]]


def files_of(patch: str) -> list[str]:
    """The files that *patch* touches."""
    return re.findall(r"^diff --git a/(\S+)", patch, re.MULTILINE)


def test_an_act_costs_ten_files_at_most() -> None:
    touched = files_of(PATCH.read_text())

    assert len(touched) <= MOST
    assert len(set(touched)) == len(touched)


def test_the_recipe_names_every_file_of_it() -> None:
    recipe = (ROOT / "docs" / "recipes" / "new-act.md").read_text()

    for name in files_of(PATCH.read_text()):
        known = name if not name.startswith("tests/") else "tests/dossiers/actions/"
        assert known in recipe or str(Path(name).parent) + "/" in recipe, name


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command in a copy of the house that has the act."""
    copy, data = tmp_path_factory.mktemp("house"), tmp_path_factory.mktemp("data")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.rstrip("\0").split("\0"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    for name in BUILT:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    subprocess.run(["git", "apply", str(PATCH)], cwd=copy, check=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment = environment | {"MOTCUA_VAR": str(data), "PYTHONPATH": str(copy)}
    for service in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(service, None)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.mark.outside
def test_the_act_works_by_page_and_by_api(run: Run) -> None:
    answer = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/dossiers/actions/test_recall_proposal.py")

    assert answer.returncode == 0, answer.stdout[-3000:]
    assert "4 passed" in answer.stdout


@pytest.mark.outside
@pytest.mark.parametrize(
    "words",
    [
        ("manage.py", "makemigrations", "--check", "--dry-run"),
        ("manage.py", "translations", "--check"),
        ("-m", "mypy", "--strict", "dossiers"),
    ],
    ids=lambda words: words[1],
)
def test_the_act_needs_nothing_more(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words)

    assert answer.returncode == 0, answer.stdout + answer.stderr
