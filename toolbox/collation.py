"""Order names as a Vietnamese dictionary does: a, ă, â, b … d, đ, e, ê; marks of tone only where all letters agree.

A key is made of digits alone, so that every database, whatever its own rules of order, sorts it in the same way.
"""

import unicodedata

from toolbox.text import entered

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền, hỏi, ngã, sắc, nặng
PLACES = {sign: f"{number:02d}" for number, sign in enumerate(f" 0123456789{ALPHABET}", 1)}
LONGEST = 100  # letters that are compared: longer names part before
KEY_MAX = LONGEST * 3 + 2


def collation_key(name: str) -> str:
    """The key by which *name* is sorted: its letters, two digits each, then the tones; other signs part words.

    >>> sorted(["Đổi", "Dạy", "Ăn", "An", "Bà", "Ba"], key=collation_key)
    ['An', 'Ăn', 'Ba', 'Bà', 'Dạy', 'Đổi']
    """
    letters, tones = [], []
    for letter, tone in _letters(name)[:LONGEST]:
        letters.append(PLACES[letter])
        tones.append(tone)
    return "".join([*letters, "00", *tones])


def _letters(name: str) -> list[tuple[str, str]]:
    """The letters of *name*, each with the digit of its tone; what is no letter of ours is read as a space, once."""
    rows: list[tuple[str, str]] = []
    for sign in unicodedata.normalize("NFC", entered(name).casefold()):
        marks = unicodedata.normalize("NFD", sign)
        tone = next((TONES[mark] for mark in marks if mark in TONES), "0")
        bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
        bare = bare if bare in PLACES else marks[:1]
        if bare in PLACES and bare != " ":
            rows.append((bare, tone))
        elif rows and rows[-1][0] != " ":
            rows.append((" ", "0"))
    return rows[:-1] if rows and rows[-1][0] == " " else rows
