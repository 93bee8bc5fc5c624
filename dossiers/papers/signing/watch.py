"""Watch the certificates that sign here: who is told that one ends, and what monitoring reads of them."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate
from django.conf import settings
from django.utils import timezone

from dossiers.notices import contexts
from dossiers.notices.kinds import CERTIFICATE_ENDS
from dossiers.papers.signing.certificates import WARNED_BEFORE, Held, ending, fault_of, held
from notifications.actions import compose, send
from people.models import Post, User
from toolbox.tokens import TokenFault


@dataclass(frozen=True)
class Watched:
    """A certificate as the last look found it; `fault` is why it signs nothing, or empty."""

    key: str
    name: str
    ends_at: str  # ISO 8601
    fault: str

    def ends_soon(self, at: datetime) -> bool:
        """True from thirty days before its end on."""
        return datetime.fromisoformat(self.ends_at) <= at + WARNED_BEFORE


def look_over(at: datetime) -> int:
    """Note how each certificate stands, and tell signers and administrators of those that end; returns how many do.

    A token that does not answer leaves the last look as it was. Each is told once a month ahead, and once it is over.
    """
    try:
        rows, soon = held(), ending(at)
    except TokenFault:
        return 0
    notes = [Watched(one.key, one.name, one.ends_at.isoformat(), fault_of(one.certificate, at) or "") for one in rows]
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_text(json.dumps([vars(note) for note in notes], ensure_ascii=False), encoding="utf-8")
    for one in soon:
        _tell(one, at)
    return len(soon)


def last_look() -> list[Watched]:
    """What the last look noted; nothing before the first, and where nothing signs by certificates of its own."""
    if settings.SIGNING["way"] not in ("files", "pkcs11"):
        return []
    try:
        return [Watched(**row) for row in json.loads(_file().read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _file() -> Path:
    return Path(settings.RECORD_DIR) / "certificates.json"


def _tell(one: Held, at: datetime) -> None:
    """To the person who signs by it, and to administrators."""
    posts = Post.objects.in_force(timezone.localdate(at)).filter(role=Post.Role.ADMINISTRATOR, user__is_active=True)
    people = {post.user for post in posts.select_related("user")}
    people |= set(User.objects.filter(is_active=True, username=one.key.removeprefix("person-")))
    once = f"certificate/{_digest(one.certificate)}/{'over' if one.ends_at <= at else 'ends'}"
    context = contexts.certificate_ends(one.name, one.ends_at, is_over=one.ends_at <= at)
    send(compose(CERTIFICATE_ENDS, sorted(people, key=str), at=at, context=context, once=once, mail_from=at))


def _digest(certificate: Certificate) -> str:
    return certificate.fingerprint(SHA256()).hex()[:16]
