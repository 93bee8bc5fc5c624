"""Fill the body of a template: paragraphs of text with values in their places.

Paragraphs are parted by empty lines. One that begins with `# ` is a heading, `~ ` a translation, `- ` an item of a
list; "Điều 1." at the beginning is set bold. `{{key}}` is a value, `{{key:words}}` a date or a sum in words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toolbox.formats import day_in_words, number
from toolbox.spelling import in_words

PLACEHOLDER = re.compile(r"\{\{\s*(?P<key>[a-z][a-z0-9_]*)\s*(?P<words>:words)?\s*\}\}")
ARTICLE = re.compile(r"(Điều \d+\.)\s*(.*)", re.DOTALL)
TRANSLATION = "~ "
STYLES = {"# ": "heading", TRANSLATION: "translation", "- ": "item"}
# What a template may name beside its own fields.
SITE_FACTS = (
    "applicant",
    "applicant_identity",
    "applicant_address",
    "code",
    "procedure",
    "number",
    "issued_on",
    "department",
    "place",
    "text",
)

Value = str | int | date


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: `style` is plain, heading, translation, item or article; `lead` is what an article begins with."""

    style: str
    text: str
    lead: str = ""


def fill(body: str, values: Mapping[str, Value]) -> list[Paragraph]:
    """The paragraphs of *body*; one whose every value is empty is left out, as the law's forms have it.

    With it goes the translation beneath it.
    """
    paragraphs: list[Paragraph] = []
    is_left_out = False
    for block in _blocks(body):
        is_left_out = _is_empty(block, values) or (is_left_out and block.startswith(TRANSLATION))
        if not is_left_out:
            paragraphs.append(_paragraph(block, values))
    return [_ended(row, after) for row, after in zip(paragraphs, [*paragraphs[1:], None], strict=False)]


def _ended(row: Paragraph, after: Paragraph | None) -> Paragraph:
    """*row* with a full stop where it has become the last item of its list."""
    if row.style != "item" or (after and after.style == "item") or not row.text.endswith(";"):
        return row
    return Paragraph(row.style, f"{row.text[:-1]}.", row.lead)


def names(body: str, key: str) -> bool:
    """Whether *body* prints the value *key*."""
    return any(match["key"] == key for match in PLACEHOLDER.finditer(body))


def missing(body: str, values: Mapping[str, Value]) -> list[str]:
    """The keys that *body* names and *values* leave empty, in order."""
    keys = dict.fromkeys(match["key"] for match in PLACEHOLDER.finditer(body))
    return [key for key in keys if values.get(key) in ("", None)]


def _blocks(body: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", body.strip()) if block.strip()]


def _is_empty(block: str, values: Mapping[str, Value]) -> bool:
    keys = [match["key"] for match in PLACEHOLDER.finditer(block)]
    return bool(keys) and all(values.get(key) in ("", None) for key in keys)


def _filled(block: str, values: Mapping[str, Value]) -> str:
    return PLACEHOLDER.sub(lambda match: printed(values.get(match["key"], ""), in_full=bool(match["words"])), block)


def printed(value: Value, *, in_full: bool = False) -> str:
    """A value as a paper prints it: 05/03/2026 or *ngày 05 tháng 3 năm 2026*, 1.250.000 or its words."""
    if isinstance(value, date):
        return day_in_words(value) if in_full else f"{value:%d/%m/%Y}"
    if isinstance(value, int):
        return in_words(value) if in_full else number(value)
    return str(value)


def _paragraph(block: str, values: Mapping[str, Value]) -> Paragraph:
    """*block* filled; its style is the template's, however a value begins."""
    for start, style in STYLES.items():
        if block.startswith(start):
            return Paragraph(style, _filled(block.removeprefix(start), values))
    if match := ARTICLE.fullmatch(block):
        return Paragraph("article", _filled(match[2], values), match[1])
    return Paragraph("plain", _filled(block, values))
