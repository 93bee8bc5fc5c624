"""Read a sheet of staff line by line: every fault in its line and column, and what cannot be seen is a fault too."""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from people.models import Agency, Post, User
from people.staff.sheet_checks import person_faults
from people.staff.sheet_columns import BY_KEY, COLUMNS, ROLES, ROWS_MAX, Column, Fault, StaffRow
from toolbox.text import fold, has_control_characters, nfc
from toolbox.workbook_places import column_number, letters_of, row_number

DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
Cells = dict[str, Any]
Units = dict[str, Agency]  # by code, in capitals


def rows_of(facts: dict[str, Any]) -> tuple[list[StaffRow], list[Fault]]:
    """The lines of a workbook, as `workbook_reading.facts_of` has it, and everything that is wrong with its cells."""
    lines = facts["rows"]
    if not lines:
        return [], [Fault.at(0, "", _("Bảng không có dòng nào. Nhập vào tệp mẫu rồi gửi lại."))]
    places, faults = _headings(*lines[0])
    faults += _unseen(facts, places)
    if not places:
        return [], faults
    if len(lines) == 1:
        faults.append(Fault.at(0, "", _("Bảng chỉ có dòng tiêu đề. Nhập mỗi người một dòng.")))
    if len(lines) - 1 > ROWS_MAX:
        message = _(
            "Bảng có %(count)d dòng; mỗi bảng nhiều nhất %(most)d dòng để người xác nhận đọc hết. Chia nhỏ bảng."
        )
        faults.append(Fault.at(0, "", message % {"count": len(lines) - 1, "most": ROWS_MAX}))
        return [], faults
    rows, units = [], {unit.code.upper(): unit for unit in Agency.objects.all()}
    for number, cells in lines[1:]:
        named = {key: cells[place] if place < len(cells) else "" for key, place in places.items()}
        row, wrong = _row(number, named, units)
        faults += wrong
        rows += [row] if row else []
    return rows, faults


def _headings(number: int, cells: list[Any]) -> tuple[dict[str, int], list[Fault]]:
    """Where each column stands; none while one that is needed lacks, one is there twice or none of ours."""
    with translation.override(settings.LANGUAGE_CODE):
        known = {fold(str(column.title)): column.key for column in COLUMNS}
    places: dict[str, int] = {}
    faults = []
    for place, cell in enumerate(cells):
        key = known.get(fold(cell)) if isinstance(cell, str) else None
        if cell != "" and (key is None or key in places):
            words = {"letter": letters_of(place + 1), "text": _shown(cell)}
            if key is None:
                message = _("Cột %(letter)s “%(text)s” không có trong mẫu. Bỏ cột này, hoặc dùng đúng tiêu đề của mẫu.")
            else:
                message = _("Cột %(letter)s “%(text)s” có hai lần. Giữ một cột.")
            faults.append(Fault.at(number, "", message % words))
        elif key is not None:
            places[key] = place
    for column in COLUMNS:
        if column.required and column.key not in places:
            message = _("Thiếu cột “%(title)s” ở dòng tiêu đề (dòng %(number)d).") % {
                "title": column.title,
                "number": number,
            }
            faults.append(Fault.at(number, "", message))
    return ({} if faults else places), faults


def _unseen(facts: dict[str, Any], places: dict[str, int]) -> list[Fault]:
    """Formulas, merged cells, hidden lines and columns: what stands there is not what somebody reads."""
    keys = {place + 1: key for key, place in places.items()}
    faults = []
    for reference in facts["formulas"]:
        message = _("Ô %(cell)s có công thức. Chép giá trị (dán dạng giá trị) rồi gửi lại.") % {"cell": reference}
        faults.append(Fault.at(row_number(reference), keys.get(column_number(reference), ""), message))
    for reference in facts["merged"]:
        message = _("Các ô %(cells)s bị gộp. Bỏ gộp và nhập đủ từng dòng.") % {"cells": reference}
        faults.append(Fault.at(row_number(reference), keys.get(column_number(reference), ""), message))
    for number in facts["hidden_rows"]:
        faults.append(Fault.at(number, "", _("Dòng này đang ẩn hoặc bị lọc. Hiện mọi dòng, xóa dòng không dùng.")))
    for number in facts["hidden_columns"]:
        message = _("Cột %(letter)s đang ẩn. Hiện mọi cột, xóa cột không dùng.") % {"letter": letters_of(number)}
        faults.append(Fault.at(0, "", message))
    return faults


def _row(number: int, cells: Cells, units: Units) -> tuple[StaffRow | None, list[Fault]]:
    """One line; None with its faults where a cell cannot be read."""
    values: dict[str, Any] = {"email": "", "phone": "", "until": None, "decision_no": ""}
    faults = []
    for key, cell in cells.items():
        column = BY_KEY[key]
        try:
            values[key] = _day(cell, column) if column.is_day else _text(cell, column)
        except ValueError as error:
            faults.append(Fault.at(number, key, error))
    if not faults and values["until"] and values["until"] < values["since"]:
        faults.append(Fault.at(number, "until", _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")))
    faults += [*_unit_faults(number, values, units), *_role_faults(number, values)]
    if not faults:
        return StaffRow(number=number, **values), []
    name = str(values.get("username", "")).lower()
    if not User.objects.filter(username=name).exists():  # a line that cannot be read whole: what can be is checked
        faults += person_faults(number, values)
    return None, faults


def _unit_faults(number: int, values: Cells, units: Units) -> list[Fault]:
    """What is wrong with the unit, whose code is put into *values* as it is kept."""
    code = values.get("unit")
    if not code:
        return []
    unit = units.get(code.upper())
    if unit is None:
        message = _("Không có đơn vị mã “%(code)s”. Xem mã ở trang Hướng dẫn của tệp mẫu.") % {"code": code}
        return [Fault.at(number, "unit", message)]
    values["unit"] = unit.code
    if unit.valid_to is None:
        return []
    message = _("Đơn vị “%(name)s” đã kết thúc. Ghi mã đơn vị đang hoạt động.") % {"name": unit.name}
    return [Fault.at(number, "unit", message)]


def _role_faults(number: int, values: Cells) -> list[Fault]:
    """The same of the role."""
    typed = values.get("role")
    if not typed:
        return []
    role = _role(typed)
    if role is None:
        message = _("Không có vai trò “%(role)s”. Chọn trong danh sách của ô.") % {"role": typed}
        return [Fault.at(number, "role", message)]
    values["role"] = role.value
    if role in ROLES:
        return []
    message = _("Vai trò “%(role)s” do hai quản trị viên bổ nhiệm từng người ở trang Bổ nhiệm, không nhập bằng bảng.")
    return [Fault.at(number, "role", message % {"role": role.label})]


def _role(typed: str) -> Post.Role | None:
    """The role by its name in Vietnamese, however accented, or by its code."""
    with translation.override(settings.LANGUAGE_CODE):
        known = {fold(str(role.label)): role for role in Post.Role}
    return known.get(fold(typed)) or (Post.Role(typed) if typed in Post.Role.values else None)


def _text(cell: Any, column: Column) -> str:
    """A cell of text; a whole number is its digits. Raises ValueError with what is wrong."""
    if isinstance(cell, dict):
        if column.key == "phone" and "number" in cell:
            raise ValueError(_("Ô là số nên mất số 0 ở đầu. Định dạng ô là Văn bản rồi nhập lại số điện thoại."))
        if not isinstance(cell.get("number"), int):
            raise ValueError(_("Ô phải là văn bản, nay là “%(text)s”.") % {"text": _shown(cell)})
        cell = str(cell["number"])
    text = " ".join(nfc(cell).split())
    if column.required and not text:
        raise ValueError(_("Ô này để trống."))
    if has_control_characters(text):
        raise ValueError(_("Nội dung này có ký tự không đọc được. Xóa và gõ lại."))
    if len(text) > column.most:
        raise ValueError(_("Dài quá %(most)d ký tự.") % {"most": column.most})
    if text.startswith("#") and text.endswith(("!", "?", "A", "0")):
        raise ValueError(_("Ô mang lỗi của Excel (%(text)s). Nhập lại giá trị.") % {"text": text})
    return text


def _day(cell: Any, column: Column) -> date | None:
    """A day, as a cell of a date or as text by day, month, year. Raises ValueError with what is wrong."""
    if isinstance(cell, dict):
        return _within(_day_of_cell(cell))
    text = nfc(cell)
    if not text:
        if column.required:
            raise ValueError(_("Ô này để trống."))
        return None
    if parts := DAY.fullmatch(text):
        try:
            day = date(int(parts[3]), int(parts[2]), int(parts[1]))
        except ValueError:
            raise ValueError(_("Không có ngày “%(text)s”. Ghi theo ngày/tháng/năm.") % {"text": text}) from None
        return _within(day)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = _("Không đọc được ngày “%(text)s”. Ghi theo ngày/tháng/năm, ví dụ 27/3/2026.")
        raise ValueError(message % {"text": _shown(text)}) from None
    return _within(day)


def _day_of_cell(cell: dict[str, Any]) -> date:
    if "day" in cell:
        return date.fromisoformat(cell["day"])
    if "number" in cell:
        message = _("Ô là số %(number)s, không phải ngày. Định dạng ô là Ngày, hoặc gõ ngày/tháng/năm.")
        raise ValueError(message % {"number": cell["number"]})
    try:
        at = datetime.fromisoformat(cell["other"])
    except ValueError:
        raise ValueError(_("Ô phải là ngày, nay là “%(text)s”.") % {"text": _shown(cell)}) from None
    raise ValueError(_("Ô có cả giờ (%(at)s). Chỉ ghi ngày.") % {"at": f"{at:%H:%M %d/%m/%Y}"})


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        message = _("Ngày %(day)s nằm ngoài khoảng 1990–2100. Kiểm tra lại năm.")
        raise ValueError(message % {"day": f"{day:%d/%m/%Y}"})
    return day


def _shown(cell: Any) -> str:
    """What a cell holds, as its fault names it."""
    value = next(iter(cell.values()), "") if isinstance(cell, dict) else cell
    text = str(value)
    return f"{text[:40]}…" if len(text) > 40 else text
