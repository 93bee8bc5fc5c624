"""The code of a paper: which act it came from, and enough of that event's hash that nobody guesses it.

It needs no index: the first part is the number of the event, the second begins its hash.
"""

from dossiers.models import Event, Paper
from dossiers.models.paper import LATER
from toolbox.text import entered

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O and U (Crockford)
HASH = 10  # characters, 40 bits
LIKE_DIGITS = str.maketrans("OIL", "011")
LONGEST = 13  # digits of a 64-bit number


def code_of(event: Event | None) -> str:
    """`4K7-9F3C7D21AB` of an event; nothing for none."""
    return f"{_base32(event.pk)}-{event.hash[:HASH].upper()}" if event else ""


def event_of(typed: str) -> Event | None:
    """The event whose code *typed* is, however it was copied; None for any other text."""
    text = "".join(mark for mark in entered(typed).upper() if mark.isalnum()).translate(LIKE_DIGITS)
    number, start = text[:-HASH], text[-HASH:].lower()
    if not 0 < len(number) <= LONGEST or set(number) - set(DIGITS):
        return None
    pk = sum(DIGITS.index(digit) * 32**place for place, digit in enumerate(reversed(number)))
    event = Event.objects.filter(pk=pk).first() if pk < 2**63 else None
    return event if event and event.hash.startswith(start) else None


def reason_of(paper: Paper) -> str:
    """What the signatures of *paper* say they are for, so that its file alone leads back to it."""
    return f"{code_of(paper.event)} {paper.reference}"


def paper_of(reason: str) -> Paper | None:
    """The paper whose signatures say *reason*; None for what a stranger signed."""
    code, _blank, reference = reason.partition(" ")
    event = event_of(code)
    papers = event.papers.select_related("dossier", "event", LATER) if event else []
    return next((paper for paper in papers if paper.reference == reference), None)


def _base32(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 32)
        digits = DIGITS[rest] + digits
    return digits
