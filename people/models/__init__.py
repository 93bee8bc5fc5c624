"""Models of people: agencies, posts, accounts, parties and who represents them."""

from people.models.agency import Agency
from people.models.answer import IdempotentAnswer
from people.models.api_key import ApiKey
from people.models.delegation import Delegation
from people.models.email_change import EmailChange
from people.models.grant import PostGrant
from people.models.incident import Incident, IncidentEntry
from people.models.invitation import Invitation
from people.models.party import Party, Representation
from people.models.party_change import PartyChange
from people.models.post import SUBTREE_ROLES, Post
from people.models.read import Read
from people.models.reference import ReferenceVersion
from people.models.representation_rows import ActsFor, Follows, FormerMail, Represents, WritesDraft
from people.models.seal import Seal
from people.models.staff_sheet import StaffSheet
from people.models.typed_input import TypedInput
from people.models.user import User

__all__ = [
    "SUBTREE_ROLES",
    "ActsFor",
    "Agency",
    "Delegation",
    "ApiKey",
    "Follows",
    "EmailChange",
    "FormerMail",
    "IdempotentAnswer",
    "Incident",
    "IncidentEntry",
    "Invitation",
    "Party",
    "PartyChange",
    "Post",
    "PostGrant",
    "Read",
    "ReferenceVersion",
    "Representation",
    "Represents",
    "Seal",
    "StaffSheet",
    "TypedInput",
    "User",
    "WritesDraft",
]
