"""Read and write a year of the official calendar as lines of text, one a day.

`30/04/2027; nghỉ lễ; Ngày Chiến thắng; chiều; SLD-MC`: day, kind, name, and where it is so the half of the day
and the one agency that it is for. A sheet saved as CSV reads the same, with `;`, `,` or tabs between.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from procedures.models import CalendarDay
from toolbox.text import fold, nfc

Kind, Half = CalendarDay.Kind, CalendarDay.Half
KINDS = {
    Kind.HOLIDAY: "nghỉ lễ",
    Kind.COMPENSATORY: "nghỉ bù",
    Kind.SWAP_OFF: "nghỉ hoán đổi",
    Kind.SWAP_WORK: "làm bù",
    Kind.LOCAL_CLOSURE: "đóng cửa",
    Kind.RECEPTION_ONLY: "chỉ tiếp nhận",
    Kind.ORDINARY: "làm việc như thường",
}
HALVES = {Half.MORNING: "sáng", Half.AFTERNOON: "chiều"}
FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
LINES_MAX, NAME_MAX = 400, 120
SATURDAY = 5


class BadLines(ValueError):
    """Lines that cannot be read: each fault is a sentence that names its line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def read_lines(year: int, text: str, agency_codes: Iterable[str] = ()) -> list[CalendarDay]:
    """Parse *text* into the days of *year*, in order, without decision or version. Raises BadLines."""
    codes, faults, rows = set(agency_codes), [], []
    lines = [(number, line) for number, line in enumerate(nfc(text).splitlines(), 1) if line.strip(" ;,\t")]
    if lines and not _parse_day(_cells(lines[0][1])[0]) and fold(lines[0][1]).startswith("ngay"):
        lines = lines[1:]  # the heading of a sheet
    for number, line in lines[:LINES_MAX]:
        try:
            rows.append(_parse_line(year, line, codes))
        except ValueError as error:
            faults.append(_("Dòng %(n)d: %(fault)s") % {"n": number, "fault": error})
    faults += list(_duplicates(rows))
    if len(lines) > LINES_MAX:
        faults.append(_("Nhiều nhất %(most)d dòng một năm.") % {"most": LINES_MAX})
    if not lines:
        faults.append(_("Nhập ít nhất một ngày nghỉ của năm %(year)d.") % {"year": year})
    if faults:
        raise BadLines(faults)
    return sorted(rows, key=lambda row: (row.date, row.agency_code))


def write_lines(days: Iterable[CalendarDay]) -> str:
    """The same days as lines, to be changed and read again."""
    return "\n".join(_write_line(row) for row in sorted(days, key=lambda row: (row.date, row.agency_code)))


def _write_line(row: CalendarDay) -> str:
    cells = [f"{row.date:%d/%m/%Y}", KINDS[Kind(row.kind)], row.name, "", row.agency_code]
    if row.half:
        cells[3] = HALVES[Half(row.half)]
    return "; ".join(cells).rstrip("; ")


def _cells(line: str) -> list[str]:
    delimiter = next((mark for mark in (";", "\t", ",") if mark in line), ";")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))]


def _parse_line(year: int, line: str, agency_codes: set[str]) -> CalendarDay:
    """One line as a row. Raises ValueError with a message for the reader."""
    day_text, kind_text, name, half_text, agency = (_cells(line) + [""] * 5)[:5]
    day = _parse_day(day_text)
    if day is None:
        raise ValueError(_("“%(said)s” không phải là ngày; viết như 30/4/2027.") % {"said": day_text[:40]})
    if day.year != year:
        raise ValueError(_("ngày %(day)s không thuộc năm %(year)d.") % {"day": f"{day:%d/%m/%Y}", "year": year})
    kind = _key_of(KINDS, kind_text)
    if kind is None:
        raise ValueError(
            _("loại “%(said)s” không có; chọn một trong: %(kinds)s.")
            % {"said": kind_text[:40], "kinds": ", ".join(KINDS.values())}
        )
    half = _key_of(HALVES, half_text) if half_text else ""
    if half is None:
        raise ValueError(_("buổi phải là sáng hoặc chiều, hoặc để trống."))
    _check(day, kind, name, agency, agency_codes)
    return CalendarDay(date=day, kind=kind, name=name, half=half, agency_code=agency)


def _check(day: date, kind: str, name: str, agency: str, agency_codes: set[str]) -> None:
    if not name or len(name) > NAME_MAX:
        raise ValueError(_("nhập tên ngày nghỉ, dài nhất %(most)d ký tự.") % {"most": NAME_MAX})
    if agency and agency not in agency_codes:
        raise ValueError(_("không có đơn vị nào mã “%(said)s”.") % {"said": agency[:40]})
    weekend = day.weekday() >= SATURDAY
    if kind == Kind.SWAP_WORK and not weekend:
        raise ValueError(_("ngày làm bù phải là thứ Bảy hoặc Chủ nhật."))
    if kind in (Kind.SWAP_OFF, Kind.COMPENSATORY) and weekend:
        raise ValueError(_("ngày nghỉ bù, nghỉ hoán đổi phải là ngày làm việc."))


def _parse_day(text: str) -> date | None:
    for form in FORMATS:
        with suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    return None


def _key_of(words: Mapping[Any, str], text: str) -> str | None:
    """The key that *text* names, by its word, with or without accents, or by itself; None for none."""
    folded = fold(text).removeprefix("buoi ").replace("ngay le", "nghi le")
    return next((str(key) for key, word in words.items() if folded in (fold(word), str(key))), None)


def _duplicates(rows: list[CalendarDay]) -> Iterator[str]:
    seen: set[tuple[date, str]] = set()
    for row in rows:
        if (row.date, row.agency_code) in seen:
            yield _("Ngày %(day)s có hai dòng.") % {"day": f"{row.date:%d/%m/%Y}"}
        seen.add((row.date, row.agency_code))
