"""Texts of the catalogue in the active language: their own English, else the house's, else Vietnamese."""

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
    """*vietnamese* in the active language, where the house has its English; else itself."""
    return _texts().get(vietnamese, vietnamese) if in_english() else vietnamese


def marked(row: Mapping[str, Any], key: str) -> str:
    """The same as HTML: wrapped in `lang="vi"` where an English page has to show Vietnamese."""
    value = text_of(row, key)
    untranslated = value and in_english() and value == row.get(f"{key}_vi")
    return format_html('<span lang="vi">{}</span>', value) if untranslated else value


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    texts: dict[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))["texts"]
    return texts
