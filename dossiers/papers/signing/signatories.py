"""Who signs a paper: decided when it is issued, and frozen with it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from people.models import Agency, User

PERSON, AGENCY = "person", "agency"


@dataclass(frozen=True)
class Signatory:
    """A person or an agency that signs: `key` is the account's or agency's name of its key."""

    field: str  # PERSON or AGENCY
    key: str
    name: str
    organisation: str


def signatories_of(person: User | None, agency: Agency) -> list[dict[str, str]]:
    """Plain facts of who signs, the person first and the agency last; none where nothing signs."""
    if settings.SIGNING["way"] == "none":
        return []
    unit = Signatory(AGENCY, f"agency-{agency.code}", agency.name, agency.name)
    both = [Signatory(PERSON, f"person-{person.username}", str(person), agency.name), unit] if person else [unit]
    return [asdict(one) for one in both]


def read(facts: list[dict[str, Any]]) -> list[Signatory]:
    """The signatories that a paper was issued with."""
    return [Signatory(**fact) for fact in facts]


def is_trial() -> bool:
    """True where certificates are of the site's own making; papers say so."""
    return bool(settings.SIGNING["way"] == "test")
