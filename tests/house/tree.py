"""What the rules look at: modules and templates of the repository, read once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "reports", "payments", "dossiers", "procedures", "people", "notifications", "toolbox")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root, and its text."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How long it is."""
        return len(self.text.splitlines())

    @property
    def is_test(self) -> bool:
        """Whether it lives under tests/."""
        return self.name.startswith("tests/")

    @property
    def is_migration(self) -> bool:
        """Whether Django wrote it and a person named it."""
        return "/migrations/" in self.name

    def functions(self) -> Iterator[tuple[str, Function]]:
        """Every function and method, with its dotted name."""
        yield from _functions(self.tree, "")

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the apps and of the tests."""
    folders = [*APPS, "tests"]
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(Module(str(path.relative_to(ROOT)), path.read_text()) for path in paths)


@cache
def templates() -> tuple[Module, ...]:
    """Every template; `text` and `lines` are what the rules ask for."""
    paths = sorted((ROOT / "templates").rglob("*.*"))
    return tuple(Module(str(path.relative_to(ROOT)), path.read_text()) for path in paths)


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield prefix + child.name, child
        if isinstance(child, Function | ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)
