"""Workbooks as people send them: right, wrong in every way, and made to do harm."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

HEADINGS = (
    *("Tên đăng nhập", "Họ và tên", "Thư điện tử", "Số điện thoại", "Mã đơn vị", "Vai trò", "Từ ngày"),
    *("Đến ngày", "Số quyết định"),
)
GOOD = (
    "lvnam",
    "Lê Văn Nam",
    "lvnam@example.vn",
    "0912345678",
    "SLD-NCC",
    "Chuyên viên",
    date(2026, 12, 1),
    "",
    "12/QĐ",
)
Fill = Callable[[Any, Any], object]


def book(fill: Fill, **options: Any) -> bytes:
    """A workbook whose first sheet *fill* writes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, **options}) as made:
        fill(made, made.add_worksheet("Danh sách"))
    return out.getvalue()


def sheet_of(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS, odd: Fill | None = None) -> bytes:
    """A workbook with these rows below the headings; days are cells of dates, and *odd* adds what ought not to be."""

    def fill(made: Any, sheet: Any) -> None:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, datetime.combine(value, time()), day)
                elif value != "":
                    sheet.write(number, place, value)
        if odd:
            odd(made, sheet)

    return book(fill)


def line(**changes: Any) -> tuple[Any, ...]:
    """The good line with some cells changed, by the number of the column: `c0` is the user name."""
    return tuple(changes.get(f"c{place}", value) for place, value in enumerate(GOOD))


def with_part(name: str, content: bytes, of: bytes | None = None) -> bytes:
    """A workbook with one part more, or another in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(of or sheet_of(GOOD))) as source, zipfile.ZipFile(out, "w", 8) as target:
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
        target.writestr(name, content)
    return out.getvalue()


def packed_strings(size: int) -> bytes:
    """A workbook whose table of strings unpacks to some 17 times *size* bytes."""
    return with_part("xl/sharedStrings.xml", b"<sst>" + b"<si><t>a</t></si>" * size + b"</sst>")
