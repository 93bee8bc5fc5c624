"""Rows that are no dossier's but decide who may do what: each stands in a chain of its own."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry

from people.models import Agency, Incident, IncidentEntry, Party, Post, PostGrant, Representation, User
from people.seals.collector import watch
from people.seals.registry import seal_model

SUBJECTS = [
    seal_model(Agency),
    seal_model(Post),
    seal_model(PostGrant, "grant"),
    seal_model(Party),
    seal_model(Representation),
    seal_model(User, "account", without={"last_login"}),
    seal_model(EmailAddress, "address", without={"primary"}),
    seal_model(Authenticator, "factor", without={"data", "last_used_at"}),  # both move with each use
    seal_model(LogEntry, "adminlog"),
    seal_model(Incident),
    seal_model(IncidentEntry, "entry", kind="incident", path="incident_id"),
]


def connect() -> None:
    """Have each row sealed as it is saved."""
    for sealed in SUBJECTS:
        watch(sealed)
