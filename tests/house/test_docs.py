"""The documents say what is there: paths exist, links lead somewhere, decisions are numbered without holes."""

import re
from pathlib import Path

import pytest

from tests.house.tree import APPS, ROOT

FOLDERS = (*APPS, "benchmarks", "docs", "tests")
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))})
PAST = {"CHANGELOG.md", "benchmarks/RESULTS.md"}  # they tell of trees that were
PRESENT = [path for path in DOCUMENTS if str(path.relative_to(ROOT)) not in PAST]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
TOP = {path.name for path in ROOT.iterdir()}
TO_COME = ("payments/gateways/", "tests/payments/gateways/", "tests/recorded/")  # what docs/recipes describe beforehand
SPAN = re.compile(r"`([^`\s]+)`")
LINK = re.compile(r"\]\(([^)\s]+?)(?:#[^)]*)?\)")
MADE = re.compile(r"(var|static/built)(/|$)")  # at set-up, by the site
REFERENCE = re.compile(r"\bADRs? (\d+)")
TEXTS = (".py", ".html", ".toml", ".yml", ".md", ".js", ".scss", ".txt", "")


def missing_paths(text: str) -> list[str]:
    """Each path of the repository that *text* names in backticks and that is not there; `<name>` stands for any."""
    named = [span.partition(":")[0].rstrip("/") for span in SPAN.findall(text)]
    ours = [name for name in named if "/" in name and name.partition("/")[0] in TOP and not MADE.match(name)]
    return [name for name in ours if not name.startswith(TO_COME) and not is_there(name)]


def is_there(name: str) -> bool:
    """A file or folder, a module without its ending, or whatever a pattern fits."""
    pattern = re.sub(r"<[^>]*>", "*", name)
    return any(ROOT.glob(pattern)) or any(ROOT.glob(f"{pattern}.py")) or "<" in name and (ROOT / name).parent.is_dir()


@pytest.mark.parametrize("path", PRESENT, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_document_names_exists(path: Path) -> None:
    assert missing_paths(path.read_text()) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_to_a_file(path: Path) -> None:
    inside = [link for link in LINK.findall(path.read_text()) if "://" not in link]

    assert [link for link in inside if not (path.parent / link).exists()] == []


def test_decisions_are_numbered_without_holes_and_stand_in_the_index() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text()
    titles = [path.read_text().splitlines()[0].removeprefix("# ") for path in DECISIONS]
    rows = zip(titles, DECISIONS, strict=True)
    lines = [f"| {title.replace('. ', ' | [', 1)}]({path.name}) |" for title, path in rows]

    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    assert [int(title.partition(".")[0]) for title in titles] == list(range(1, len(DECISIONS) + 1))
    assert [line for line in lines if line not in index] == []


def test_every_reference_to_a_decision_finds_it() -> None:
    places = [ROOT / folder for folder in (*FOLDERS, "templates", "bin", ".ci")]
    files = [*ROOT.glob("*.*"), *(path for place in places for path in place.rglob("*"))]
    texts = [path.read_text(errors="ignore") for path in files if path.is_file() and path.suffix in TEXTS]
    numbers = {int(number) for text in texts for number in REFERENCE.findall(text)}

    assert numbers
    assert numbers <= set(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`dossiers/clock.py`", ["dossiers/clock.py"]),
        ("`docs/adr/` and `manage.py`", []),
        ("`people/guards`, `tests/test_house.py::test_x`", []),
        ("`procedures/catalogue/<slug>.toml`, `dossiers/colours/<name>.py`", ["dossiers/colours/<name>.py"]),
        ("`/api/docs/`, `var/log/`, `payments/gateways/<name>.py`", []),
    ],
)
def test_a_path_that_is_not_there_is_noticed(text: str, missing: list[str]) -> None:
    assert missing_paths(text) == missing
