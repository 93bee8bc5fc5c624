"""Write rows as a workbook of Excel: in constant memory, all of them, with cells of instants and of numbers."""

import re
import tempfile
from collections.abc import Iterable
from typing import IO, Any

from reports.export import text_cell
from reports.tables.base import Column, Report, Sheet

SHEET_ROWS = 1_048_576  # the most that Excel opens; what is beyond goes on in the next sheet
# Control characters, which no workbook may hold.
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FORMATS = {  # a spreadsheet writes the comma and the point of its own language
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "instant": {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
    "seconds": {"num_format": "dd/mm/yyyy hh:mm:ss", "align": "left"},
    "day": {"num_format": "dd/mm/yyyy", "align": "left"},
    "whole": {"num_format": "#,##0"},
    "decimal": {"num_format": "#,##0.0"},
}
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
WIDE, NARROW = 48, 18


def write_workbook(report: Report | Sheet, rows: Iterable[dict[str, Any]], description: str) -> tuple[IO[bytes], int]:
    """A file, to be closed by who reads it, with title, *description*, headings and all *rows*; and how many.

    Rows go to the disk as they come, so that memory does not follow their number. No cell is a formula.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - only who asks pays

    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    count = 0
    with Workbook(file, OPTIONS) as book:
        pages = _Pages(book, report, description)
        for row in rows:
            pages.add(row)
            count += 1
    file.seek(0)
    return file, count


class _Pages:
    """The sheets of a book, one after the other, each begun with the same head."""

    def __init__(self, book: Any, report: Report | Sheet, description: str) -> None:
        self.book, self.report, self.description = book, report, description
        self.formats = {name: book.add_format(properties) for name, properties in FORMATS.items()}
        self.begin()

    def begin(self) -> None:
        """A new sheet with its head: title, description, headings and, where a form has them, their numbers."""
        name = "II.06a" if self.report.name == "ii06a" else self.report.name[:26]
        number = len(self.book.worksheets()) + 1
        self.sheet = self.book.add_worksheet(name if number == 1 else f"{name} ({number})")
        columns = self.report.columns
        for place, _column in enumerate(columns):
            self.sheet.set_column(place, place, WIDE if place == 1 else NARROW)
        self.sheet.write_string(0, 0, str(self.report.title), self.formats["title"])
        self.sheet.write_string(1, 0, self.description)
        for place, column in enumerate(columns):
            self.sheet.write_string(2, place, str(column.title), self.formats["heading"])
        self.next = 3
        if any(column.number for column in columns):
            for place, column in enumerate(columns):
                self.sheet.write_string(3, place, column.number)
            self.next = 4
        self.sheet.freeze_panes(self.next, 0)

    def add(self, row: dict[str, Any]) -> None:
        """One more row; a full sheet is followed by the next."""
        if self.next >= SHEET_ROWS:
            self.begin()
        for place, column in enumerate(self.report.columns):
            self._write(place, column, row[column.key])
        self.next += 1

    def _write(self, place: int, column: Column, value: Any) -> None:
        if at := column.at(value):
            shape = "day" if column.day else "seconds" if column.seconds else "instant"
            self.sheet.write_datetime(self.next, place, at, self.formats[shape])
        elif isinstance(value, int | float):
            shape = "whole" if isinstance(value, int) else "decimal"
            self.sheet.write_number(self.next, place, value, self.formats[shape])
        elif value not in (None, ""):
            self.sheet.write_string(self.next, place, ILLEGAL.sub("", text_cell(value)))
