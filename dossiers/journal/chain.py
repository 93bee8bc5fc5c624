"""Hash the events of a dossier into a chain: the canonical form, its digest, and the salted digest of a note."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from dossiers.models import Event


def canonical(event: Event) -> bytes:
    """The bytes an event's hash is taken over: every fact, and the hash before it."""
    return json.dumps(facts_of(event), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def facts_of(event: Event) -> dict[str, Any]:
    """What the hash of an event is taken over."""
    return {
        "dossier": event.dossier_id,
        "seq": event.seq,
        "verb": str(event.verb),
        "from": event.from_state,
        "to": event.to_state,
        "by": event.by_id,
        "unit": event.unit_name,
        "at": utc(event.at),
        "recorded_at": utc(event.recorded_at),
        "particulars": event.particulars,
        "note": event.note_hash,
        "previous": event.previous_hash,
    }


def digest(event: Event) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(event)).hexdigest()


def note_digest(salt: str, text: str) -> str:
    """The salted hash of a personal text: all that the chain keeps of it."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def utc(instant: datetime | None) -> str:
    """An instant as the record writes it, to the microsecond; empty while there is none."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds") if instant else ""
