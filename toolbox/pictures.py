"""Check a picture from outside, and turn it, without unpacking it: its size, whether it is whole, which side is up."""

import io
import re
import struct
import zlib

from PIL import Image

MAX_PIXELS = 60_000_000  # a 48-megapixel phone photo passes, an image bomb does not
# To the next mark of a JPEG: neither a stuffed byte nor a restart inside the picture's own stream. Nothing is tried
# twice (`++`, `*+`): a run of FF of any length costs its length.
TO_MARK = re.compile(rb"(?:[^\xff]++|\xff++[\x00\xd0-\xd7])*+\xff++([^\x00\xff\xd0-\xd7])")
# By how its camera was held, as EXIF numbers it: the number after a quarter turn to the right. Mirrored ones as well.
QUARTER_TURN = {1: 6, 6: 3, 3: 8, 8: 1, 2: 7, 7: 4, 4: 5, 5: 2}
EXIF = b"Exif\0\0"
APP0, APP1, SCAN = 0xE0, 0xE1, 0xDA
PNG_HEAD = 8


class Damaged(Exception):
    """A picture that cannot be read to its end."""


class TooLarge(Exception):
    """A picture that would fill the memory of whoever opens it."""


def check(content: bytes) -> None:
    """Check a JPEG or PNG. PNG carries checksums of itself, JPEG an end mark. Raises Damaged or TooLarge."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            pixels = picture.width * picture.height
            picture.verify()
            whole = picture.format == "PNG" or reaches_end(content)
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except MemoryError:
        raise
    except Exception as error:  # Pillow raises a wide family of errors on damaged pictures
        raise Damaged from error
    if pixels > MAX_PIXELS:
        raise TooLarge
    if not whole:
        raise Damaged


def reaches_end(jpeg: bytes) -> bool:
    """True when the picture reaches its end mark; one cut off in transit does not."""
    mark = TO_MARK.match(jpeg, 2)
    while mark and mark[1] != b"\xd9":
        length = int.from_bytes(jpeg[mark.end() : mark.end() + 2], "big")
        mark = TO_MARK.match(jpeg, mark.end() + length)
    return mark is not None


def with_orientation(content: bytes, orientation: int) -> bytes:
    """The same JPEG or PNG, whose viewers show it turned by *orientation*: no pixel is lost, and no place is told.

    What the camera wrote of itself (the place, the day) goes. Raises Damaged for one whose parts cannot be told.
    """
    tag = struct.pack("<2sHIHHHIII", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0)
    try:
        return _jpeg_with(content, EXIF + tag) if content.startswith(b"\xff\xd8") else _png_with(content, tag)
    except (struct.error, ValueError, IndexError) as error:
        raise Damaged from error


def _jpeg_with(content: bytes, exif: bytes) -> bytes:
    """The segments before the picture's own stream, with *exif* for what was there, after the head of JFIF."""
    kept, at = [content[:2]], 2
    while content[at + 1] != SCAN:
        if content[at] != 0xFF:
            raise ValueError(at)
        length = 2 + struct.unpack_from(">H", content, at + 2)[0]
        if not (content[at + 1] == APP1 and content[at + 4 : at + 10] == EXIF):
            kept.append(content[at : at + length])
        at += length
    place = 2 if len(kept) > 1 and kept[1][1] == APP0 else 1
    kept.insert(place, struct.pack(">BBH", 0xFF, APP1, len(exif) + 2) + exif)
    return b"".join([*kept, content[at:]])


def _png_with(content: bytes, exif: bytes) -> bytes:
    """The chunks, with *exif* right before the picture's data."""
    kept, at, is_told = [content[:PNG_HEAD]], PNG_HEAD, False
    while at < len(content):
        length = 12 + struct.unpack_from(">I", content, at)[0]
        kind = content[at + 4 : at + 8]
        if kind == b"IDAT" and not is_told:
            body, is_told = b"eXIf" + exif, True
            kept.append(struct.pack(">I", len(exif)) + body + struct.pack(">I", zlib.crc32(body)))
        if kind != b"eXIf":
            kept.append(content[at : at + length])
        at += length
    return b"".join(kept)
