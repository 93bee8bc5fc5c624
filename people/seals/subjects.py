"""Rows that are no dossier's but decide who may do what: each stands in a chain of its own, keys in their owner's."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry

from people.models import (
    Agency,
    ApiKey,
    Delegation,
    EmailChange,
    Incident,
    IncidentEntry,
    Invitation,
    Party,
    PartyChange,
    Post,
    PostGrant,
    Representation,
    StaffSheet,
    User,
)
from people.seals.collector import watch
from people.seals.digests import digest, plain, values_of
from people.seals.registry import BY_MODEL, KINDS, SealedModel, seal_model


class FactorModel(SealedModel):
    """A second factor: its type and owner, and of a passkey the public key, which opens the account to its holder.

    Seeds and recovery codes are left out: they move with their use, and are encrypted anew when a key is changed.
    """

    def digest(self, row: Any) -> str:
        """The digest of *row*."""
        facts = values_of(row, self.fields)
        return digest(facts | {"data": plain(row.data)} if row.type == Authenticator.Type.WEBAUTHN else facts)


def _seal_factors() -> SealedModel:
    sealed = seal_model(Authenticator, "factor", without={"data", "last_used_at"})
    factors = FactorModel(sealed.name, sealed.model, sealed.kind, sealed.path, sealed.without)
    BY_MODEL[Authenticator], KINDS[sealed.kind].members[0] = factors, factors
    return factors


SUBJECTS = [
    seal_model(Agency),
    seal_model(Post),
    seal_model(PostGrant, "grant"),
    seal_model(Delegation),
    seal_model(Party),
    seal_model(PartyChange, "partychange", kind="party", path="party_id"),  # in the chain of whose facts they were
    seal_model(Representation),
    seal_model(User, "account", without={"last_login"}),
    seal_model(EmailChange, "emailchange"),
    seal_model(EmailAddress, "address", without={"primary"}),
    seal_model(ApiKey, "key", kind="account", path="user_id"),  # in the chain of whose it is
    seal_model(Invitation, kind="account", path="user_id"),  # it opens the account whose it is
    _seal_factors(),
    seal_model(StaffSheet, "staffsheet"),
    seal_model(LogEntry, "adminlog"),
    seal_model(Incident),
    seal_model(IncidentEntry, "entry", kind="incident", path="incident_id"),
]


def connect() -> None:
    """Have each row sealed as it is saved."""
    for sealed in SUBJECTS:
        watch(sealed)
