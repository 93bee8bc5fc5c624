"""What people say and the catalogue does not: what they mean by it, and where it is done when it is not done here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from procedures.editions.files import read_search
from procedures.localized import text_of
from procedures.search_text import searchable


@dataclass(frozen=True)
class Meaning:
    """The life event that is meant by what was typed."""

    event: str
    is_last_resort: bool  # only where the words as typed find nothing


@dataclass(frozen=True)
class Elsewhere:
    """What others do: its name, by whom, and their page."""

    name: str
    where: str
    link: str


def meaning_of(typed: str) -> Meaning | None:
    """What *typed* stands for; nothing where it is to be taken at its word."""
    words = f" {searchable(typed)} "
    for row in read_search()["meanings"]:
        if all(_has(words, group) for group in row["groups"]) and not _has(words, row.get("without", [])):
            return Meaning(row["event"], bool(row.get("alone")))
    return None


def elsewhere(typed: str) -> list[Elsewhere]:
    """What of *typed* is not done here, and where it is done."""
    words = f" {searchable(typed)} "
    rows: list[Mapping[str, Any]] = read_search()["elsewhere"]
    named = [row for row in rows if _has(words, row["phrases"])]
    return [Elsewhere(text_of(row, "name"), text_of(row, "where"), row.get("link", "")) for row in named]


def _has(words: str, phrases: list[str]) -> bool:
    """True where one of *phrases* stands in *words*, whole."""
    return any(f" {searchable(phrase)} " in words for phrase in phrases)
