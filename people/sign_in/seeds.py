"""Encrypt the seeds of second factors: whoever reads the database alone makes no codes."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction

from toolbox.fernet import derived, ring

PREFIX, PURPOSE = "f1:", b"motcua.seeds"
SECRETS = ("secret", "seed", "migrated_codes")  # in the data of an authenticator; the last is a list


@dataclass
class Renewal:
    """What came of encrypting all seeds anew: how many were, and how many no key here can read."""

    renewed: int = 0
    unreadable: int = 0


def encrypt(text: str) -> str:
    """*text*, encrypted with a key of SECRET_KEY."""
    return PREFIX + ring(PURPOSE).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """The text again, by any key in SECRET_KEY and its fallbacks; empty, which no code fits, without the right one."""
    if not text.startswith(PREFIX):
        return text
    try:
        return ring(PURPOSE).decrypt(text.removeprefix(PREFIX)).decode()
    except InvalidToken:
        return ""


def renew_all() -> Renewal:
    """Encrypt with SECRET_KEY what stands under an older key, or under none; afterwards the older key may go.

    May be broken off and run again; people who use their factor meanwhile are not disturbed.
    """
    renewal = Renewal()
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None or not isinstance(row.data, dict):
                continue
            data = row.data | {name: _renewed(row.data[name], renewal) for name in SECRETS if name in row.data}
            if data != row.data:
                Authenticator.objects.filter(pk=pk).update(data=data)  # no seal holds it: it moves with each use
                renewal.renewed += 1
    return renewal


def _renewed(value: Any, renewal: Renewal) -> Any:
    """A secret, or each of a list, under the key in use; as it is where it stands there, or where no key reads it."""
    if isinstance(value, list):
        return [_renewed(one, renewal) for one in value]
    if not isinstance(value, str) or _is_current(value):
        return value
    text = decrypt(value)
    if value and not text:
        renewal.unreadable += 1
        return value
    return encrypt(text)


def _is_current(text: str) -> bool:
    try:
        Fernet(derived(settings.SECRET_KEY, PURPOSE)).decrypt(text.removeprefix(PREFIX))
    except InvalidToken:
        return False
    return text.startswith(PREFIX)
