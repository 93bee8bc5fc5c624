"""Export the record of one dossier for who checks it without us (bin/check_record.py)."""

from dataclasses import asdict
from itertools import islice
from typing import Any

from dossiers.journal.chain import facts_of
from dossiers.journal.sealing import KIND
from dossiers.models import Dossier
from people.models import Seal
from people.seals import heads, merkle, roots
from people.seals.digests import plain, values_of
from people.seals.registry import KINDS

FORM = 1
LATER = 3  # roots looked at for a seal: its transaction may have ended after the first was signed


def export(dossier: Dossier, *, with_rows: bool) -> dict[str, Any]:
    """Events, seals, and the newest signed root that holds this dossier, with the proof that it does.

    With *with_rows* also the sealed rows as they stand: for auditors and courts, since they say more than the
    applicant may see before a decision.
    """
    seals = list(Seal.objects.filter(kind=KIND, key=dossier.pk).order_by("seq"))
    facts = {
        "form": FORM,
        "code": dossier.name,
        "dossier": dossier.pk,
        "events": [{**facts_of(event), "hash": event.hash} for event in dossier.events.order_by("seq")],
        "seals": [_seal_facts(seal) for seal in seals],
        **_anchor(seals),
    }
    return facts | {"rows": _rows(dossier)} if with_rows else facts


def _seal_facts(seal: Seal) -> dict[str, Any]:
    names = ("form", "kind", "key", "seq", "rows", "as_found", "previous_hash", "hash")
    return {name: getattr(seal, name) for name in names} | {"recorded_at": plain(seal.recorded_at)}


def _anchor(seals: list[Seal]) -> dict[str, Any]:
    """The first root that holds the newest seal it can as a head; empty before the first that holds any."""
    for seal in reversed(seals):
        line = heads.line_of(seal)
        for root in islice(roots.since(seal.pk), LATER):
            held = roots.heads_of(root.number)
            if line in held:
                return {"root": asdict(root), "head": line, "proof": merkle.proof(held, held.index(line))}
    return {}


def _rows(dossier: Dossier) -> dict[str, Any]:
    return {
        sealed.label(row): values_of(row, sealed.fields)
        for sealed in KINDS[KIND].members
        if not sealed.is_derived
        for row in sealed.rows_of([dossier.pk])
    }
