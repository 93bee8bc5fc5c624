"""Parse the QR code of a Vietnamese identity card, as a scanner types it: a typing aid, never a proof."""

import re
from dataclasses import dataclass
from datetime import date

from toolbox.text import nfc

FIELDS = 7
OLD_NUMBER = re.compile(r"\d{9}")


@dataclass(frozen=True)
class Card:
    """The content of the code: number, name, birth date, address, day of issue.

    Sex stands in the number (`people.identity.sex_of`).
    """

    citizen_id: str
    name: str
    birth_date: date | None
    address: str
    issued_on: date | None


def read_card(scanned: str) -> Card | None:
    """Parse `number|old number|name|birth|sex|address|issued`; None when it is something else.

    Some makers leave the old number out, dates may hold slashes, newer cards append empty fields.
    """
    parts = [nfc(part) for part in scanned.strip("\ufeff\r\n\t ").split("|")]
    if not re.fullmatch(r"\d{12}", parts[0]):
        return None
    if len(parts) > 1 and parts[1] and not OLD_NUMBER.fullmatch(parts[1]):
        parts.insert(1, "")
    if len(parts) < FIELDS or not parts[2]:
        return None
    return Card(parts[0], parts[2], _day(parts[3]), parts[5], _day(parts[6]))


def was_mangled(scanned: str) -> bool:
    """True when an input method rewrote what the scanner typed: digits stand inside the name."""
    card = read_card(scanned)
    return card is not None and any(mark.isdigit() for mark in card.name)


def _day(text: str) -> date | None:
    match = re.fullmatch(r"(\d{2})/?(\d{2})/?(\d{4})", text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None
