"""Each import contract breaks when it should: seen here on a copy of the tree, one bad import at a time."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import APPS, ROOT

LINT = Path(sys.executable).with_name("lint-imports")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The apps' Python files and pyproject.toml, to be spoiled."""
    root = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", root)
    for app in APPS:
        shutil.copytree(ROOT / app, root / app, ignore=lambda folder, names: _not_code(folder, names))
    return root


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [
        ("Floors", "toolbox/text.py", "import people.models"),
        ("Floors", "people/actions/posts.py", "import dossiers.models"),
        ("Floors", "dossiers/deadlines/promise.py", "import payments"),
        ("Rooms", "dossiers/models/event.py", "import dossiers.journal"),
        ("Rooms", "dossiers/actions/filing.py", "import dossiers.tasks"),
        ("Rooms", "notifications/channels/base.py", "import notifications.actions"),
        ("The law", "procedures/law/deadlines.py", "import django.utils.timezone"),
        ("The law", "procedures/law/working_time.py", "import procedures.models"),
        ("Adapters", "notifications/channels/email.py", "import notifications.models"),
        ("No cycles", "people/idempotency.py", "import people.actions\nimport people.spoil"),
    ],
)
def test_a_bad_import_breaks_its_contract(copy: Path, contract: str, file: str, line: str) -> None:
    path = copy / file
    before = path.read_text()
    spoil = path.parent / "spoil.py"
    spoil.write_text(f"import {file.removesuffix('.py').replace('/', '.')}\n")
    path.write_text(f"{before}\n{line}\n")

    try:
        broken = _broken_contracts(copy)
    finally:
        path.write_text(before)
        spoil.unlink()

    assert any(name.startswith(contract) for name in broken)


def test_a_module_at_the_top_of_an_app_that_no_contract_lists_breaks_its_rooms(copy: Path) -> None:
    for app in APPS:
        (copy / app / "loose.py").touch()

    try:
        broken = _broken_contracts(copy)
    finally:
        for app in APPS:
            (copy / app / "loose.py").unlink()

    assert set(broken) == {f"Rooms of {app} BROKEN" for app in APPS}


def test_the_tree_as_it_is_breaks_none(copy: Path) -> None:
    assert _broken_contracts(copy) == []


def _broken_contracts(root: Path) -> list[str]:
    answer = subprocess.run([LINT, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    text = " ".join(answer.stdout.split())
    assert "Contracts:" in text, answer.stdout + answer.stderr
    listed = text.partition("dependencies.")[2].partition("Contracts:")[0].strip(" -")
    verdicts = listed.replace(" KEPT ", " KEPT\n").replace(" BROKEN ", " BROKEN\n").splitlines()
    return [name for name in verdicts if name.endswith(" BROKEN")]


def _not_code(folder: str, names: list[str]) -> list[str]:
    paths = [Path(folder, name) for name in names]
    return [p.name for p in paths if p.is_file() and p.suffix != ".py" or p.name == "__pycache__"]
