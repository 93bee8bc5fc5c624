"""The port to the postal company: what any provider answers, and which one the settings name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

PROVIDERS = {"sandbox": "dossiers.postal.sandbox.Sandbox"}


class Fact(StrEnum):
    """What the company says of a parcel."""

    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    CAME_BACK = "came_back"


@dataclass(frozen=True)
class Status:
    """A fact, when it came about, and in the company's words: who took the parcel, or why it comes back."""

    fact: Fact
    at: datetime | None = None
    words: str = ""
    reference: str = ""  # of the company's record of delivery


class PostalService(Protocol):
    """A provider. It raises OSError (a timeout is one) where the company does not answer, and knows no table.

    What it says is believed because it was asked: nothing that comes by itself is.
    """

    def register(self, *, recipient: str, address: str, reference: str) -> str:
        """Announce one parcel to *recipient* at *address*; our *reference*. Returns the number to put on it."""

    def status(self, number: str, at: datetime) -> Status:
        """Where the parcel of this number is at *at*."""


def service() -> PostalService | None:
    """The provider that the settings name; None where the desk types numbers and facts from paper alone."""
    return _made(settings.POSTAL_SERVICE)


@lru_cache(maxsize=4)
def _made(name: str) -> PostalService | None:
    if not name:
        return None
    provider: PostalService = import_string(PROVIDERS.get(name, name))()
    return provider
