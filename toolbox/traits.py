"""Traits: what a file that was taken shows, as far as it could be told. It warns; it never refuses."""

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from toolbox import inspection, sandbox
from toolbox.text import nfc

PDF = inspection.PDF
SIGNED = re.compile(rb"/ByteRange\b")
LETTERS_LEAST = 60  # fewer are a stamp or a page number, and name nobody


class Signatures(StrEnum):
    """What the electronic signatures of a PDF are worth as they stand, whoever signed."""

    NONE = "none"
    INTACT = "intact"
    BROKEN = "broken"


@dataclass(frozen=True)
class Traits:
    """What a file shows; empty where nothing could be told."""

    pages: int = 0
    blank: tuple[int, ...] = ()  # numbers of pages
    longest: tuple[int, ...] = ()  # by page the longest side of what was photographed or scanned; 0: drawn
    text: str = field(default="", repr=False)
    is_read: bool = False  # every page's words are in `text`
    signatures: Signatures | None = None  # of a PDF; None where it could not be told

    @property
    def has_words(self) -> bool:
        """True where all its words are known, and are enough to name somebody."""
        return self.is_read and sum(mark.isalpha() for mark in self.text) >= LETTERS_LEAST


def traits_of(content: bytes, content_type: str) -> Traits:
    """What another process tells of a file that may be kept; empty where it is busy, gives up or falls."""
    kind = inspection.PDF_TRAITS if content_type == PDF else inspection.PICTURE_TRAITS
    try:
        pages, answer = sandbox.inspect(content, kind)
        signatures = _signatures(content) if content_type == PDF else None
    except sandbox.Busy:
        return Traits()
    if pages < 1 or not answer.startswith("{"):
        return Traits(signatures=signatures)
    measures = json.loads(answer)
    return Traits(
        pages,
        tuple(measures["blank"]),
        tuple(measures["longest"]),
        nfc(measures.get("text", "")),
        bool(measures.get("is_read")),
        signatures,
    )


def orientation_of(content: bytes) -> int:
    """How the camera of a picture was held, by EXIF; upright where it cannot be told. Raises sandbox.Busy."""
    value, _fault = sandbox.inspect(content, inspection.ORIENTATION)
    return max(value, 1)


def signatures_of(content: bytes) -> list[dict[str, Any]] | None:
    """What each signature of a PDF says, read apart from the site; None where it cannot be. Raises sandbox.Busy."""
    count, answer = sandbox.inspect(content, inspection.SIGNED_PDF)
    if count < 0 or not answer.startswith("["):
        return None
    rows: list[dict[str, Any]] = json.loads(answer)
    return rows


def _signatures(content: bytes) -> Signatures | None:
    if not SIGNED.search(content):
        return Signatures.NONE
    rows = signatures_of(content)
    if not rows:
        return Signatures.NONE if rows == [] else None
    return Signatures.INTACT if all(row["is_intact"] for row in rows) else Signatures.BROKEN
