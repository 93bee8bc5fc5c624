"""Reasons for which a paper or an answer is asked for again: a list that people maintain, each tied to the law."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from procedures.localized import text_of

FILE = Path(__file__).parent / "supplement_reasons.toml"


class Fits(StrEnum):
    """What a reason may be given for."""

    PAPER = "paper"
    ANSWER = "answer"


@dataclass(frozen=True)
class Reason:
    """One row of the file."""

    code: str
    row: Mapping[str, Any]

    @property
    def name(self) -> str:
        """On the officer's list, in the language of the page."""
        return text_of(self.row, "name")

    @property
    def text(self) -> str:
        """What is the matter and what to do, in the language of the page; nothing of a reason that has to be typed."""
        return text_of(self.row, "text")

    @property
    def needs_words(self) -> bool:
        """It says nothing by itself."""
        return not self.row["text_vi"]

    def sentence(self, words: str) -> str:
        """What the applicant reads, in Vietnamese: the reason, then the officer's own *words*."""
        return " ".join(filter(None, [self.row["text_vi"], words]))

    def basis(self, step: str) -> str:
        """The article by which it is asked for at *step*, `reception` or `appraisal`."""
        return str(self.row.get("basis") or _file()["step"][step])


def reasons_for(fits: str) -> list[Reason]:
    """The reasons that may be given for a paper or for an answer, as the file orders them."""
    return [reason for reason in _reasons().values() if fits in reason.row["for"]]


def codes() -> list[str]:
    """The codes of all reasons."""
    return list(_reasons())


def reason_of(code: str) -> Reason | None:
    """The reason with this code; None for none."""
    return _reasons().get(code)


@lru_cache(maxsize=1)
def _reasons() -> dict[str, Reason]:
    return {code: Reason(code, row) for code, row in _file()["reasons"].items()}


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
