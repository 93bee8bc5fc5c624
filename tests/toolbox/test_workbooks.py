"""Workbooks from outside: read apart from the site, and refused in words for what is no list."""

import io
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.workbooks import GOOD, book, packed_strings, sheet_of, with_part
from toolbox import sandbox
from toolbox.files import UnusableFile, recognise_workbook

MEGABYTE = 1024 * 1024


def read(content: bytes, limit: int = 8 * MEGABYTE) -> dict[str, Any]:
    """What is read of a workbook."""
    return recognise_workbook(io.BytesIO(content), "danh sách.xlsx", limit)[1]


def long(rows: int) -> bytes:
    """A workbook with so many lines."""
    return book(lambda _made, sheet: [sheet.write_row(row, 0, ["a"] * 9) for row in range(rows)])


def lying() -> bytes:
    """A bomb that says that it unpacks to a thousand bytes."""
    size = len(b"<sst></sst>") + 17 * 10_000_000
    return packed_strings(10_000_000).replace(struct.pack("<I", size), struct.pack("<I", 1000))


WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "a csv that is renamed": (lambda: "họ tên,vai trò\n".encode(), "không phải bảng Excel"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 900, "không phải bảng Excel"),
    "a document of Word": (lambda: with_part("[Content_Types].xml", b"<Types/>"), "không phải bảng Excel"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"0" * 900, "Excel cũ"),
    "a workbook with macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "macro"),
    "one that is cut off": (lambda: sheet_of(GOOD)[:-400], "bị hỏng"),
    "one whose sheet is no XML": (lambda: with_part("xl/worksheets/sheet1.xml", b"<row"), "bị hỏng"),
    "one that declares entities": (
        lambda: with_part("xl/worksheets/sheet1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'),
        "bị hỏng",
    ),
    "an empty file": (lambda: b"", "trống"),
    "100,000 lines": (lambda: long(100_000), "quá nhiều dòng"),
    "a cell at the far end": (lambda: book(lambda _m, sheet: sheet.write(1_048_575, 16_383, "z")), "quá nhiều dòng"),
    "a cell far to the right": (lambda: book(lambda _m, sheet: sheet.write(0, 900, "z")), "quá nhiều cột"),
    "a bomb": (lambda: packed_strings(4_000_000), "bung ra quá lớn"),
    "a bomb that lies": (lying, "bị hỏng"),
    "the harmless virus": (
        lambda: (
            with_part("a.txt", b"") + b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
        ),
        "mã độc",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_list_is_refused_in_a_sentence_and_soon(what: str) -> None:
    make, words = WRONG[what]
    content = make()
    began = time.monotonic()

    with pytest.raises(UnusableFile, match=words):
        read(content)

    assert time.monotonic() - began < sandbox.WALL_SECONDS


def test_a_file_beyond_its_size_is_not_even_opened() -> None:
    with pytest.raises(UnusableFile, match="quá lớn"):
        read(long(100_000), MEGABYTE)


def test_a_blank_cell_at_the_far_end_of_the_sheet_costs_nothing() -> None:
    content = book(
        lambda made, sheet: (sheet.write_blank(1_048_575, 16_383, None, made.add_format()), sheet.write(0, 0, "a"))
    )

    assert read(content)["rows"] == [[1, ["a"]]]


def test_a_long_list_comes_whole_through_the_pipe() -> None:
    content = book(lambda _made, sheet: [sheet.write(row, 0, "ố" * 299 + str(row)) for row in range(1000)])

    assert len(read(content)["rows"]) == 1000


def test_what_a_sheet_hides_and_computes_is_named_by_its_place() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.merge_range(3, 0, 4, 1, "gộp")
        sheet.write(6, 0, "ẩn")
        sheet.set_row(6, None, None, {"hidden": True})
        sheet.set_column(1, 1, 9, None, {"hidden": True})

    facts = read(book(fill))

    assert facts["formulas"] == ["B2"]
    assert facts["merged"] == ["A4:B5"]
    assert (facts["hidden_rows"], facts["hidden_columns"]) == ([7], [2])


def test_the_first_sheet_that_can_be_seen_is_read() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write(0, 0, "ẩn")
        other = made.add_worksheet("Khác")
        other.write(0, 0, "thấy")
        other.activate()
        sheet.hide()

    assert read(book(fill))["rows"] == [[1, ["thấy"]]]
