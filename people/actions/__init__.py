"""Acts on people: the only writers of parties, representations, posts, agencies and accounts."""

from people.actions.accounts import KEY_LIFETIME, clock_user, end_key, issue_key, renew_credentials, reset_second_factor
from people.actions.checks import check_applicant, checked_twin, join_account, register_checked_party
from people.actions.numbers import KnownNumber
from people.actions.parties import claim, own_party, register_party
from people.actions.party_changes import change_party
from people.actions.posts import appoint, end_at_once, open_agency, path_below, revoke
from people.actions.representations import represent, represent_by_slip

__all__ = [
    "KEY_LIFETIME",
    "KnownNumber",
    "appoint",
    "change_party",
    "check_applicant",
    "checked_twin",
    "claim",
    "clock_user",
    "end_at_once",
    "end_key",
    "issue_key",
    "join_account",
    "open_agency",
    "own_party",
    "path_below",
    "register_checked_party",
    "register_party",
    "renew_credentials",
    "represent",
    "represent_by_slip",
    "reset_second_factor",
    "revoke",
]
