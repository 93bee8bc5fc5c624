"""Sign PDF files, and read what their signatures are worth (PAdES, ETSI EN 319 142); no key and no trust of its own.

Loads pyHanko, which takes half a second: only who signs or checks imports this.
"""

import gc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from asn1crypto import crl, keys, x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import CertificateBuilder, Name, NameAttribute
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfWriter

MOST = 6  # signatures that are read; a paper of ours has two or three
REASON_MAX = 200
PROOF_ALONE = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
STAMP_SECONDS = 10  # for one time stamp, whole


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
    is_last: bool  # it covers the file: nothing but proof of signatures was added after it


class NoTimeStamp(OSError):
    """Who stamps times does not answer, or not with a time stamp."""


@dataclass(frozen=True)
class Words:
    """What a signature says of itself; `time_stamps` is the address of who stamps its time (RFC 3161)."""

    reason: str
    location: str = ""
    time_stamps: str = ""


@dataclass(frozen=True)
class Proof:
    """What proves later that a certificate was good: roots and revocation lists (DER), put into the file."""

    roots: tuple[bytes, ...] = field(repr=False)
    lists: tuple[bytes, ...] = field(repr=False)

    @property
    def context(self) -> ValidationContext:
        """The same for pyHanko, which fetches nothing."""
        return ValidationContext(
            trust_roots=list(map(x509.Certificate.load, self.roots)),
            crls=list(map(crl.CertificateList.load, self.lists)),
            allow_fetching=False,
            revocation_mode="soft-fail",
        )


def sign(
    content: bytes,
    signer: signers.Signer,
    name: str,
    words: Words,
    stamp: Stamp | None = None,
    proof: Proof | None = None,
) -> bytes:
    """*content* with a signature in the field *name* behind it: of level B, with time stamps B-T, with *proof* B-LT.

    In a field that was reserved it stands where that is.

    Raises NoTimeStamp, SigningError (of pyHanko, also where *proof* proves nothing) and what the signer raises.
    """
    service = words.time_stamps
    meta = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=words.reason,
        location=words.location or None,
        embed_validation_info=proof is not None,
        validation_context=proof.context if proof else None,
    )
    place: dict[str, Any] = {"on_page": stamp.page, "box": stamp.box} if stamp else {}
    style = (
        StaticStampStyle(background=PdfImage(stamp.picture), background_opacity=1, border_width=0) if stamp else None
    )
    maker = signers.PdfSigner(
        meta,
        signer=signer,
        timestamper=_stamper(service) if service else None,
        stamp_style=style,
        new_field_spec=fields.SigFieldSpec(name, **place),
    )
    out = BytesIO()
    try:
        with ThreadPoolExecutor(1) as apart:  # pyHanko begins an event loop; the caller may have one of its own
            apart.submit(maker.sign_pdf, IncrementalPdfFileWriter(BytesIO(content)), output=out).result()
    except timestamps.TimestampRequestError as fault:
        raise NoTimeStamp(str(fault)) from fault
    return out.getvalue()


def reserve(content: bytes, field: str, page: int, box: tuple[int, int, int, int]) -> bytes:
    """*content* with an empty *field* of that place: who signs first covers it, who comes later signs there."""
    out, writer = BytesIO(), IncrementalPdfFileWriter(BytesIO(content))
    fields.append_signature_field(writer, fields.SigFieldSpec(field, on_page=page, box=box))
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


class Stamper(timestamps.HTTPTimeStamper):
    """Asks a service for time stamps; what is none counts as no answer."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """The stamp. Raises TimestampRequestError."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (ValueError, TypeError, KeyError, TimeoutError) as fault:
            raise timestamps.TimestampRequestError(str(fault)) from fault


@cache
def _stamper(service: str) -> Stamper:
    """One for each service: its first stamp, which measures how much room one takes, is asked for once."""
    return Stamper(service, timeout=STAMP_SECONDS)


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


@cache
def warm_up() -> None:
    """Sign and read one blank sheet, so that processes forked from this one have loaded all that reading takes."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime(2026, 1, 1, tzinfo=UTC)
    name = Name([NameAttribute(NameOID.COMMON_NAME, "warm")])
    builder = CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    own = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, SHA256())
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        x509.Certificate.load(own.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(private),
        SimpleCertificateStore(),
    )
    sheet, out = PdfWriter(), BytesIO()
    sheet.add_blank_page(9, 9)
    sheet.write(out)
    facts_of(sign(sign(out.getvalue(), signer, "a", Words("a")), signer, "b", Words("b")))
    gc.freeze()


def _read(embedded: Any) -> Signature:
    certificate: x509.Certificate = embedded.signer_cert
    trust = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    try:
        status = validate_pdf_signature(embedded, trust)
        intact = bool(status.intact and status.valid)
        signed_at: datetime | None = status.signer_reported_dt
        is_last = status.coverage == SignatureCoverageLevel.ENTIRE_FILE or status.modification_level in PROOF_ALONE
    except SignatureValidationError:
        intact, is_last, signed_at = False, False, None
    return Signature(
        name=str(certificate.subject.native.get("common_name", "")),
        certificate=certificate.dump().hex(),
        signed_at=signed_at.isoformat() if signed_at else "",
        reason=str(embedded.sig_object.get("/Reason", ""))[:REASON_MAX],
        is_intact=intact,
        is_last=bool(intact and is_last),
    )


__all__ = [
    "NoTimeStamp",
    "Proof",
    "Signature",
    "SigningError",
    "Stamp",
    "UnreadablePdf",
    "Words",
    "facts_of",
    "reserve",
    "sign",
    "signatures_of",
    "warm_up",
]
