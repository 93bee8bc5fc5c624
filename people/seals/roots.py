"""Signed roots: every hour one hash over the heads that changed, chained, signed, and kept outside the database."""

import hashlib
import json
import os
import secrets
import shutil
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from people.models.seal import Seal
from people.seals import merkle
from people.seals.heads import delete_day_files, faults_of_lines, line_of
from people.seals.keys import public_keys, signing_key

OVERLAP = 10_000  # seals looked at again: a transaction may commit after one that began later
FORM = 1


@dataclass(frozen=True)
class Root:
    """One signed root; its heads stand in a file beside it, one a line."""

    form: int
    number: int
    made_at: str  # in UTC
    previous: str  # SHA-256 of the file of the root before
    heads: int  # how many lines
    last_seal: int  # up to which seal the database was read
    root: str  # Merkle root over the lines (RFC 6962)
    public_key: str = ""  # Ed25519, hex
    signature: str = ""  # over the other fields as canonical JSON, hex

    @property
    def signed_at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)

    @property
    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        facts = {key: value for key, value in asdict(self).items() if key != "signature"}
        return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def folder() -> Path:
    """Where roots are kept."""
    return Path(settings.RECORD_DIR) / "roots"


def sign_root(at: datetime) -> Root | None:
    """Sign a root over the heads that changed since the last one; None when nothing did, or another process was first.

    Copies go to the folder and the address outside, where some are set.
    """
    last = newest()
    path = file_of(last.number + 1 if last else 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    until = Seal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if last and until == last.last_seal:
        return None
    heads = path.parent / f"draft-{secrets.token_hex(8)}"
    with heads.open("w", encoding="utf-8") as lines:
        count = sum(1 for line in _changed_heads(last.last_seal - OVERLAP if last else 0) if lines.write(f"{line}\n"))
    signed = _signed(
        Root(
            form=FORM,
            number=last.number + 1 if last else 1,
            made_at=at.isoformat(),
            previous=_file_hash(file_of(last.number)) if last else "",
            heads=count,
            last_seal=until,
            root=merkle.root(_lines(heads)),
        )
    )
    heads.replace(heads_file(signed))  # first: a root is never without the lines it was signed over
    if not _publish(signed, path):
        return None
    _copy_outside(signed, path)
    delete_day_files(timezone.localdate(at) - timedelta(days=1))
    return signed


def newest() -> Root | None:
    """The last root; None before the first."""
    files = sorted(folder().glob("*.json"))
    return read(files[-1]) if files else None


def since(seal: int) -> Iterator[Root]:
    """The roots that were signed once the seal with this key was there, the oldest first."""
    files = sorted(folder().glob("*.json"))
    for file in files[bisect_left(files, seal, key=lambda file: read(file).last_seal) :]:
        yield read(file)


def heads_of(number: int) -> list[str]:
    """The lines that a root was signed over."""
    return list(_lines(heads_file(read(file_of(number)))))


def latest(count: int) -> list[Root]:
    """The last *count* roots, the newest first."""
    return [read(file) for file in sorted(folder().glob("*.json"))[: -count - 1 : -1]]


def read(file: Path) -> Root:
    """The root in *file*. Raises ValueError or TypeError for what is none."""
    facts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return Root(**facts)


def file_of(number: int) -> Path:
    """The file of a root."""
    return folder() / f"{number:08d}.json"


def heads_file(signed: Root) -> Path:
    """The file of the lines that a root was signed over, one head a line."""
    return folder() / f"{signed.number:08d}-{signed.root[:16]}.heads"


def faults_of_roots() -> Iterator[str]:
    """What is wrong with the roots themselves, and the chains that ended otherwise than a root says."""
    previous, expected = "", 1
    for file in sorted(folder().glob("*.json")):
        try:
            root = read(file)
        except (ValueError, TypeError):
            yield f"root {file.name} cannot be read"
            continue
        for fault in _faults_of_root(root, previous, expected):
            yield f"root {root.number}: {fault}"
        previous, expected = _file_hash(file), root.number + 1
        if (heads := heads_file(root)).exists():
            for fault in faults_of_lines(_lines(heads)):
                yield f"{fault} (root {root.number})"


def is_signed(root: Root) -> bool:
    """True when a key of this site signed *root*."""
    if root.public_key not in public_keys():
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(root.public_key))
        key.verify(bytes.fromhex(root.signature), root.signed_bytes)
    except (InvalidSignature, ValueError):
        return False
    return True


def _faults_of_root(root: Root, previous: str, expected: int) -> Iterator[str]:
    if root.number != expected:
        yield f"root {expected} is missing before it"
    elif root.previous != previous:
        yield "does not follow the root before it"
    if not is_signed(root):
        yield "is not signed by this site"
    heads = heads_file(root)
    if not heads.exists() or merkle.root(_lines(heads)) != root.root:
        yield "its heads are not those it was signed over"


def _changed_heads(after: int) -> Iterator[str]:
    """The head of each chain that has a seal above *after*, by kind and key."""
    last: Seal | None = None
    rows = Seal.objects.filter(pk__gt=after).order_by("kind", "key", "seq").only("kind", "key", "seq", "hash")
    for seal in rows.iterator(chunk_size=2000):
        if last is not None and (last.kind, last.key) != (seal.kind, seal.key):
            yield line_of(last)
        last = seal
    if last is not None:
        yield line_of(last)


def _signed(unsigned: Root) -> Root:
    key = signing_key()
    facts = asdict(unsigned) | {"public_key": key.public_key().public_bytes_raw().hex()}
    named = Root(**facts)
    return Root(**facts | {"signature": key.sign(named.signed_bytes).hex()})


def _publish(signed: Root, path: Path) -> bool:
    """Put the root in place, whole or not at all; False when the number was taken meanwhile."""
    draft = path.parent / f"draft-{secrets.token_hex(8)}"
    draft.write_text(json.dumps(asdict(signed), indent=1) + "\n", encoding="utf-8")
    try:
        os.link(draft, path)
    except FileExistsError:
        if (taken := read(path)).root != signed.root or taken.last_seal != signed.last_seal:
            heads_file(signed).unlink(missing_ok=True)
        return False
    finally:
        draft.unlink()
    return True


def _copy_outside(signed: Root, path: Path) -> None:
    if settings.RECORD_COPY_TO:
        place = Path(settings.RECORD_COPY_TO)
        place.mkdir(parents=True, exist_ok=True)
        for file in (path, heads_file(signed)):
            shutil.copyfile(file, place / file.name)
    if settings.RECORD_MAIL_TO:
        subject = f"{settings.SITE_NAME}: root {signed.number}"
        send_mail(subject, json.dumps(asdict(signed), indent=1), None, [settings.RECORD_MAIL_TO])


def _lines(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n")


def _file_hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
