"""Check a PDF from outside: whole, without a password, and without content that runs by itself."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

TAIL = 2048  # the end mark stands in here; a file cut off in transit has none
MAX_OBJECTS = 50_000
MAX_OBJECT_STREAMS = 300
MAX_UNPACKED = 1024 * 1024  # of one stream that holds objects: real ones hold a few kilobytes
MAX_UNPACKED_SUM = 3 * 1024 * 1024  # three hundred tagged pages hold so much
# Strings in hexadecimal digits are read one by one: a signature has its place of some ten thousand, and no text is so.
LONG_HEX, MAX_HEX = re.compile(rb"<[0-9A-Fa-f\s]{1024,}"), 512 * 1024
LIMITS = Configuration(
    zlib_maximum_output_length=MAX_UNPACKED,
    lzw_maximum_output_length=MAX_UNPACKED,
    run_length_maximum_output_length=MAX_UNPACKED,
    brotli_maximum_output_length=MAX_UNPACKED,
)
RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMedia"}
CARRIES = {"/JS", "/EmbeddedFiles", "/EF", "/XFA"}
# Also in the bytes themselves, for what no reference reaches and a more forgiving reader might find.
PLAIN = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
TROUBLES = (
    PyPdfError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    NotImplementedError,
    AssertionError,
    OSError,
)


class Locked(Exception):
    """A PDF that needs a password."""


class Active(Exception):
    """A PDF with scripts, actions that reach out, or other files."""


class Damaged(Exception):
    """A PDF that cannot be read to the end."""


def pages_of(content: bytes) -> int:
    """The number of pages of a PDF that may be accepted. Raises Locked, Active or Damaged."""
    if b"%%EOF" not in content.rstrip(b"\0\r\n\t ")[-TAIL:]:
        raise Damaged
    if any(word in content for word in PLAIN):
        raise Active
    if sum(len(digits) for digits in LONG_HEX.findall(content)) > MAX_HEX:
        raise Damaged
    try:
        with apply_configuration(LIMITS):
            return _read(PdfReader(io.BytesIO(content)))
    except TROUBLES as error:  # a damaged file breaks the reader in as many ways as there are
        raise Damaged from error


def _read(reader: PdfReader) -> int:
    if reader.is_encrypted:
        raise Locked
    _refuse_packed_bomb(reader)
    if any(_runs(entry) for entry in _reachable(reader)):
        raise Active
    if not (count := len(reader.pages)):
        raise Damaged
    return count


def _refuse_packed_bomb(reader: PdfReader) -> None:
    """Raise Damaged when the streams that hold objects are too many, or unpack to too much in all."""
    streams = {stream for stream, _place in reader.xref_objStm.values()}
    left = MAX_UNPACKED_SUM if len(streams) <= MAX_OBJECT_STREAMS else -1
    for number in streams if left > 0 else ():
        stream = IndirectObject(number, 0, reader).get_object()
        left -= len(stream.get_data()) if isinstance(stream, StreamObject) else 0
        if left < 0:
            break
    if left < 0:
        raise Damaged


def _reachable(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that the catalogue leads to, packed in streams or not; each once, and not endlessly."""
    waiting: list[Any] = [reader.trailer.raw_get("/Root")]
    seen: set[int] = set()
    for _turn in range(MAX_OBJECTS):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if value.idnum in seen:
                continue
            seen.add(value.idnum)
            value = value.get_object()
        if isinstance(value, DictionaryObject):
            yield value
        waiting += [inner for inner in _inside(value) if isinstance(inner, dict | list | IndirectObject)]
    raise Damaged


def _inside(value: Any) -> list[Any]:
    """The values of a dictionary or an array, as written: references are not followed here."""
    if isinstance(value, DictionaryObject):
        return list(dict.values(value))
    return list(list.__iter__(value)) if isinstance(value, ArrayObject) else []


def _runs(entry: DictionaryObject) -> bool:
    """True for an action that runs, or a dictionary that holds one."""
    kinds = {str(entry[key]) for key in ("/S", "/Subtype") if key in entry}
    return bool(kinds & RUNS) or any(key in entry for key in CARRIES)
