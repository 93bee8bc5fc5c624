"""The workbook to fill in: one line a person and post, with lists to choose from and a sheet that says how."""

import io
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from people.models import Agency, Post
from people.staff.sheet_columns import COLUMNS, ROLES, ROWS_MAX, SHEET_NAME, Column

WIDE = 24
FORMATS = {
    "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {"num_format": "@"},
    "day": {"num_format": "dd/mm/yyyy", "align": "left"},
    "title": {"bold": True, "font_size": 14},
    "wrapped": {"text_wrap": True, "valign": "top"},
}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def write_template() -> bytes:
    """The file: headings and lists on the first sheet, on the second what to write and the codes of today."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only who asks pays

    out = io.BytesIO()
    with translation.override(settings.LANGUAGE_CODE), Workbook(out, OPTIONS) as book:
        formats = {name: book.add_format(properties) for name, properties in FORMATS.items()}
        sheet, guide = book.add_worksheet(str(SHEET_NAME)), book.add_worksheet(_("Hướng dẫn"))
        first_unit, last_unit, first_role, last_role = _write_guide(guide, formats)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDE, formats["day" if column.is_day else "text"])
            sheet.write_string(0, place, str(column.title), formats["heading"])
            _validate(sheet, place, column, (first_unit, last_unit), (first_role, last_role), guide.get_name())
        sheet.freeze_panes(1, 1)
    return out.getvalue()


def _write_guide(guide: Any, formats: dict[str, Any]) -> tuple[int, int, int, int]:
    """How to fill it in; returns the first and last line of the units, and of the roles."""
    guide.set_column(0, 0, WIDE)
    guide.set_column(1, 1, 3 * WIDE, formats["wrapped"])
    guide.write_string(0, 0, _("Mỗi dòng một người và một vị trí công tác"), formats["title"])
    lines = [
        _("Người giữ hai vị trí có hai dòng, ghi giống nhau họ tên, thư và số điện thoại."),
        _("Không ghi mật khẩu: mỗi người nhận liên kết dùng một lần qua thư, hoặc phiếu in trao tay."),
        _("Không dùng công thức, gộp ô, ẩn dòng. Nhiều nhất %(most)d dòng một bảng.") % {"most": ROWS_MAX},
        _("Cả bảng có hiệu lực một lần, khi quản trị viên khác xác nhận."),
    ]
    row = 1
    for line in lines:
        guide.write_string(row, 0, line)
        row += 1
    for column in COLUMNS:
        row += 1
        guide.write_string(row, 0, f"{column.title}{' *' if column.required else ''}", formats["heading"])
        guide.write_string(row, 1, str(column.help))
    first_unit = _write_table(guide, row + 2, _("Mã đơn vị"), [(unit.code, unit.name) for unit in _units()], formats)
    last_unit = first_unit + len(_units()) - 1
    roles = [(Post.Role(role).label, role.value) for role in ROLES]
    first_role = _write_table(guide, last_unit + 2, _("Vai trò"), roles, formats)
    return first_unit, last_unit, first_role, first_role + len(roles) - 1


def _write_table(guide: Any, row: int, title: str, lines: list[tuple[Any, str]], formats: dict[str, Any]) -> int:
    guide.write_string(row, 0, title, formats["heading"])
    for place, (key, words) in enumerate(lines, row + 1):
        guide.write_string(place, 0, str(key))
        guide.write_string(place, 1, words)
    return row + 1


def _validate(
    sheet: Any, place: int, column: Column, units: tuple[int, int], roles: tuple[int, int], guide: str
) -> None:
    """A list to choose from for unit and role; a hint for every cell."""
    rule: dict[str, Any] = {"validate": "any", "input_title": str(column.title)[:32], "input_message": str(column.help)}
    lists = {"unit": units, "role": roles}
    if column.key in lists:
        first, last = lists[column.key]
        rule |= {"validate": "list", "source": f"='{guide}'!$A${first + 1}:$A${last + 1}", "ignore_blank": True}
    sheet.data_validation(1, place, ROWS_MAX, place, rule)


def _units() -> list[Agency]:
    return list(Agency.objects.filter(valid_to=None).order_by("path"))
