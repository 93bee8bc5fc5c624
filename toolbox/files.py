"""Check uploaded files: recognise them by content, refuse what cannot be used with a message for the sender."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toolbox import clamd, inspection, sandbox
from toolbox.text import nfc
from toolbox.traits import Traits, traits_of

SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
PDF_HEAD_WITHIN = 1024 + len(b"%PDF-")
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
# EICAR, the harmless string every scanner must find; split so that this file is not itself "infected".
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NAME_MAX = 200
PHONE_PHOTO = re.compile(rb".{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif)", re.DOTALL)
HEIC = gettext_lazy(
    "Ảnh “%(name)s” ở định dạng HEIC nên chưa nhận được. Trên iPhone: Cài đặt, Camera, Định dạng, chọn “Tương thích "
    "nhất” rồi chụp lại; hoặc mở ảnh, chụp màn hình và gửi ảnh chụp màn hình."
)
# What the sender of a file reads, by the word of `inspection.FAULTS`.
FAULTS = {
    "locked": gettext_lazy("Tệp PDF “%(name)s” đang có mật khẩu. Bỏ mật khẩu hoặc chụp ảnh giấy tờ."),
    "active": gettext_lazy(
        "Tệp PDF “%(name)s” có nội dung tự chạy nên không được nhận. In ra PDF thường hoặc chụp ảnh."
    ),
    "carrier": gettext_lazy(
        "Tệp PDF “%(name)s” mang theo tệp khác ở bên trong nên không được nhận. Lưu bản không kèm tệp, hoặc chụp ảnh."
    ),
    "damaged": gettext_lazy("Tệp “%(name)s” bị hỏng, không mở được. Chụp hoặc quét lại giấy tờ."),
    "too large": gettext_lazy("Ảnh “%(name)s” có kích thước quá lớn. Chụp lại ảnh."),
    "spent": gettext_lazy(
        "Tệp “%(name)s” quá phức tạp nên không kiểm tra được. In ra PDF thường hoặc chụp ảnh giấy tờ."
    ),
}


ROWS_MAX, COLUMNS_MAX = 1000, 30  # of `workbook_reading`, which the site itself does not load
# The same of a list in Excel, by the word of `workbook_reading.UnreadableWorkbook`.
WORKBOOK_FAULTS = {
    "other": gettext_lazy("Tệp “%(name)s” không phải bảng Excel (.xlsx). Mở tệp mẫu, nhập vào đó rồi gửi lại."),
    "old": gettext_lazy("Tệp “%(name)s” là Excel cũ (.xls) hoặc đang có mật khẩu. Bỏ mật khẩu và lưu thành .xlsx."),
    "macros": gettext_lazy("Tệp “%(name)s” có macro nên không được nhận. Lưu thành .xlsx không macro."),
    "damaged": gettext_lazy("Tệp “%(name)s” bị hỏng, không mở được. Lưu lại từ Excel rồi gửi lại."),
    "large": gettext_lazy("Tệp “%(name)s” bung ra quá lớn nên không được nhận. Chép các dòng sang tệp mẫu mới."),
    "long": gettext_lazy("Tệp “%(name)s” có quá nhiều dòng (hơn %(most)d). Chia thành nhiều bảng ngắn hơn."),
    "wide": gettext_lazy("Tệp “%(name)s” có quá nhiều cột (hơn %(columns)d). Dùng đúng các cột của tệp mẫu."),
}


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
    traits: Traits = field(default=Traits(), repr=False)  # what it shows, as far as could be told

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


def recognise(file: BinaryIO, name: str, max_bytes: int) -> Upload:
    """Read *file* whole, once, and check it. Raises UnusableFile with a message for the sender."""
    content, name = take_in(file, name, max_bytes)
    content_type = _type_of(content)
    if PHONE_PHOTO.match(content):
        raise UnusableFile(HEIC % {"name": name})
    if not content_type:
        raise UnusableFile(_("Tệp “%(name)s” không dùng được. Chọn ảnh (JPG, PNG) hoặc PDF.") % {"name": name})
    _refuse_infected(content, name)
    pages = _count_pages(content, content_type, name)
    digest, traits = hashlib.sha256(content).hexdigest(), traits_of(content, content_type)
    return Upload(name, content_type, digest, pages, content, traits)


def recognise_workbook(file: BinaryIO, name: str, max_bytes: int) -> tuple[str, dict[str, Any]]:
    """The tidied name and the rows of a list in Excel, as `workbook_reading.facts_of` tells. Raises UnusableFile."""
    content, name = take_in(file, name, max_bytes)
    _refuse_infected(content, name)
    count, answer = _verdict(content, inspection.WORKBOOK, name)
    if answer == sandbox.SPENT:
        count, answer = -1, "large"
    if count < 0:
        raise UnusableFile(WORKBOOK_FAULTS[answer] % {"name": name, "most": ROWS_MAX, "columns": COLUMNS_MAX})
    return name, json.loads(answer)


def take_in(file: BinaryIO, name: str, max_bytes: int) -> tuple[bytes, str]:
    """*file* read whole, once, and its tidied name. Raises UnusableFile for an empty one, and beyond *max_bytes*."""
    content, name = file.read(max_bytes + 1), tidy_name(name)
    _refuse_by_size(len(content), name, max_bytes)
    return content, name


def _type_of(content: bytes) -> str:
    """By its first bytes; before the head of a PDF there may be some that its readers pass over."""
    kind = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), "")
    return kind or ("application/pdf" if b"%PDF-" in content[:PDF_HEAD_WITHIN] else "")


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


def _count_pages(content: bytes, content_type: str, name: str) -> int:
    pages, fault = _verdict(content, content_type, name)
    if fault:
        raise UnusableFile(FAULTS[fault] % {"name": name})
    return pages


def _verdict(content: bytes, content_type: str, name: str) -> tuple[int, str]:
    """What another process says of the file: what is in it cannot hold or fill this one."""
    try:
        return sandbox.inspect(content, content_type)
    except sandbox.Busy as error:
        message = _("Đang có nhiều tệp chờ kiểm tra. Gửi lại tệp “%(name)s” sau ít phút.")
        raise UnusableFile(message % {"name": name}) from error
