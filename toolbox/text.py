"""Normalise Vietnamese text: one composed form, and a folded form for search without accents."""

import unicodedata

MARKS_MAX = 30  # over one letter
BARRED_D = str.maketrans({"đ": "d", "Đ": "D"})


def nfc(text: str) -> str:
    """*text* with composed accents and neither leading nor trailing space."""
    return unicodedata.normalize("NFC", readable(text)).strip()


def readable(text: str) -> str:
    """*text* without marks that are stacked higher than any language does (UAX 15, stream-safe text).

    Unicode sorts the marks over one letter, in a time that grows with the square of their number.
    """
    if text.isascii() or len(text) <= MARKS_MAX:
        return text
    kept, run = [], 0
    for mark in text:
        run = run + 1 if unicodedata.combining(mark) else 0
        if run <= MARKS_MAX:
            kept.append(mark)
    return "".join(kept)


def fold(text: str) -> str:
    """*text* for searching: no accents, đ as d, lower case, single spaces.

    >>> fold("  Trợ cấp LIỆT SĨ ở Đà  Nẵng ")
    'tro cap liet si o da nang'
    """
    decomposed = unicodedata.normalize("NFD", readable(text.translate(BARRED_D)))
    unaccented = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(unaccented.casefold().split())


def has_control_characters(text: str) -> bool:
    """True when *text* holds null bytes or other characters no keyboard types (line ends and tabs are fine)."""
    odd = ("Cc", "Cs")  # controls, and halves of pairs that no database keeps
    return any(unicodedata.category(mark) in odd and mark not in "\n\r\t" for mark in text)
