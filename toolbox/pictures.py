"""Check a picture from outside: its size before anything is unpacked, and whether it is whole."""

import io
import re

from PIL import Image

MAX_PIXELS = 60_000_000  # a 48-megapixel phone photo passes, an image bomb does not
# To the next mark of a JPEG: neither a stuffed byte nor a restart inside the picture's own stream. Nothing is tried
# twice (`++`, `*+`): a run of FF of any length costs its length.
TO_MARK = re.compile(rb"(?:[^\xff]++|\xff++[\x00\xd0-\xd7])*+\xff++([^\x00\xff\xd0-\xd7])")


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
