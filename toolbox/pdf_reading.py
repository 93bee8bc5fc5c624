"""Check a PDF from outside: whole, opening without a password, and without content that runs by itself.

Readers forgive what senders and gateways put before the head and after the end, and so does this one. Data of an
electronic invoice or form may travel inside (PDF/A-3); programs and other files may not.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

HEAD, END = b"%PDF-", b"%%EOF"
BEFORE_MAX = 1024  # bytes before the head, as ISO 32000 readers allow
AFTER_MAX = 64 * 1024  # bytes after the end mark; a file cut off in transit has no such mark, or far from its end
# A hundred closely written, tagged pages hold so much; beyond it the time a judge is given runs out.
MAX_OBJECTS = 400_000
MAX_OBJECT_STREAMS = 300
MAX_UNPACKED = MAX_UNPACKED_SUM = 8 * 1024 * 1024  # of one stream that holds objects, and of all
# Strings in hexadecimal digits are read one by one: a signature has its place of some ten thousand, and no text is so.
LONG_HEX, MAX_HEX = re.compile(rb"<[0-9A-Fa-f\s]{1024,}"), 512 * 1024
LIMITS = Configuration(
    zlib_maximum_output_length=MAX_UNPACKED,
    lzw_maximum_output_length=MAX_UNPACKED,
    run_length_maximum_output_length=MAX_UNPACKED,
    brotli_maximum_output_length=MAX_UNPACKED,
)
RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/RichMedia"}
SCRIPTED = {"/JS", "/XFA"}
# Also in the bytes themselves, for what no reference reaches and a more forgiving reader might find.
PLAIN = (b"/JavaScript", b"/Launch")
EMBEDDED = re.compile(rb"/EmbeddedFile\b")
DATA = re.compile(rb"\s*(\xef\xbb\xbf)?\s*(<\?xml|<[A-Za-z])")  # XML, which no reader runs
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
    """A PDF with scripts or actions that reach out."""


class Carrier(Exception):
    """A PDF with other files inside than the data of what it shows."""


class Damaged(Exception):
    """A PDF that cannot be read to the end."""


def pages_of(content: bytes) -> int:
    """The number of pages of a PDF that may be accepted. Raises Locked, Active, Carrier or Damaged."""
    content = between_head_and_end(content)
    if any(word in content for word in PLAIN):
        raise Active
    if sum(len(digits) for digits in LONG_HEX.findall(content)) > MAX_HEX:
        raise Damaged
    try:
        with apply_configuration(LIMITS):
            return _read(PdfReader(io.BytesIO(content)), len(EMBEDDED.findall(content)))
    except TROUBLES as error:  # a damaged file breaks the reader in as many ways as there are
        raise Damaged from error


def begins(content: bytes) -> int:
    """Where the head of a PDF stands in *content*, within the first bytes; -1 where there is none."""
    return content.find(HEAD, 0, BEFORE_MAX + len(HEAD))


def between_head_and_end(content: bytes) -> bytes:
    """What a reader reads of *content*. Raises Damaged where it has no head, or no end near its end."""
    head, end = begins(content), content.rfind(END)
    if head < 0 or end < head or len(content.rstrip(b"\0\r\n\t ")) - end > AFTER_MAX:
        raise Damaged
    return content[head : end + len(END)] + b"\n"


def _read(reader: PdfReader, embedded: int) -> int:
    if reader.is_encrypted and not reader.decrypt(""):  # with a password of the owner alone it opens for everybody
        raise Locked
    _refuse_packed_bomb(reader)
    carried = 0
    for entry in _reachable(reader):
        if _runs(entry):
            raise Active
        carried += _data_carried(entry)
    if embedded > carried:  # one that nothing leads to
        raise Carrier
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
    return bool(kinds & RUNS) or any(key in entry for key in SCRIPTED)


def _data_carried(entry: DictionaryObject) -> int:
    """How many files a file specification embeds. Raises Carrier for any that is not data."""
    if "/EF" not in entry:
        return 0
    files: Any = entry["/EF"]
    references = {getattr(reference, "idnum", key): reference for key, reference in dict.items(files)}
    streams = [reference.get_object() for reference in references.values()]
    if not streams:
        raise Carrier
    for stream in streams:
        if not isinstance(stream, StreamObject) or not DATA.match(stream.get_data()):
            raise Carrier
    return len(streams)
