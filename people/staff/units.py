"""Acts on units: open one under its parent, change how it is reached and printed. A new name is a new unit."""

import re
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.actions import path_below
from people.grants import require_administrator
from people.models import Agency, User
from people.models.reference import forget_version
from toolbox.refusal import InvalidInput, Refused
from toolbox.text import has_control_characters, nfc

CODE = re.compile(r"[A-Z0-9]([A-Z0-9.-]{0,18}[A-Z0-9])?")
PATH_MAX = 200
# What changes while the unit stays the same; code, name, kind and parent are what papers of before were issued under.
FACTS = ("name_en", "short_name", "national_code", "symbol", "place", "address", "phone")


def open_unit(
    *, code: str, name: str, kind: str, parent: Agency, since: date, by: User, at: datetime, **facts: str
) -> Agency:
    """Open a unit below *parent* from *since*. Raises Forbidden, and InvalidInput by field."""
    require_administrator(by, None, at)
    code, name = nfc(code).upper(), " ".join(nfc(name).split())
    if not CODE.fullmatch(code):
        _refuse("code", _("Mã chỉ gồm chữ in hoa không dấu, chữ số, dấu chấm và gạch nối, nhiều nhất 20 ký tự."))
    if Agency.objects.filter(code__iexact=code).exists():
        _refuse("code", _("Mã này đã có đơn vị dùng. Mã không dùng lại, kể cả của đơn vị đã kết thúc."))
    if not name or has_control_characters(name):
        _refuse("name", _("Nhập tên đơn vị, bằng chữ đọc được."))
    if parent.valid_to is not None or parent.valid_from > since:
        _refuse("parent", _("Đơn vị cấp trên phải đang hoạt động từ ngày này."))
    path = path_below(parent, code)
    if len(path) > PATH_MAX:
        _refuse("parent", _("Cây đơn vị quá sâu. Chọn đơn vị cấp trên gần gốc hơn."))
    return _created(code=code, name=name, kind=kind, parent=parent, path=path, valid_from=since, **_tidy(facts))


def change_unit(unit: Agency, facts: dict[str, str], *, by: User, at: datetime) -> Agency:
    """Change how *unit* is reached and printed. Raises Forbidden, Refused for one that ended."""
    require_administrator(by, None, at)
    with transaction.atomic():
        locked = Agency.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        if locked.valid_to is not None:
            raise Refused(_("Đơn vị này đã kết thúc: thông tin của nó giữ như khi đó."))
        for name, value in _tidy(facts).items():
            setattr(locked, name, value)
        locked.save(update_fields=list(FACTS))
        forget_version()
    return locked


def _created(**facts: Any) -> Agency:
    try:
        with transaction.atomic():
            unit = Agency.objects.create(**facts)
    except IntegrityError as error:
        raise Refused(_("Mã này vừa có đơn vị khác dùng. Chọn mã khác.")) from error
    forget_version()
    return unit


def _tidy(facts: dict[str, str]) -> dict[str, str]:
    return {name: " ".join(nfc(facts.get(name, "")).split()) for name in FACTS}


def _refuse(field: str, message: str) -> None:
    raise InvalidInput({field: [message]}, message)
