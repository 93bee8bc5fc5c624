"""Export rows as CSV or PDF; knows no report."""

import csv
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.template.loader import render_to_string

from reports.tables.base import Column, Report
from toolbox import pdf

# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, so that spreadsheets show the accents; no cell is a formula. Line by line."""
    writer = csv.writer(_Echo())
    yield BOM_UTF8 + str(writer.writerow([str(column.title) for column in columns])).encode()
    for row in rows:
        yield str(writer.writerow([_csv_cell(column, row[column.key]) for column in columns])).encode()


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


def as_pdf(report: Report, rows: Iterable[dict[str, Any]], description: str, remark: str = "") -> bytes:
    """A landscape sheet to print and file; *remark* says what is left out."""
    values = [[(column, column.shown(row[column.key])) for column in report.columns] for row in rows]
    context = {"report": report, "rows": values, "said": description, "remark": remark}
    return pdf.render(render_to_string("reports/sheet.html", context))


def text_cell(value: Any) -> str:
    """*value* as text that no spreadsheet evaluates."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv_cell(column: Column, value: Any) -> str:
    typed = column.typed(value)
    return str(typed) if isinstance(value, int | float) else text_cell(typed)
