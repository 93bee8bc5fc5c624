"""Acts on people: the only writers of parties, representations, posts, agencies and accounts."""

from people.actions.accounts import clock_user
from people.actions.checks import check_applicant, checked_twin, join_account, register_checked_party
from people.actions.parties import claim, own_party, register_party
from people.actions.posts import appoint, open_agency, path_below, revoke
from people.actions.representations import represent, represent_by_slip

__all__ = [
    "appoint",
    "check_applicant",
    "checked_twin",
    "claim",
    "clock_user",
    "join_account",
    "open_agency",
    "own_party",
    "path_below",
    "register_checked_party",
    "register_party",
    "represent",
    "represent_by_slip",
    "revoke",
]
