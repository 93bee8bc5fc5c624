"""Normalise Vietnamese text: one composed form, and a folded form for search without accents."""

import re
import sys
import unicodedata
from typing import Any

MARKS_MAX = 30  # over one letter
BARRED = str.maketrans(dict.fromkeys("đðɖ", "d") | dict.fromkeys("ĐÐƉ", "D") | {"ƀ": "b", "Ƀ": "B"})
APOSTROPHES = "'\u2019\u2018\u02bc\u02bb\u00b4\u0060\u2032\uff07"
# Signs that draw nothing though Unicode calls them letters, marks or symbols: fillers of Hangul, an empty Braille cell,
# the joiner of graphemes, selectors of variants.
BLANK = {0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x034F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


def _taken_in() -> dict[int, str | int | None]:
    """What is taken in for a sign: nothing for what is not seen; spaces and digits are those of the keyboard."""
    table: dict[int, str | int | None] = dict.fromkeys(BLANK)
    for number in range(0x80, sys.maxunicode + 1):
        sign = chr(number)
        kind = unicodedata.category(sign)
        if kind in ("Cf", "Zs", "Nd"):
            table[number] = None if kind == "Cf" else " " if kind == "Zs" else str(unicodedata.digit(sign))
    wide = {number: number - 0xFEE0 for number in range(0xFF01, 0xFF5F)}
    letters = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ", 0x2010: "-", 0x2011: "-", 0x2028: "\n", 0x2029: "\n"}
    return table | wide | letters


TAKEN_IN = _taken_in()  # once, a tenth of a second: by it a text is translated ten times as fast as sign by sign
IN_A_WORD = re.compile(rf"(?<=\w)[{APOSTROPHES[1:]}](?=\w)")


def entered(text: str) -> str:
    """*text* as the house takes it in: composed, every space the one of the keyboard, every digit 0-9.

    Marks that are not seen are dropped, and of letters that look the same the Vietnamese one stays: Đ for the
    Icelandic eth, the straight apostrophe inside a word. Nothing else is changed.
    """
    if text.isascii():
        return text
    # First what is dropped, or it would part marks that are stacked over one letter when it has gone.
    return IN_A_WORD.sub("'", unicodedata.normalize("NFC", readable(text.translate(TAKEN_IN))))


def entered_all(value: Any) -> Any:
    """A value of JSON with every text in it as `entered`, except passwords, whose form is their owner's."""
    if isinstance(value, str):
        return entered(value)
    if isinstance(value, list):
        return [entered_all(part) for part in value]
    if isinstance(value, dict):
        return {key: part if is_secret(key) else entered_all(part) for key, part in value.items()}
    return value


def is_secret(name: str) -> bool:
    """True for the name of a field that holds a password."""
    return "password" in name


def nfc(text: str) -> str:
    """*text* as `entered`, with neither leading nor trailing space."""
    return entered(text).strip()


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
    """*text* for searching: no accents, đ as d, no apostrophes, lower case, single spaces.

    >>> fold("  Trợ cấp LIỆT SĨ ở Đà  Nẵng ")
    'tro cap liet si o da nang'
    """
    decomposed = unicodedata.normalize("NFD", entered(text).translate(BARRED))
    unaccented = "".join(mark for mark in decomposed if not unicodedata.combining(mark) and mark not in APOSTROPHES)
    return " ".join(unaccented.casefold().split())


def has_control_characters(text: str) -> bool:
    """True when *text* holds null bytes or other characters no keyboard types (line ends and tabs are fine)."""
    odd = ("Cc", "Cs")  # controls, and halves of pairs that no database keeps
    return any(unicodedata.category(mark) in odd and mark not in "\n\r\t" for mark in text)
