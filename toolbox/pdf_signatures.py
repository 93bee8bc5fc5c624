"""Sign PDF files, and read what their signatures are worth (PAdES, ETSI EN 319 142); no key and no trust of its own.

Loads pyHanko, which takes half a second: only who signs or checks imports this.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

MOST = 6  # signatures that are read; a paper of ours has two or three
REASON_MAX = 200


class UnreadablePdf(ValueError):
    """The file is no PDF, or none that can be read."""


@dataclass(frozen=True)
class Stamp:
    """A picture that stands for a signature: on which page (0 is the first), where in points, and its PNG."""

    page: int
    box: tuple[int, int, int, int]  # left, bottom, right, top
    picture: Any  # PIL.Image


@dataclass(frozen=True)
class Signature:
    """One signature of a file, as it stands."""

    name: str  # common name of its certificate
    certificate: str  # in hex, DER
    signed_at: str  # ISO 8601, as the signer says; "" when they do not
    reason: str  # as the signer says
    is_intact: bool  # what it covers is as it was signed


@dataclass(frozen=True)
class Words:
    """What a signature says of itself; `time_stamps` is the address of who stamps its time (RFC 3161)."""

    reason: str
    location: str = ""
    time_stamps: str = ""


def sign(content: bytes, signer: signers.Signer, field: str, words: Words, stamp: Stamp | None = None) -> bytes:
    """*content* with a signature in *field* behind it; in a field that was reserved it stands where that is.

    Raises SigningError (of pyHanko) and OSError when the key or the time stamps cannot be had.
    """
    service = words.time_stamps
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=words.reason,
        location=words.location or None,
    )
    place: dict[str, Any] = {"on_page": stamp.page, "box": stamp.box} if stamp else {}
    style = (
        StaticStampStyle(background=PdfImage(stamp.picture), background_opacity=1, border_width=0) if stamp else None
    )
    maker = signers.PdfSigner(
        meta,
        signer=signer,
        timestamper=timestamps.HTTPTimeStamper(service, timeout=10) if service else None,
        stamp_style=style,
        new_field_spec=fields.SigFieldSpec(field, **place),
    )
    out = BytesIO()
    with ThreadPoolExecutor(1) as apart:  # pyHanko begins an event loop; the caller may have one of its own
        apart.submit(maker.sign_pdf, IncrementalPdfFileWriter(BytesIO(content)), output=out).result()
    return out.getvalue()


def reserve(content: bytes, field: str, page: int, box: tuple[int, int, int, int]) -> bytes:
    """*content* with an empty *field* of that place: who signs first covers it, who comes later signs there."""
    out, writer = BytesIO(), IncrementalPdfFileWriter(BytesIO(content))
    fields.append_signature_field(writer, fields.SigFieldSpec(field, on_page=page, box=box))
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def signatures_of(content: bytes) -> list[Signature]:
    """The signatures of *content*, the oldest first. Raises UnreadablePdf."""
    try:
        reader = PdfFileReader(BytesIO(content))
        return [_read(signature) for signature in reader.embedded_signatures[:MOST]]
    except (
        PdfError,
        SigningError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as fault:
        raise UnreadablePdf(str(fault)) from fault


def facts_of(content: bytes) -> list[dict[str, Any]]:
    """The same as plain values, for another process. Raises UnreadablePdf."""
    return [asdict(signature) for signature in signatures_of(content)]


def _read(embedded: Any) -> Signature:
    certificate: x509.Certificate = embedded.signer_cert
    trust = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    try:
        status = validate_pdf_signature(embedded, trust)
        intact = bool(status.intact and status.valid)
        signed_at: datetime | None = status.signer_reported_dt
    except SignatureValidationError:
        intact, signed_at = False, None
    return Signature(
        name=str(certificate.subject.native.get("common_name", "")),
        certificate=certificate.dump().hex(),
        signed_at=signed_at.isoformat() if signed_at else "",
        reason=str(embedded.sig_object.get("/Reason", ""))[:REASON_MAX],
        is_intact=intact,
    )


__all__ = [
    "Signature",
    "SigningError",
    "Stamp",
    "UnreadablePdf",
    "Words",
    "facts_of",
    "reserve",
    "sign",
    "signatures_of",
]
