"""What a paper is worth that somebody holds in hand: by its code, by its QR code, or by its file.

Three questions of a file: did we sign it, is it as we signed it, and does it still hold (Decree 130/2018 art. 9)?
The file is judged in a process of its own and kept nowhere.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from dossiers.models import Paper
from dossiers.papers import codes, qr_codes
from dossiers.papers.signing.roots import is_ours
from toolbox import sandbox
from toolbox.inspection import SIGNED_PDF


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
    return list(event.papers.select_related("dossier", "event").order_by("id")) if event else []


def papers_by_qr(text: str) -> list[Paper]:
    """The papers that a QR code of ours vouches for; none for a code of somebody else."""
    facts = qr_codes.read(text)
    if facts is None:
        return []
    return [paper for paper in papers_by_code(facts.code) if paper.reference == facts.reference]


def check_file(content: bytes) -> FileCheck:
    """What the signatures of *content* say. Raises UnreadableFile, and sandbox.Busy when many are being judged."""
    count, answer = sandbox.inspect(content, SIGNED_PDF)
    if count < 0 or not answer.startswith("["):
        raise UnreadableFile
    rows = json.loads(answer)
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
