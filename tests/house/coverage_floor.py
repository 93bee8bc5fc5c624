"""Whether the last measurement of coverage is of this very tree and over the floor; `bin/test --coverage` measures."""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.tree import ROOT, modules, templates

DATA, MARK = ROOT / ".coverage", ROOT / ".coverage-tree"
# What the floor in pyproject.toml is a floor of: the suite, with or without browsers and other programs.
WHOLE: tuple[list[str], ...] = ([], ["-m", "not browser and not outside"])
FLOOR: float = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["report"]["fail_under"]
HOW = "bin/test --coverage -m 'not browser and not outside'"


def fingerprint() -> str:
    """The tree that is measured: what is run and what it draws."""
    digest = hashlib.sha256()
    for file in (*modules(), *templates()):
        digest.update(f"{file.name}\\0{file.text}\\0".encode())
    return digest.hexdigest()


def begin(arguments: list[str], *, data: Path = DATA, mark: Path = MARK) -> str:
    """Forget the last measurement and mark what is measured now; the answer is pytest's further option."""
    whole = [one for one in arguments if one not in {"-q", "-v"}] in WHOLE
    data.unlink(missing_ok=True)
    mark.write_text(json.dumps({"tree": fingerprint(), "whole": whole}))
    return "" if whole else "--cov-fail-under=0"


def verdict(*, data: Path = DATA, mark: Path = MARK) -> tuple[str, str]:
    """A sign and a sentence; what was not measured is said to be so and never called good."""
    marked = json.loads(mark.read_text()) if mark.exists() and data.exists() else {}
    if not marked.get("whole") or marked["tree"] != fingerprint():
        return "–", f"not measured for this tree: {HOW}"
    report = [sys.executable, "-m", "coverage", "report", f"--data-file={data}", "--format=total", "--fail-under=0"]
    answer = subprocess.run(report, cwd=ROOT, capture_output=True, text=True, check=True)
    total = float(answer.stdout)
    if total < FLOOR:
        return "✗", f"{total} % of lines and branches is below the floor of {FLOOR} % in pyproject.toml"
    return "✓", f"{total} % of lines and branches, at least {FLOOR} %"


def main(action: str, arguments: list[str]) -> int:
    """`begin OPTION…` for bin/test prints pytest's further option; `check` for bin/check prints the verdict."""
    if action == "begin":
        sys.stdout.write(begin(arguments))
        return 0
    sign, sentence = verdict()
    sys.stdout.write(f"{sign} coverage: {sentence}\n")
    return 1 if sign == "✗" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
