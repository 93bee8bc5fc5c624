"""Acts on people: the only writers of parties, representations, posts, agencies and accounts."""

from people.actions.account_details import change_details, checked_email, checked_name, checked_phone, open_account
from people.actions.accounts import KEY_LIFETIME, clock_user, end_key, issue_key, renew_credentials, reset_second_factor
from people.actions.checks import check_applicant, checked_twin, join_account, register_checked_party
from people.actions.contacts import (
    change_at_counter,
    change_contacts,
    change_of,
    confirm,
    parties_reached_by,
    take_back,
)
from people.actions.invitations import hand_out, invitation_of, invite, mail_all, set_password
from people.actions.numbers import KnownNumber
from people.actions.parties import claim, known_party, own_party, register_party
from people.actions.party_changes import change_party
from people.actions.posts import appoint, end_at_once, open_agency, path_below, revoke
from people.actions.representation_ends import end_representation, endless_guardians
from people.actions.representations import represent, represent_by_slip

__all__ = [
    "KEY_LIFETIME",
    "KnownNumber",
    "appoint",
    "change_at_counter",
    "change_contacts",
    "change_details",
    "change_of",
    "change_party",
    "check_applicant",
    "checked_email",
    "checked_name",
    "checked_phone",
    "checked_twin",
    "claim",
    "clock_user",
    "confirm",
    "end_at_once",
    "end_key",
    "end_representation",
    "endless_guardians",
    "hand_out",
    "invitation_of",
    "invite",
    "issue_key",
    "join_account",
    "known_party",
    "mail_all",
    "open_account",
    "open_agency",
    "own_party",
    "parties_reached_by",
    "path_below",
    "register_checked_party",
    "register_party",
    "renew_credentials",
    "represent",
    "represent_by_slip",
    "reset_second_factor",
    "revoke",
    "set_password",
    "take_back",
]
