"""Change the facts of a party: what it was called before stays found, and what it declared stays as declared."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.actions.numbers import mark_single, refuse_known
from people.models import Party, PartyChange, User
from people.models.party_change import FACTS, NUMBERS
from toolbox.refusal import InvalidInput, Refused
from toolbox.text import fold, nfc


def change_party(
    party: Party, facts: Mapping[str, Any], *, ground: str, by: User | None, at: datetime
) -> PartyChange | None:
    """Change *facts* of *party*, keeping who did it, when, on which ground; None where nothing differs.

    A new name or number is for what is filed from now on: dossiers keep theirs (Decree 61/2018 art. 17, the receipt is
    of who filed). Raises InvalidInput without a name or a ground, Refused for another checked party's number.
    """
    _require_texts(facts, ground)
    try:
        with transaction.atomic():
            row = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
            clean = {name: nfc(value) if isinstance(value, str) else value for name, value in facts.items()}
            changed = [name for name in FACTS if name in clean and clean[name] != getattr(row, name)]
            if not changed:
                return None
            return _change(row, {name: clean[name] for name in changed}, ground=ground, by=by, at=at)
    except IntegrityError:
        raise Refused(_("Số giấy tờ này đã thuộc về một người hoặc tổ chức khác.")) from None


def _change(row: Party, after: dict[str, Any], *, ground: str, by: User | None, at: datetime) -> PartyChange:
    before = {name: getattr(row, name) for name in after}
    columns = [*after, "name_folded"] if "name" in after else [*after]
    for name, value in after.items():
        setattr(row, name, value)
    row.name_folded = fold(row.name)[:255]
    refuse_known(row)
    if {"passport_no", "passport_country"} & after.keys():
        mark_single(row)
        columns.append("passport_single")
    row.save(update_fields=columns)
    given_up = [str(before[name]) for name in NUMBERS if before.get(name)]
    return PartyChange.objects.create(
        party=row,
        before=_plain(before),
        after=_plain(after),
        ground=ground.strip()[:300],
        at=at,
        by=by,
        name_folded=fold(str(before.get("name", "")))[:255],
        numbers=f" {' '.join(given_up)} "[:80] if given_up else "",
    )


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def _require_texts(facts: Mapping[str, Any], ground: str) -> None:
    if "name" in facts and not nfc(facts["name"]):
        message = _("Nhập họ, chữ đệm và tên như trên căn cước")
        raise InvalidInput({"name": [message]}, message)
    if not ground.strip():
        message = _("Nhập căn cứ của thay đổi, ví dụ: giấy đăng ký thay đổi lần 2")
        raise InvalidInput({"ground": [message]}, message)
