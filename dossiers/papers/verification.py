"""What a paper is worth that somebody holds in hand: by its code, by its QR code, or by its file.

Three questions of a file: did we sign it, is it as we signed it, and does it still hold (Decree 130/2018 art. 9)?
The file is judged in a process of its own and kept nowhere.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from dossiers.models import Paper
from dossiers.models.event import Verb
from dossiers.models.paper import LATER
from dossiers.papers import codes, qr_codes
from dossiers.papers.signing.roots import is_ours
from toolbox.formats import masked
from toolbox.traits import signatures_of


def public_facts(paper: Paper) -> dict[str, Any]:
    """*paper* as anybody may know it, by plain names: of a person who holds it only initials, and never a reason."""
    context, later = paper.context, getattr(getattr(paper, "result", None), "replaced_by", None)
    return {
        "kind": paper.kind,
        "name": _name_of(paper),
        "reference": paper.reference,
        "issued_on": timezone.localdate(paper.issued_at),
        "issuer": context.get("department") or context.get("desk", ""),
        "procedure": context.get("procedure", ""),
        "holder": qr_codes.holder_of(paper),
        "standing": paper.validity.value,
        "standing_label": paper.standing,
        "replaced_by": later.paper.reference if later else "",
        "signed_by": [signature["name"] for signature in paper.signatures],
    }


def _name_of(paper: Paper) -> str:
    """What it is called: a result by the name that its template prints."""
    return str(paper.context.get("result", {}).get("name") or paper.get_kind_display())


class UnreadableFile(ValueError):
    """The file is no PDF that can be read."""


@dataclass(frozen=True)
class SignatureCheck:
    """One signature of a file: whose, when, whether by a key of this site, whether what it covers is as it was."""

    name: str
    signed_at: datetime | None
    is_ours: bool
    is_intact: bool


@dataclass(frozen=True)
class FileCheck:
    """The answers: `is_ours`, `is_unchanged`, and the paper, which says whether it still holds."""

    signatures: list[SignatureCheck]
    is_ours: bool
    is_unchanged: bool
    paper: Paper | None


def papers_by_code(typed: str) -> list[Paper]:
    """The papers of the act whose code *typed* is; none for any other text."""
    event = codes.event_of(typed)
    return list(event.papers.select_related("dossier", "event", LATER).order_by("id")) if event else []


def filing_by_code(typed: str) -> dict[str, Any] | None:
    """When and where a dossier was filed, by the code on its acknowledgement; None for the code of another act."""
    event = codes.event_of(typed)
    if event is None or event.verb != Verb.SUBMITTED:
        return None
    dossier = event.dossier
    return {"at": event.at, "code": masked(dossier.name), "procedure": dossier.edition.name}


def papers_by_qr(text: str) -> list[Paper]:
    """The papers that a QR code of ours vouches for; none for a code of somebody else."""
    facts = qr_codes.read(text)
    if facts is None:
        return []
    return [paper for paper in papers_by_code(facts.code) if paper.reference == facts.reference]


def check_file(content: bytes) -> FileCheck:
    """What the signatures of *content* say. Raises UnreadableFile, and sandbox.Busy when many are being judged."""
    rows = signatures_of(content)
    if rows is None:
        raise UnreadableFile
    checks = [
        SignatureCheck(
            row["name"],
            parse_datetime(row["signed_at"]) if row["signed_at"] else None,
            is_ours(bytes.fromhex(row["certificate"])),
            row["is_intact"],
        )
        for row in rows
    ]
    intact = [row for row, check in zip(rows, checks, strict=True) if check.is_ours and check.is_intact]
    paper = codes.paper_of(intact[-1]["reason"]) if intact else None
    is_same = paper is not None and hashlib.sha256(content).hexdigest() == paper.sha256
    return FileCheck(checks, bool(intact), is_same, paper)
