"""Models of people: agencies, posts, accounts, parties and who represents them."""

from people.models.agency import Agency
from people.models.answer import IdempotentAnswer
from people.models.grant import PostGrant
from people.models.party import Party, Representation, Represents
from people.models.post import SUBTREE_ROLES, Post
from people.models.reference import ReferenceVersion
from people.models.user import User

__all__ = [
    "SUBTREE_ROLES",
    "Agency",
    "IdempotentAnswer",
    "Party",
    "Post",
    "PostGrant",
    "ReferenceVersion",
    "Representation",
    "Represents",
    "User",
]
