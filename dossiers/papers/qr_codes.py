"""What the QR code of a paper says: its facts, signed (Ed25519), so that they hold without the site or a network.

The key is the one that signs the roots of the record; its public half stands at /minh-bach/nhat-ky/ and /xac-minh/.
"""

import base64
import binascii
import json
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.utils import timezone

from dossiers.models import Paper
from dossiers.papers.codes import code_of
from people.seals.keys import public_keys, signing_key

FORM = 1
SIGNATURE = 64  # bytes
LONGEST = 1500


@dataclass(frozen=True)
class PaperFacts:
    """What a QR code vouches for."""

    code: str
    kind: str
    reference: str
    issued_on: str  # ISO date, in Vietnam
    holder: str  # of a person initials, but for the last name


def address_of(paper: Paper) -> str:
    """The address that the QR code of *paper* holds."""
    return f"{settings.SITE_URL}/xac-minh/?k={_signed(facts_of(paper))}"


def facts_of(paper: Paper) -> PaperFacts:
    """The facts of *paper* as anybody may know them."""
    issued_on = timezone.localdate(paper.issued_at).isoformat()
    kind = paper.get_kind_display()
    return PaperFacts(code_of(paper.event), kind, paper.reference, issued_on, holder_of(paper))


def read(text: str, keys: set[str] | None = None) -> PaperFacts | None:
    """The facts that a QR code holds, once its signature is by one of *keys*, or ours; None for anything else."""
    try:
        content = base64.urlsafe_b64decode(text[:LONGEST] + "=" * (-len(text) % 4))
        signature, facts = content[:SIGNATURE], content[SIGNATURE:]
        form, *values = json.loads(facts)
        paper = PaperFacts(*values)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    is_ours = form == FORM and any(_is_signed(facts, signature, key) for key in keys or public_keys())
    return paper if is_ours and all(isinstance(value, str) for value in values) else None


def holder_of(paper: Paper) -> str:
    """Whose it is, as anybody may know: a company by its name, a person by initials."""
    name = str(paper.context.get("applicant", ""))
    return masked_name(name) if paper.context.get("salutation") else name


def masked_name(name: str) -> str:
    """`Nguyễn Văn An` as `N. V. An`: enough for whoever holds the paper, too little for whoever guesses codes."""
    *others, last = name.split() or [""]
    return " ".join([*(f"{part[0]}." for part in others), last])


def _signed(paper: PaperFacts) -> str:
    facts = json.dumps([FORM, *asdict(paper).values()], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(signing_key().sign(facts) + facts).decode().rstrip("=")


def _is_signed(facts: bytes, signature: bytes, key: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, facts)
    except InvalidSignature:
        return False
    return True
