"""Random references that people can read aloud: no vowels, no look-alikes."""

import re
import secrets
from datetime import date

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

# The end of one: the day and the number, however they are kept apart.
END = re.compile(rf"({DIGIT}{{6}})[\s.\-/]+({DIGIT}{{1,6}})")


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


def only_characters(typed: str) -> str:
    """The characters of a slip as they are stored, however they were typed: upper case, without what parts them.

    >>> only_characters(" b2–c 3.")
    'B2C3'
    """
    return re.sub(r"[^A-Z0-9]", "", entered(typed).upper())


def day_and_number(typed: str) -> tuple[str, int] | None:
    """The day and the number of a code without its unit; None for anything else, and for a day no calendar has.

    >>> day_and_number("261103 1"), day_and_number("261103-0001"), day_and_number("0912 345 678")
    (('261103', 1), ('261103', 1), None)
    """
    match = END.fullmatch(entered(typed).translate(DASHES).strip(AROUND).upper())
    if not match:
        return None
    day, number = (part.translate(LIKE_DIGITS) for part in match.groups())
    try:
        date(2000 + int(day[:2]), int(day[2:4]), int(day[4:]))
    except ValueError:
        return None
    return day, int(number)


def _official(letter: str, unit: str, day: str, number: str) -> str:
    levels = ".".join(re.findall("..", unit.replace(".", "")))
    return letter + f"{levels}-{day}-{number}".translate(LIKE_DIGITS)
