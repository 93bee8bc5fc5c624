"""Files and texts made to cost more than they weigh, each of any size: the corpus that every reader must bear."""

import io
import zlib
from collections.abc import Callable

from PIL import Image

from tests.support import uploads

Bomb = Callable[[int], bytes]


def jpeg_with(scan: bytes) -> bytes:
    """A JPEG whose picture is *scan*."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40)).save(out, "JPEG")
    whole = out.getvalue()
    start = whole.index(b"\xff\xda")
    length = int.from_bytes(whole[start + 2 : start + 4], "big")
    return whole[: start + 2 + length] + scan


def png_with(kind: bytes, count: int, body: bytes = b"") -> bytes:
    """A PNG with *count* further chunks of one kind before its picture."""
    whole = uploads.png()
    chunk = len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    return whole[:33] + chunk * count + whole[33:]


def packed_pdf(streams: int, size: int) -> bytes:
    """A PDF with that many packed object streams, each of *size* bytes once unpacked."""
    body, offsets = b"%PDF-1.7\n", {}

    def add(number: int, content: bytes) -> None:
        nonlocal body
        offsets[number] = len(body)
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"

    add(1, b"<</Type/Catalog/Pages 2 0 R/Dests [" + b" ".join(b"%d 0 R" % (1000 + n) for n in range(streams)) + b"]>>")
    add(2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
    add(3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
    for n in range(streams):
        head = b"%d 0 " % (1000 + n)
        data = zlib.compress(head + b"[" + b"1 " * (size // 2) + b"]")
        start = b"<</Type/ObjStm/N 1/First %d/Filter/FlateDecode/Length %d>>stream\n" % (len(head), len(data))
        add(10 + n, start + data + b"\nendstream")
    return _with_references(body, offsets, streams)


def _with_references(body: bytes, offsets: dict[int, int], streams: int) -> bytes:
    """The same with its table of references, as a stream of its own."""
    rows, index = b"", b""
    for number, offset in sorted(offsets.items()):
        rows += b"\x01" + offset.to_bytes(4, "big") + b"\0\0"
        index += b"%d 1 " % number
    for n in range(streams):
        rows += b"\x02" + (10 + n).to_bytes(4, "big") + b"\0\0"
    index += b"1000 %d" % streams
    data = zlib.compress(rows)
    words = b"/Type/XRef/Size 9000/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Index[" + index + b"]"
    table = b"9 0 obj\n<<" + words + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream\nendobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF" % len(body)


def pdf_of(value: str) -> bytes:
    """A PDF whose catalogue holds *value*."""
    return uploads.pdf_with("Dests", value)


def archive(size: int) -> bytes:
    """Zeros, packed."""
    return zlib.compress(b"0" * (size * 10**5))


# By name, each of a size that is doubled: about a megabyte at 1,000.
FILES: dict[str, Bomb] = {
    "a picture of marks without end": lambda n: jpeg_with(b"\xff" * (n * 1000) + b"\x00\xff\xd9"),
    "a picture of stuffed bytes": lambda n: jpeg_with(b"\xff\x00" * (n * 500) + b"\xff\xd9"),
    "a picture of restarts": lambda n: jpeg_with(b"\xff\xd0" * (n * 500) + b"\xff\xd9"),
    "a picture of runs and stuffing": lambda n: jpeg_with((b"\xff" * 50 + b"\x00") * (n * 20) + b"\xff\xd9"),
    "a picture of empty segments": lambda n: jpeg_with(b"\xff\xe0\x00\x02" * (n * 250) + b"\xff\xd9"),
    "a picture that never ends": lambda n: jpeg_with(b"\xff" * (n * 1000)),
    "a picture of comments before it": lambda n: b"\xff\xd8" + b"\xff\xfe\x00\x02" * (n * 250) + b"\xff\xd9",
    "a PNG of many chunks": lambda n: png_with(b"tEXt", n * 50, b"a\0b"),
    "a PNG of packed text": lambda n: png_with(b"zTXt", 20, b"a\0\0" + zlib.compress(b"x" * (n * 1000))),
    "a PNG of any size": lambda n: uploads.png_that_says(n * 100, n * 100),
    "a PDF of packed objects": lambda n: packed_pdf(n // 20, 500_000),
    "a PDF of small packed objects": lambda n: packed_pdf(n // 5, 20_000),
    "a PDF of one hexadecimal string": lambda n: pdf_of(f"<{'41' * (n * 500)}>"),
    "a PDF of many hexadecimal strings": lambda n: pdf_of("[" + f"<{'41' * 500}>" * n + "]"),
    "a PDF of short hexadecimal strings": lambda n: pdf_of("[" + "<4141>" * (n * 50) + "]"),
    "a PDF of nested arrays": lambda n: pdf_of("[" * (n * 100) + "]" * (n * 100)),
    "a PDF of nested dictionaries": lambda n: pdf_of("<</A" * (n * 100) + " 1" + ">>" * (n * 100)),
    "a PDF of nested brackets in a string": lambda n: pdf_of("(" * (n * 200) + ")" * (n * 200)),
    "a PDF of one long name": lambda n: pdf_of("/" + "A" * (n * 500)),
    "a PDF of escaped names": lambda n: pdf_of("[" + "/#41#41" * (n * 50) + "]"),
    "a PDF of references to itself": lambda n: pdf_of("[" + "1 0 R " * (n * 50) + "]"),
    "a PDF of many numbers": lambda n: pdf_of("[" + "1 " * (n * 50) + "]"),
    "a PDF without a table": lambda n: b"%PDF-1.7\n" + b"1 0 obj\n" * (n * 50) + b"startxref\n9\n%%EOF",
    "a PDF of comments": lambda n: b"%PDF-1.7\n" + b"%\n" * (n * 300) + b"startxref\n9\n%%EOF",
    "a PDF of spaces": lambda n: b"%PDF-1.7\n" + b" " * (n * 900) + b"startxref\n9\n%%EOF",
    "an archive that says it is a PDF": lambda n: b"%PDF-1.7\nPK\x03\x04" + archive(n) + b"%%EOF",
    "an archive that says it is a picture": lambda n: b"\xff\xd8\xffPK\x03\x04" + archive(n),
}
# The same of words that a person types or a program sends.
TEXTS: dict[str, Callable[[int], str]] = {
    "marks over one letter": lambda n: "a" + "\u0301\u0323" * (n * 20),
    "marks over many letters": lambda n: ("a" + "\u0301\u0323" * 50) * n,
    "composed letters": lambda n: "ệ" * (n * 40),
    "digits": lambda n: "1" * (n * 40),
    "grouped digits": lambda n: "1" + ".000" * (n * 10),
    "spaces": lambda n: " " * (n * 40),
    "slashes": lambda n: "/" * (n * 40),
    "a mail address": lambda n: "a." * (n * 20) + "@" + "a." * (n * 20),
    "a web address": lambda n: "http://" + "a." * (n * 20),
    "letters of a pattern": lambda n: "A" * (n * 40) + "!",
}
