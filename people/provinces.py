"""Provinces and centrally run cities by name: those of today, and those on older papers."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from toolbox.collation import collation_key
from toolbox.text import fold

FILE = Path(__file__).parent / "provinces.toml"
KINDS = ("thanh pho ", "tinh ", "tp. ", "tp.", "tp ", "t. ")


@lru_cache(maxsize=1)
def today() -> tuple[str, ...]:
    """Names in use since two-level addresses began (Resolution 202/2025/QH15), in Vietnamese order."""
    return _sorted(_file()["today"].values())


@lru_cache(maxsize=1)
def before() -> tuple[str, ...]:
    """Names from before the mergers, in Vietnamese order; addresses under them name a district."""
    return _sorted(row["name"] for row in _file()["before"].values())


def named(typed: str) -> str:
    """The full name of the province that *typed* means (`tp ho chi minh`, `Hà Nội`); empty for none."""
    return _by_bare_name().get(_bare(typed), "")


def codes() -> frozenset[str]:
    """The two-digit codes, old ones too: citizen numbers keep that of the place of birth."""
    return frozenset({*_file()["today"], *_file()["before"]})


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _by_bare_name() -> dict[str, str]:
    return {_bare(name): name for name in (*before(), *today())}


def _sorted(names: Any) -> tuple[str, ...]:
    """By the name after its kind: Tỉnh An Giang stands among A."""
    return tuple(sorted(names, key=lambda name: collation_key(name[len(fold(name)) - len(_bare(name)) :])))


def _bare(name: str) -> str:
    """The folded name without the kind of unit, and without punctuation."""
    folded = fold(name)
    for kind in KINDS:
        folded = folded.removeprefix(kind)
    return " ".join(folded.replace("-", " ").split())
