"""DeclaredParties: what the applicant was called as the dossier was filed; kept with it.

A company that changes its name, or a person who does, filed under the old one: papers, pages and the API of that
dossier go on saying so, and name the new one beside it (Decree 61/2018 art. 17: the receipt is of who filed).
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from people.models import Party, PartyChange

APPLICANT = "applicant"


@dataclass(frozen=True)
class Declared:
    """The facts of one party, as it is filed with a dossier."""

    name: str = ""
    kind: str = ""
    citizen_id: str = ""
    tax_code: str = ""
    passport_no: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""

    @classmethod
    def of(cls, party: Party) -> "Declared":
        """The facts of *party* as they stand now."""
        return cls(**{field.name: getattr(party, field.name) for field in fields(cls)})

    @property
    def identity_number(self) -> str:
        """The number printed on receipts: citizen number, tax code or passport."""
        return self.citizen_id or self.tax_code or self.passport_no


class DeclaredParties(models.Model):
    """The column, and what a dossier calls its parties by it."""

    # applicant → the fields of `Declared`; written by filing alone, empty in what was filed before.
    declared_parties: "models.JSONField[Any, Any]" = models.JSONField(default=dict, db_default={})
    applicant: Any
    submitted_at: Any

    class Meta:
        abstract = True

    def declare_parties(self) -> None:
        """Note what the parties are called today."""
        facts = asdict(Declared.of(self.applicant))
        self.declared_parties = {APPLICANT: {name: value for name, value in facts.items() if value}}

    @property
    def declared(self) -> Declared:
        """The applicant as filed; of a draft as they are now."""
        return self._declared(APPLICANT, self.applicant)

    @property
    def declared_name(self) -> str:
        """What the applicant was called as it was filed; in a list it reads nothing more, unless a name changed."""
        facts = self.declared_parties.get(APPLICANT)
        if facts or self.submitted_at is None or not getattr(self, "party_changed", True):
            return str(facts["name"] if facts else self.applicant.name)
        return self.declared.name

    @property
    def applicant_now(self) -> str:
        """What the applicant is called today, where that is another name; else nothing."""
        name: str = self.applicant.name
        return name if name != self.declared_name else ""

    @property
    def applicant_title(self) -> str:
        """The applicant as filed, and what they are called now where that differs."""
        return with_now(self.declared_name, self.applicant.name)

    @property
    def address_title(self) -> str:
        """Their address as filed, and the one they have now where that differs."""
        return with_now(self.declared.address, self.applicant.address)

    @property
    def number_title(self) -> str:
        """Their number as filed, and the one they have now where that differs."""
        return with_now(self.declared.identity_number, self.applicant.identity_number)

    def _declared(self, role: str, party: Party) -> Declared:
        if facts := self.declared_parties.get(role):
            return Declared(**facts)
        return Declared.of(party) if self.submitted_at is None else _as_of(party, self.submitted_at)


class PartyChanged(models.Func):
    """True where a party, an expression, was ever called or reached otherwise."""

    output_field = models.BooleanField()
    template = "EXISTS (SELECT 1 FROM people_partychange c WHERE c.party_id = %(expressions)s)"


def with_now(before: str, now: str) -> str:
    """*before*, and *now* beside it where it differs."""
    if not before or not now or before == now:
        return before or now
    return _("%(before)s (nay là %(now)s)") % {"before": before, "now": now}


def _as_of(party: Party, at: Any) -> Declared:
    """What *party* was called at *at*, by the changes kept since: of dossiers filed before names were kept."""
    facts = asdict(Declared.of(party))
    for change in PartyChange.objects.filter(party=party, at__gt=at).order_by("-id"):
        facts |= {name: value for name, value in change.before.items() if name in facts}
    return Declared(**facts)
