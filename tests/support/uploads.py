"""Files for uploads: scans, phone photos, and files made to do harm."""

import io
import zlib
from functools import cache

import pydyf
from PIL import Image
from pypdf import PdfWriter
from weasyprint import HTML


def noise(size: tuple[int, int]) -> Image.Image:
    """A picture that hardly shrinks, like a photograph of a grey afternoon."""
    return Image.effect_noise(size, 60).convert("RGB")


def phone_photo() -> bytes:
    """A JPEG of twelve megapixels and more than three megabytes, with the camera's own data."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Điện thoại"
    noise((4000, 3000)).save(out, "JPEG", quality=70, exif=exif)
    return out.getvalue()


def scan(pages: int = 3) -> bytes:
    """A PDF whose pages are pictures, as a scanner makes it."""
    out = io.BytesIO()
    sheets = [noise((620, 877)) for _page in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=75)
    return out.getvalue()


def png(size: tuple[int, int] = (40, 60)) -> bytes:
    """A PNG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return out.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of any size: an image bomb that nobody need build."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    picture = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + picture + chunk(b"IEND", b"")


class _Written(pydyf.Object):
    """An object as one writes it by hand."""

    data = b""


def pdf_with(key: str, value: str, *, packed: bool = False) -> bytes:
    """A one-page PDF whose catalogue holds *value* under *key*; *packed*: in a compressed object stream."""
    made, out = pydyf.PDF(), io.BytesIO()
    sheet = {"Type": "/Page", "Parent": made.pages.reference, "MediaBox": pydyf.Array([0, 0, 200, 200])}
    made.add_page(pydyf.Dictionary(sheet))
    hidden = _Written()
    hidden.data = value.encode()
    made.add_object(hidden)
    made.catalog[key] = hidden.reference
    made.write(out, compress=packed)
    return out.getvalue()


def locked(pdf: bytes, user: str = "bi-mat", algorithm: str = "RC4-128") -> bytes:
    """The same PDF behind a password; with an empty one of the *user*, only its owner may change it."""
    writer, out = PdfWriter(clone_from=io.BytesIO(pdf)), io.BytesIO()
    writer.encrypt(user, "cua-chu", algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


def carrying(name: str, content: bytes) -> bytes:
    """A one-page PDF with another file inside."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_attachment(name, content)
    writer.write(out)
    return out.getvalue()


@cache
def tagged(pages: int) -> bytes:
    """So many pages of a list, tagged for screen readers, as office programs write them."""
    row = "<tr>" + "<td>một ô</td>" * 6 + "</tr>"
    sheet = f'<table style="break-after: page">{row * 20}</table>'
    whole = f'<html lang="vi"><title>Danh sách</title><body>{sheet * pages}</body></html>'
    content: bytes = HTML(string=whole).write_pdf(pdf_variant="pdf/ua-1")
    return content
