"""A paper is printed whole or refused: letters that no face of ours draws are named, and never come out as boxes."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from toolbox import pdf
from toolbox.refusal import Refused

SNIPPET = 60  # letters of the text that is quoted


def unprinted(text: str, label: str) -> str:
    """Which letters of *text* no face of ours has, in words; empty where it prints whole."""
    letters = pdf.undrawable(text)
    if not letters:
        return ""
    words = {"label": label, "letters": " ".join(letters)}
    return _("“%(label)s” có chữ không in được trên văn bản: %(letters)s. Viết lại bằng chữ Latinh.") % words


def require_printable(context: Any) -> None:
    """Raise Refused, with the text and its letters, when one of the words that a paper prints cannot be printed."""
    for text in _texts(context):
        if words := unprinted(text, text[:SNIPPET]):
            raise Refused(words)


def plain_name(name: str, otherwise: str) -> str:
    """*name* where it prints whole, else *otherwise*: what an account calls itself stops no act."""
    return otherwise if pdf.undrawable(name) else name


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
