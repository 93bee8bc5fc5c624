"""Put signatures where the paper leaves room for them, the person's before the agency's."""

import hashlib
from datetime import datetime
from typing import Any

from asn1crypto.x509 import Certificate
from django.conf import settings

from dossiers.models import Paper
from dossiers.papers import codes
from dossiers.papers.signing import keys
from dossiers.papers.signing.signatories import AGENCY, Signatory, read
from toolbox.pdf import Mark, Typeset
from toolbox.pdf_signatures import Stamp, Words, sign

ROOM = "chu-ky"  # the id of the room that a letter leaves for signatures
POINT = 72 / 25.4  # a millimetre in points
HANDWRITING, SEAL = 48 * POINT, 32 * POINT  # wide; and 12 mm high at most
HIGH = 12 * POINT


def sign_paper(paper: Paper, page: Typeset, at: datetime) -> tuple[bytes, list[dict[str, str]]]:
    """The file of *paper* signed by everybody who was frozen with it, and what is kept of each signature.

    Raises keys.NoKey, SigningError and OSError: then there is no file at all.
    """
    content, kept = page.content, []
    for signatory in read(paper.context.get("signatories", [])):
        signer = keys.signer_of(signatory)
        words = Words(codes.reason_of(paper), paper.context.get("place", ""), settings.SIGNING["time_stamps"])
        content = sign(content, signer, signatory.field, words, _stamp(signatory, page.marks.get(ROOM)))
        kept.append(_kept(signatory, signer.signing_cert, at))
    return content, kept


def _kept(signatory: Signatory, certificate: Any, at: datetime) -> dict[str, str]:
    assert isinstance(certificate, Certificate)
    digest = hashlib.sha256(certificate.dump()).hexdigest()
    return {"field": signatory.field, "name": signatory.name, "certificate": digest, "at": at.isoformat()}


def _stamp(signatory: Signatory, room: Mark | None) -> Stamp | None:
    """Where *signatory* signs: the handwriting amid the room, the seal over its left third (annex I of the decree)."""
    picture = keys.picture_of(signatory) if room else None
    if room is None or picture is None:
        return None
    middle, level = (room.left + room.right) / 2, (room.top + room.bottom) / 2
    if signatory.field == AGENCY:
        left = middle - HANDWRITING / 6 - SEAL
        return Stamp(room.page, _box(left, level - SEAL / 2, SEAL, SEAL), picture)
    width = min(HANDWRITING, HIGH * picture.width / picture.height)
    height = width * picture.height / picture.width
    return Stamp(room.page, _box(middle - width / 2, level - height / 2, width, height), picture)


def _box(left: float, bottom: float, width: float, height: float) -> tuple[int, int, int, int]:
    return round(left), round(bottom), round(left + width), round(bottom + height)
