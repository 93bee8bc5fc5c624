"""Random references that people can read aloud: no vowels, no look-alikes."""

import re
import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
# The hyphens and dashes that word processors and chat programs put in place of "-".
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"))


def draw(length: int = 10) -> str:
    """A random reference of *length* characters (4.8 bits each)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalise(typed: str) -> str:
    """*typed* as a code is stored: the last part of an address, upper case, no spaces."""
    address = re.split(r"[&#]", typed.strip().translate(DASHES))[0]
    last = re.split(r"[/=]", address.rstrip("/"))[-1]
    return "".join(last.split()).upper()
