"""Acts of an account on who it says it is: claims, which open nothing but what the account files itself."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.representations import represent
from people.models import Party, Representation, User
from toolbox.refusal import InvalidInput
from toolbox.text import fold, nfc

NUMBERS = ("citizen_id", "tax_code", "passport_no")
Scope = Representation.Scope


def register_party(*, name: str, kind: str = Party.Kind.PERSON, **facts: Any) -> Party:
    """Create a person or organisation as claimed, whoever else carries its number: that is never told."""
    return Party.objects.create(**party_fields(name, kind, facts))


def claim(*, user: User, since: date, scope: str = "", proof: str = "", **facts: Any) -> Party:
    """Keep whom *user* says they are or act for, and their claim to do so; the same claim again is the first one.

    An account is one person: raises InvalidInput for a second one, and for a scope that its kind does not have.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        scope = scope or _scope_of(facts.get("kind", Party.Kind.PERSON))
        if party := _same_claim(user, since, facts):
            return party
        if scope == Scope.OWN:
            _refuse_second_person(user, since)
        party = register_party(**facts)
        represent(user=user, party=party, scope=scope, since=since, proof=proof)
    return party


def own_party(user: User, day: date) -> Party:
    """The party the user is: themselves, else their organisation; claimed at the first filing from the account.

    Never a child or principal they act for: that one is always named.
    """
    if own := known_party(user, day):
        return own
    with transaction.atomic():
        # Two first filings at once make one party.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if own := known_party(user, day):
            return own
        party = register_party(name=str(user), phone=user.phone, email=user.email)
        represent(user=user, party=party, scope=Scope.OWN, since=day)
    return party


def known_party(user: User, day: date) -> Party | None:
    """The party the user is, where that is known: checked before claimed, a person before an organisation."""
    rows = Representation.objects.in_force(day).filter(user=user, only_code="", party__same_as=None)
    usable = [row for row in rows.select_related("party").order_by("-id") if row.is_checked or not row.party.is_checked]
    for scope in (Scope.OWN, Scope.EMPLOYEE):
        ranked = sorted((row for row in usable if row.scope == scope), key=lambda row: not row.is_checked)
        if ranked:
            return ranked[0].party
    return None


def party_fields(name: str, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The columns of a party, its texts composed and its name folded for the search."""
    clean = {key: nfc(value) if isinstance(value, str) else value for key, value in facts.items()}
    return {"name": nfc(name), "name_folded": fold(name)[:255], "kind": kind, **clean}


def _scope_of(kind: str) -> str:
    return Scope.EMPLOYEE if kind == Party.Kind.ORGANISATION else Scope.OWN


def _same_claim(user: User, day: date, facts: dict[str, Any]) -> Party | None:
    """The party with one of the same numbers for which the user files already."""
    for number in NUMBERS:
        rows = Party.objects.represented_by(user.pk, day)
        if facts.get(number) and (party := rows.filter(**{number: facts[number]}).first()):
            return party
    return None


def _refuse_second_person(user: User, day: date) -> None:
    own = Representation.objects.in_force(day).filter(user=user, scope=Scope.OWN, party__same_as=None)
    if row := own.select_related("party").first():
        message = _("Tài khoản này đã là của %(name)s. Chọn quan hệ của ông/bà với người được nộp hồ sơ.")
        message %= {"name": row.party}
        raise InvalidInput({"scope": [message]}, message)
