"""Read the first sheet of a workbook (xlsx), and name what is not plainly there to see: run apart from the site.

What a sheet hides or computes would be taken over unseen, so formulas, merged cells, hidden rows and columns are listed
beside the values. The XML is gone through first, within bounds: only a sheet of a list's size is unpacked whole.
"""

import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

from toolbox.workbook_places import column_number

ROWS_MAX, COLUMNS_MAX, CELL_MAX = 1000, 30, 300
ENTRIES_MAX, UNPACKED_MAX = 200, 32 * 1024 * 1024
NAMED_MAX = 50  # places of one kind that are named
TYPES = "[Content_Types].xml"
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PACKED = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0"  # Excel before 2007, and any workbook with a password
TROUBLES = (
    zipfile.BadZipFile,
    CalamineError,
    expat.ExpatError,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    StopIteration,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
)


class UnreadableWorkbook(Exception):
    """A file that is no list of Excel; its one argument is the word for the matter."""


@dataclass
class Scan:
    """What the XML of a sheet holds beside its values, by place: `E5`, or the number of a row."""

    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    filled_columns: set[int] = field(default_factory=set)
    row: int = 0
    row_is_hidden: bool = False
    cell: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element in. Raises UnreadableWorkbook beyond a list's size."""
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.row_is_hidden = attributes.get("hidden") in ("1", "true")
        elif kind == "c":
            self.cell = attributes.get("r", "")
        elif kind == "f":
            _note(self.formulas, self.cell)
        elif kind in ("v", "is"):
            self._fill()
        elif kind == "mergeCell":
            _note(self.merged, attributes.get("ref", ""))
        elif kind == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.hidden_columns.update(range(first, min(last, COLUMNS_MAX) + 1))

    def _fill(self) -> None:
        if self.row > ROWS_MAX:
            raise UnreadableWorkbook("long")
        column = column_number(self.cell)
        if column > COLUMNS_MAX:
            raise UnreadableWorkbook("wide")
        self.filled_columns.add(column)
        if self.row_is_hidden and self.row not in self.hidden_rows[-1:]:
            _note(self.hidden_rows, self.row)


def facts_of(content: bytes) -> dict[str, Any]:
    """The rows of the first visible sheet, each with its number, and where it hides or computes. Values are text, or

    `{"number": 5}`, `{"day": "2026-02-01"}`, `{"other": "08:00"}`. Raises UnreadableWorkbook.
    """
    if not content.startswith(PACKED):
        raise UnreadableWorkbook("old" if content.startswith(OLD) else "other")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            _refuse_odd_parts(book)
        loaded = load_workbook(io.BytesIO(content))
        visible = [sheet.name for sheet in loaded.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        if not visible:
            raise UnreadableWorkbook("damaged")
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            scan = _scan(book, _part_of(book, visible[0]))
        rows = loaded.get_sheet_by_name(visible[0]).to_python(skip_empty_area=False)
    except TROUBLES as error:
        raise UnreadableWorkbook("damaged") from error
    values = [(number, [_cell(value) for value in row]) for number, row in enumerate(rows, 1)]
    return {
        "rows": [row for row in values if any(cell != "" for cell in row[1])],
        "formulas": scan.formulas,
        "merged": scan.merged,
        "hidden_rows": scan.hidden_rows,
        "hidden_columns": sorted(scan.hidden_columns & scan.filled_columns),
    }


def _refuse_odd_parts(book: zipfile.ZipFile) -> None:
    """Raise UnreadableWorkbook for macros, for another kind of document, and for what unpacks to too much."""
    parts = book.infolist()
    if len(parts) > ENTRIES_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
        raise UnreadableWorkbook("large")
    types = book.read(TYPES) if TYPES in book.namelist() else b""
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts) or b"macroEnabled" in types:
        raise UnreadableWorkbook("macros")
    if MAIN not in types:
        raise UnreadableWorkbook("other")


def _part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds the sheet of this name."""
    keys: dict[str, str] = {}
    targets: dict[str, str] = {}

    def of_book(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            key = next(value for name, value in attributes.items() if name.rpartition(":")[2] == "id")
            keys.setdefault(attributes["name"], key)

    def of_relations(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    _parse(book.read("xl/workbook.xml"), of_book)
    _parse(book.read("xl/_rels/workbook.xml.rels"), of_relations)
    target = targets[keys[sheet]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _scan(book: zipfile.ZipFile, part: str) -> Scan:
    scan = Scan()
    _parse(book.read(part), scan.start)
    return scan


def _parse(xml: bytes, start: Any) -> None:
    """Go through *xml*; entities that it declares are refused, since they may unpack to anything."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(xml, True)


def _refuse_doctype(*_parts: object) -> None:
    raise UnreadableWorkbook("damaged")


def _note(places: list[Any], place: Any) -> None:
    if len(places) < NAMED_MAX:
        places.append(place)


def _cell(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, str):
        return value.strip()[: CELL_MAX + 1]
    if isinstance(value, bool):
        return {"other": str(value).upper()}
    if isinstance(value, int | float):
        return {"number": int(value) if float(value).is_integer() else value}
    if isinstance(value, datetime) and value.time() == time():
        return {"day": value.date().isoformat()}
    if isinstance(value, date) and not isinstance(value, datetime):
        return {"day": value.isoformat()}
    with suppress(AttributeError):
        return {"other": value.isoformat(" ")}
    return {"other": str(value)}
