"""Measure what a picture or a PDF shows: its size, its blank pages, its words. Pure, and run apart from the site.

Nothing is refused by what is measured here: a file that cannot be measured has no traits, and is kept all the same.
"""

import io
import re
from typing import Any

from PIL import Image, ImageChops, ImageFilter
from pypdf import PdfReader, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from toolbox.pdf_reading import LIMITS, between_head_and_end

SIDE = 512  # pixels to which a picture is shrunk before it is looked at
SURROUNDINGS, CONTRAST = 12, 22  # ink differs from the paper around it, whatever light falls on the sheet
INK = 0.0004  # of a sheet: a line of ten words covers ten times as much
PAGES, TEXT_PAGES, TEXT = 40, 5, 60_000  # that are looked at, that are read, and letters that are told
# Operators of a page that leave a mark: text, lines, fills, shades, pictures in place, and what is drawn by name.
DRAWS = re.compile(rb"(?:^|[\s\])>])(?:Tj|TJ|'|\"|[fF]\*?|[sS]|[bB]\*?|sh|EI)(?=\s|$)")
PLACES = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+Do(?=\s|$)")


def of_picture(content: bytes) -> dict[str, Any]:
    """The sides of a JPEG or PNG in pixels, and whether there is anything on it."""
    with _opened(content) as picture:
        return {"pages": 1, "longest": [max(picture.size)], "blank": [1] if is_blank(picture) else []}


def orientation_of(content: bytes) -> int:
    """How a camera was held, as EXIF numbers it: 1 is upright."""
    with _opened(content) as picture:
        value = picture.getexif().get(0x0112, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def of_pdf(content: bytes) -> dict[str, Any]:
    """Of a PDF its blank pages, by page the longest side of what was scanned (0: drawn, not scanned), and its words.

    `is_read` tells whether every page was read for its words.
    """
    with apply_configuration(LIMITS):
        reader = PdfReader(io.BytesIO(between_head_and_end(content)))
        if reader.is_encrypted:
            reader.decrypt("")
        count, blank, longest, text = len(reader.pages), list[int](), list[int](), ""
        for number, page in enumerate(reader.pages[:PAGES], 1):
            words = page.extract_text().strip() if number <= TEXT_PAGES else ""
            text += words + "\n"
            pictures = [] if words else _only_pictures(page)
            longest.append(max((max(sides) for sides, _empty in pictures or []), default=0))
            if not words and pictures is not None and all(empty for _sides, empty in pictures):
                blank.append(number)
    return {
        "pages": count,
        "blank": blank,
        "longest": longest,
        "text": text.strip()[:TEXT],
        "is_read": count <= TEXT_PAGES and len(text) <= TEXT,
    }


def is_blank(picture: Image.Image) -> bool:
    """True for a sheet with nothing on it: no part differs from what lies around it."""
    picture.draft("L", (SIDE, SIDE))  # a JPEG is unpacked no larger than it is needed
    small = picture.convert("L")
    small.thumbnail((SIDE, SIDE))
    differences = ImageChops.difference(small, small.filter(ImageFilter.BoxBlur(SURROUNDINGS)))
    marked = sum(differences.histogram()[CONTRAST:])
    return marked < INK * small.width * small.height


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))


def _only_pictures(page: Any) -> list[tuple[tuple[int, int], bool]] | None:
    """Of a page that only shows pictures the sides of each, and whether it is blank; None where more is drawn."""
    contents = page.get_contents()
    drawn = contents.get_data() if contents is not None else b""
    if DRAWS.search(drawn):
        return None
    shown = []
    for name in PLACES.findall(drawn):
        if (picture := _picture_called("/" + name.decode("latin-1"), page)) is None:
            return None
        shown.append(((int(picture["/Width"]), int(picture["/Height"])), _is_blank_scan(picture)))
    return shown


def _picture_called(name: str, page: Any) -> Any:
    """The picture that a page draws by *name*; None for what is no picture."""
    objects = page["/Resources"].get_object().get("/XObject")
    entry = objects.get_object().get(name) if objects is not None else None
    drawing = entry.get_object() if entry is not None else None
    return drawing if isinstance(drawing, StreamObject) and drawing.get("/Subtype") == "/Image" else None


def _is_blank_scan(picture: StreamObject) -> bool:
    """True for a photograph in a page that shows nothing; of other packings nothing is said."""
    packing = picture.get("/Filter")
    if isinstance(packing, ArrayObject):
        packing = packing[0] if len(packing) == 1 else None
    if packing != "/DCTDecode" or isinstance(picture.get("/SMask"), DictionaryObject):
        return False
    with _opened(picture._data) as scan:
        return is_blank(scan)
