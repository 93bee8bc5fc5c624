"""Texts of the catalogue in the language of the page: their own English, else the house's, else Vietnamese."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.html import format_html

from toolbox.formats import in_english

FILE = Path(__file__).parent / "catalogue" / "_english.toml"


def text_of(row: Mapping[str, Any], key: str) -> str:
    """`name_en` of a row on an English page, or English for its `name_vi`; else `name_vi`, or nothing."""
    vietnamese = str(row.get(f"{key}_vi") or "")
    return str((in_english() and row.get(f"{key}_en")) or text(vietnamese))


def text(vietnamese: str) -> str:
    """*vietnamese* as the language of the page has it."""
    return _texts().get(vietnamese, vietnamese) if in_english() else vietnamese


def marked(row: Mapping[str, Any], key: str) -> str:
    """The same for a page: marked as Vietnamese where an English page has to show it so."""
    words = text_of(row, key)
    left = words and in_english() and words == row.get(f"{key}_vi")
    return format_html('<span lang="vi">{}</span>', words) if left else words


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))["texts"]
    return found
