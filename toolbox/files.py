"""Check uploaded files: recognise them by content, refuse what cannot be used with a message for the sender."""

import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image

from toolbox import clamd, pdf_reading
from toolbox.text import nfc

SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
# EICAR, the harmless string every scanner must find; split so that this file is not itself "infected".
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MAX_PIXELS = 60_000_000  # a 48-megapixel phone photo passes, an image bomb does not
NAME_MAX = 200
# The next mark of a JPEG: not a stuffed byte, not a restart inside the picture's own stream.
JPEG_MARK = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")


class UnusableFile(ValueError):
    """A file that cannot be accepted; the message tells the sender what to do."""


@dataclass(frozen=True)
class Upload:
    """A file that was recognised, read and checked: its name, type, hash, pages and content."""

    name: str  # tidied
    content_type: str
    sha256: str  # in hex
    pages: int
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


def recognise(file: BinaryIO, name: str, max_bytes: int) -> Upload:
    """Read *file* whole, once, and check it. Raises UnusableFile with a message for the sender."""
    content, name = file.read(max_bytes + 1), tidy_name(name)
    _refuse_by_size(len(content), name, max_bytes)
    content_type = next((t for start, t in SIGNATURES.items() if content.startswith(start)), "")
    if not content_type:
        raise UnusableFile(_("Tệp “%(name)s” không dùng được. Chọn ảnh (JPG, PNG) hoặc PDF.") % {"name": name})
    _refuse_infected(content, name)
    pages = _count_pages(content, name) if content_type == "application/pdf" else _check_picture(content, name)
    return Upload(name, content_type, hashlib.sha256(content).hexdigest(), pages, content)


def tidy_name(name: str, longest: int = NAME_MAX) -> str:
    """A sender's file name as it may be stored and shown: no folders, no invisible marks, its extension kept.

    >>> tidy_name("C:\\\\Users\\\\an\\\\bằng.pdf")
    'bằng.pdf'
    """
    base = re.split(r"[/\\]", nfc(name))[-1]
    # Control characters, halves of pairs, and marks that turn the reading direction to hide an ending.
    visible = "".join(mark for mark in base if unicodedata.category(mark) not in ("Cc", "Cs", "Cf"))
    if len(visible) <= longest:
        return visible.strip() or "tep"
    extension = PurePosixPath(visible).suffix[:10]
    return f"{visible[: longest - len(extension) - 1]}…{extension}"


def _refuse_by_size(size: int, name: str, max_bytes: int) -> None:
    if size == 0:
        raise UnusableFile(_("Tệp “%(name)s” trống (0 byte). Chọn lại tệp.") % {"name": name})
    if size > max_bytes:
        message = _("Tệp “%(name)s” quá lớn. Mỗi tệp phải nhỏ hơn %(limit)d MB. Thử chụp lại với ảnh nhỏ hơn.")
        raise UnusableFile(message % {"name": name, "limit": max_bytes // (1024 * 1024)})


def _refuse_infected(content: bytes, name: str) -> None:
    """By the built-in signature, then by clamd where one is named. What cannot be scanned is refused: fail closed."""
    try:
        infected = EICAR in content or clamd.is_infected(content)
    except clamd.NotScanned as error:
        message = _("Chưa kiểm tra được tệp “%(name)s” vì bộ quét mã độc không trả lời. Thử lại sau ít phút.")
        raise UnusableFile(message % {"name": name}) from error
    if infected:
        raise UnusableFile(_("Tệp “%(name)s” có dấu hiệu chứa mã độc nên không được nhận.") % {"name": name})


def _count_pages(content: bytes, name: str) -> int:
    try:
        return pdf_reading.pages_of(content)
    except pdf_reading.Locked as error:
        message = _("Tệp PDF “%(name)s” đang có mật khẩu. Bỏ mật khẩu hoặc chụp ảnh giấy tờ.")
        raise UnusableFile(message % {"name": name}) from error
    except pdf_reading.Active as error:
        message = _("Tệp PDF “%(name)s” có nội dung tự chạy nên không được nhận. In ra PDF thường hoặc chụp ảnh.")
        raise UnusableFile(message % {"name": name}) from error
    except pdf_reading.Damaged as error:
        raise _broken(name) from error


def _check_picture(content: bytes, name: str) -> int:
    """One page, once the picture is whole: PNG carries checksums of itself, JPEG an end mark; neither is unpacked."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            pixels = picture.width * picture.height
            picture.verify()
            whole = picture.format == "PNG" or _is_complete(content)
    except Image.DecompressionBombError:
        pixels, whole = MAX_PIXELS + 1, True
    except Exception as error:  # Pillow raises a wide family of errors on damaged pictures
        raise _broken(name) from error
    if pixels > MAX_PIXELS:
        raise UnusableFile(_("Ảnh “%(name)s” có kích thước quá lớn. Chụp lại ảnh.") % {"name": name})
    if not whole:
        raise _broken(name)
    return 1


def _is_complete(jpeg: bytes) -> bool:
    """True when the picture reaches its end mark; one cut off in transit does not."""
    mark = JPEG_MARK.search(jpeg, 2)
    while mark and mark[1] != b"\xd9":
        length = int.from_bytes(jpeg[mark.end() : mark.end() + 2], "big")
        mark = JPEG_MARK.search(jpeg, mark.end() + length)
    return mark is not None


def _broken(name: str) -> UnusableFile:
    return UnusableFile(_("Tệp “%(name)s” bị hỏng, không mở được. Chụp hoặc quét lại giấy tờ.") % {"name": name})
