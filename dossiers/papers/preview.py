"""What is signed is what was seen: the digest of a proposal, and its file before it is signed."""

from typing import Any

from dossiers.models import Dossier
from people.seals.digests import digest


def digest_of_proposal(dossier: Dossier) -> str:
    """One word for everything that a signer decides on: outcome, words, fields, and the files handed in."""
    files: list[Any] = list(dossier.attachments.order_by("pk").values_list("pk", "sha256"))
    facts = [dossier.proposed_outcome, dossier.result_text, dossier.result_fields, files]
    return digest(facts)[:32]
