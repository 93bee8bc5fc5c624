"""Write a seal: its canonical form, its hash and its MAC, chained to the seal before it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from people.models.seal import Seal
from people.seals.digests import digest, plain
from people.seals.keys import key_name, mac

FORM = 1  # of the canonical form that is written now; every older one stays readable
Rows = Mapping[str, str | None]


class Head(NamedTuple):
    """Where a chain ends: the number and the hash of its last seal."""

    seq: int = 0
    hash: str = ""


def canonical_hash(seal: Seal) -> str:
    """The hash that follows from what *seal* says, in the form it was written in. Raises KeyError for no known form."""
    return digest(FORMS[seal.form](seal))


def seal_of(kind: str, key: int, head: Head, rows: Rows, at: datetime, *, as_found: bool = False) -> Seal:
    """The next seal of the chain that ends at *head*, not written yet; *at* is when it is recorded."""
    seal = Seal(kind=kind, key=key, seq=head.seq + 1, form=FORM, rows=dict(rows), as_found=as_found, recorded_at=at)
    seal.previous_hash = head.hash
    seal.hash, seal.key_name = canonical_hash(seal), key_name()
    seal.mac = mac(seal.hash, seal.key_name) or ""
    return seal


def faults_of(seals: Iterable[Seal]) -> Iterable[str]:
    """What is wrong with a whole chain, in the order of its seals."""
    head = Head()
    for seal in seals:
        if seal.seq != head.seq + 1:
            yield f"seal {head.seq + 1} is missing before seal {seal.seq}"
        elif seal.previous_hash != head.hash:
            yield f"seal {seal.seq} does not follow the seal before it"
        if seal.form not in FORMS or canonical_hash(seal) != seal.hash:
            yield f"seal {seal.seq} was changed"
        elif (expected := mac(seal.hash, seal.key_name)) is None:
            yield f"seal {seal.seq} is under a key that this site does not have"
        elif expected != seal.mac:
            yield f"seal {seal.seq} was not made by this site"
        head = Head(seal.seq, seal.hash)


def _form_1(seal: Seal) -> dict[str, Any]:
    return {
        "form": 1,
        "kind": seal.kind,
        "key": seal.key,
        "seq": seal.seq,
        "rows": seal.rows,
        "as_found": seal.as_found,
        "recorded_at": plain(seal.recorded_at),
        "previous": seal.previous_hash,
    }


FORMS = {1: _form_1}
