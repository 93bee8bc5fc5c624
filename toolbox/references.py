"""Random references that people can read aloud: no vowels, no look-alikes."""

import re
import secrets

from toolbox.text import entered

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
# The hyphens and dashes that word processors and chat programs put in place of "-".
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"))
AROUND = " \t\r\n.,;:!?()[]{}<>\"'*_“”‘’«»…"  # what sentences put around a code
# An official code in one piece, and in its own pieces; letters that look like digits stand for them.
DIGIT = "[0-9OIL]"
LIKE_DIGITS = str.maketrans("OIL", "011")
PIECES = re.compile(
    rf"(?<![A-Z0-9])([A-Z])({DIGIT}{{2}}(?:\.{DIGIT}{{2}})+)-({DIGIT}{{6}})-({DIGIT}{{4,}})(?![A-Z0-9])"
)
ONE_PIECE = re.compile(rf"([A-Z])({DIGIT}{{4}}|{DIGIT}{{6}})({DIGIT}{{6}})({DIGIT}{{4}})")


def draw(length: int = 10) -> str:
    """A random reference of *length* characters (4.8 bits each)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalise(typed: str) -> str:
    """*typed* as a code is stored: the last part of an address or of a label, upper case, in its own pieces.

    >>> normalise("Mã hồ sơ: (h99 16 261103 oo01).")
    'H99.16-261103-0001'
    """
    text = entered(typed).strip().translate(DASHES)
    if pieces := PIECES.search(text.upper()):
        return _official(*pieces.groups())
    address = re.split(r"[&#]", text)[0]
    last = re.split(r"[/=:]", address.rstrip("/:"))[-1]
    name = "".join(last.strip(AROUND).split()).upper()
    whole = ONE_PIECE.fullmatch(re.sub(r"[.\-]", "", name))
    return _official(*whole.groups()) if whole else name


def _official(letter: str, unit: str, day: str, number: str) -> str:
    levels = ".".join(re.findall("..", unit.replace(".", "")))
    return letter + f"{levels}-{day}-{number}".translate(LIKE_DIGITS)
