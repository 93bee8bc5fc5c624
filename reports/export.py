"""Export rows as CSV, XLSX or PDF; knows no report."""

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.template.loader import render_to_string

from reports.tables.base import Column, Report, Sheet
from toolbox import pdf

# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Control characters, which no workbook may hold.
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_csv(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, so that spreadsheets show the accents; no cell is a formula. Line by line."""
    writer = csv.writer(_Echo())
    yield BOM_UTF8 + str(writer.writerow([str(column.title) for column in columns])).encode()
    for row in rows:
        yield str(writer.writerow([_cell(row[column.key]) for column in columns])).encode()


def counted_lines(lines: Iterable[bytes], note: Callable[[int], object]) -> Iterator[bytes]:
    """*lines*, the first of which is the heading; once all were sent, *note* gets the number of rows."""
    rows = -1
    for line in lines:
        yield line
        rows += 1
    note(max(rows, 0))


class _Echo:
    """A file that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        """The line itself, which `writerow` hands on."""
        return line


def as_xlsx(report: Report | Sheet, rows: Iterable[dict[str, Any]], description: str) -> bytes:
    """A workbook of one sheet: title, *description* of the parameters, headings, rows. No cell is a formula."""
    from openpyxl.utils.cell import get_column_letter  # noqa: PLC0415 - only who asks pays
    from openpyxl.workbook.workbook import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)  # rows go to a file as they come
    sheet = book.create_sheet("II.06a" if report.name == "ii06a" else report.name[:31])
    for number, _column in enumerate(report.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = 48 if number == 2 else 16
    sheet.append([str(report.title)])
    sheet.append([description])
    sheet.append([str(column.title) for column in report.columns])
    if any(column.number for column in report.columns):
        sheet.append([column.number for column in report.columns])
    for row in rows:
        sheet.append([_value(row[column.key]) for column in report.columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_pdf(report: Report, rows: Iterable[dict[str, Any]], description: str) -> bytes:
    """A landscape sheet to print and file."""
    values = [[column.shown(row[column.key]) for column in report.columns] for row in rows]
    context = {"report": report, "rows": values, "said": description}
    return pdf.render(render_to_string("reports/sheet.html", context))


def _value(value: Any) -> Any:
    """Numbers as numbers; text that no spreadsheet evaluates or refuses."""
    if isinstance(value, int | float):
        return value
    return ILLEGAL.sub("", _cell(value))


def _cell(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
