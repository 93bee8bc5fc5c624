"""Normalise Vietnamese text: one composed form, and a folded form for search without accents."""

import unicodedata

BARRED_D = str.maketrans({"đ": "d", "Đ": "D"})


def nfc(text: str) -> str:
    """*text* with composed accents and neither leading nor trailing space."""
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """*text* for searching: no accents, đ as d, lower case, single spaces.

    >>> fold("  Trợ cấp LIỆT SĨ ở Đà  Nẵng ")
    'tro cap liet si o da nang'
    """
    decomposed = unicodedata.normalize("NFD", text.translate(BARRED_D))
    unaccented = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(unaccented.casefold().split())


def has_control_characters(text: str) -> bool:
    """True when *text* holds null bytes or other characters no keyboard types (line ends and tabs are fine)."""
    odd = ("Cc", "Cs")  # controls, and halves of pairs that no database keeps
    return any(unicodedata.category(mark) in odd and mark not in "\n\r\t" for mark in text)
