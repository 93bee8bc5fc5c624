"""Put signatures where the paper leaves room for them, the person's before the agency's."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from asn1crypto.x509 import Certificate
from django.conf import settings
from pyhanko.sign.signers import Signer

from dossiers.models import Paper
from dossiers.models.signing_fault import SigningFault
from dossiers.papers import codes
from dossiers.papers.signing import keys
from dossiers.papers.signing.faults import NotSigned
from dossiers.papers.signing.signatories import AGENCY, Signatory, read
from toolbox.breaker import Away, Breaker
from toolbox.pdf import Mark, Typeset
from toolbox.pdf_signatures import NoTimeStamp, Proof, SigningError, Stamp, Words, reserve, sign
from toolbox.tokens import TokenFault

logger = logging.getLogger(__name__)

STAMPS, STAMP_TRIES = Breaker(), 2  # who stamps times, and how often a paper asks before it does without
ROOM = "chu-ky"  # the id of the room that a letter leaves for signatures
POINT = 72 / 25.4  # a millimetre in points
HANDWRITING, SEAL = 48 * POINT, 32 * POINT  # wide; and 12 mm high at most
HIGH = 12 * POINT
NOWHERE = (0, 0, 0, 0)  # the place of a signature that nobody sees on the page


def sign_paper(paper: Paper, page: Typeset, at: datetime) -> tuple[bytes, list[dict[str, str]]]:
    """The file of *paper* signed by everybody who was frozen with it, and what is kept of each signature.

    Where a seal clerk is to have the agency sign, its place is reserved before the person signs, and left empty.
    Raises NotSigned: then there is no file at all. Time stamps that twice did not come are done without.
    """
    content, kept, room = page.content, list[dict[str, str]](), page.marks.get(ROOM)
    signatories = read(paper.context.get("signatories", []))
    if paper.is_sealed_by_clerk:
        content, signatories = _with_place_for(signatories[-1], content, room), signatories[:-1]
    for signatory in signatories:
        content = _signed(paper, content, signatory, _stamp(signatory, room), kept, at)
    return content, kept


def seal_paper(paper: Paper, content: bytes, at: datetime) -> tuple[bytes, list[dict[str, str]]]:
    """The signed file of *paper* with the agency's signature in the place that was left for it; raises as above."""
    agency, kept = read(paper.context["signatories"])[-1], list(paper.signatures)
    picture = keys.picture_of(agency)
    stamp = Stamp(0, NOWHERE, picture) if picture else None  # in a field that is there the field says where
    return _signed(paper, content, agency, stamp, kept, at), kept


def _signed(
    paper: Paper, content: bytes, signatory: Signatory, stamp: Stamp | None, kept: list[dict[str, str]], at: datetime
) -> bytes:
    """*content* signed by one of them, who is entered in *kept*."""
    stamped = _is_stamped(paper)
    words = Words(codes.reason_of(paper), paper.context.get("place", ""), stamped)
    with _named(signatory):
        signer = keys.signer_of(signatory)
        keys.require_good(signer, signatory, at)
        proof = keys.proof_of(signer, at) if stamped else None
        content, level = _with_level(content, signer, signatory, words, stamp, proof)
    kept.append(_kept(signatory, signer.signing_cert, at) | {"level": level})
    return content


def _with_place_for(agency: Signatory, content: bytes, room: Mark | None) -> bytes:
    stamp = _stamp(agency, room)
    return reserve(content, agency.field, *((stamp.page, stamp.box) if stamp else (0, NOWHERE)))


@contextmanager
def _named(signatory: Signatory) -> Iterator[None]:
    """What stops a signature, by whose it is."""
    try:
        yield
    except TokenFault as fault:
        raise NotSigned(SigningFault(fault.kind), signatory.name) from fault
    except (NoTimeStamp, Away) as fault:
        raise NotSigned(SigningFault.STAMP, signatory.name) from fault


def _is_stamped(paper: Paper) -> str:
    """The address of who stamps times; none once it did not answer for this paper so often."""
    return "" if paper.tries > STAMP_TRIES else settings.SIGNING["time_stamps"]


def _with_level(
    content: bytes, signer: Signer, signatory: Signatory, words: Words, stamp: Stamp | None, proof: Proof | None
) -> tuple[bytes, str]:
    """The file with one signature more, and its level; proof that proves nothing is left out, and logged."""
    if not words.time_stamps:
        return sign(content, signer, signatory.field, words, stamp), "B"
    with STAMPS.guard(NoTimeStamp):
        if proof:
            try:
                return sign(content, signer, signatory.field, words, stamp, proof), "B-LT"
            except SigningError:
                logger.warning("roots.pem and *.crl do not prove the certificate of %s", signatory.name, exc_info=True)
        return sign(content, signer, signatory.field, words, stamp), "B-T"


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
