"""Hold the numbers of checked parties single: a citizen number, a tax code, and a passport with its country."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from people.models import Party
from toolbox.refusal import Refused

LABELS = {
    "citizen_id": _lazy("Số định danh cá nhân"),
    "tax_code": _lazy("Mã số thuế"),
    "passport_no": _lazy("Số hộ chiếu"),
}


class KnownNumber(Refused):
    """Somebody checked carries this number already; the counter is led to them."""

    def __init__(self, party: Party, label: str) -> None:
        words = _("%(label)s này đã có: %(name)s. Số đã thuộc về người, tổ chức ấy; mở ra thay vì thêm mới.")
        super().__init__(words % {"label": label, "name": party})
        self.party = party


def known_by(facts: Mapping[str, Any], *, but: int | None = None) -> tuple[str, Party] | None:
    """The field by which *facts* name a checked party, and that party; None where they name nobody."""
    rows = Party.objects.checked().order_by("pk")
    rows = rows if but is None else rows.exclude(pk=but)
    for name in ("citizen_id", "tax_code"):
        if facts.get(name) and (party := rows.filter(**{name: facts[name]}).first()):
            return name, party
    number = facts.get("passport_no", "")
    if number and (party := rows.with_passport(number, facts.get("passport_country", "")).first()):
        return "passport_no", party
    return None


def refuse_known(party: Party) -> None:
    """Refuse, for a checked *party*, a number that another one carries. Raises KnownNumber."""
    facts = {name: getattr(party, name) for name in ("citizen_id", "tax_code", "passport_no", "passport_country")}
    if party.is_checked and (known := known_by(facts, but=party.pk)):
        name, other = known
        raise KnownNumber(other, str(LABELS[name]))


def mark_single(party: Party) -> None:
    """Have the database hold the passport of a checked *party* single, once it is saved."""
    party.passport_single = bool(party.passport_no) and party.is_checked


def hold_passports_single() -> tuple[int, list[list[Party]]]:
    """Mark the passports of before they were held single; returns how many, and those that two or more carry.

    Safe to run again: who carries the same as another stays as they are until somebody corrects one.
    """
    doubles: dict[str, set[Party]] = {}
    marked = 0
    for party in Party.objects.checked().filter(passport_single=False).exclude(passport_no="").order_by("pk"):
        others = Party.objects.checked().exclude(pk=party.pk)
        if known := list(others.with_passport(party.passport_no, party.passport_country)):
            doubles.setdefault(party.passport_no, set()).update((party, *known))
        else:
            marked += _marked(party)
    return marked, [sorted(rows, key=lambda row: row.pk) for rows in doubles.values()]


def _marked(party: Party) -> bool:
    mark_single(party)
    try:
        with transaction.atomic():
            party.save(update_fields=["passport_single"])
    except IntegrityError:  # taken at a counter in this second
        return False
    return True
