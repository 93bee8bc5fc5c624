"""Sample attachments: a drawn page for each component, marked as a sample."""

import io
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

PAGE = (620, 877)  # A4 at 75 dpi, on which it is drawn
SENT = (868, 1228)  # A4 at 105 dpi: readable, and forty dossiers stay small
INK, GREY = 30, 190
LINE = 40


def sample_photo(title: str, name: str) -> bytes:
    """A JPEG of one page, with its title and the name of the applicant."""
    out = io.BytesIO()
    _page(title, name, 1).save(out, "JPEG", quality=70)
    return out.getvalue()


def sample_scan(title: str, name: str, pages: int = 3) -> bytes:
    """A PDF of several scanned pages."""
    first, *rest = [_page(title, name, number) for number in range(1, pages + 1)]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=105)
    return out.getvalue()


def _page(title: str, name: str, number: int) -> Image.Image:
    picture = Image.new("L", PAGE, 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, PAGE[0] - 24, PAGE[1] - 24), outline=GREY)
    draw.text((PAGE[0] - 110, 40), "MẪU", fill=INK, font=_font(26))
    for at, words in enumerate(_lines(title)):
        draw.text((60, 120 + at * 30), words, fill=INK, font=_font(22))
    draw.text((60, 290), name, fill=INK, font=_font(20))
    draw.text((60, 320), f"Trang {number}", fill=INK, font=_font(18))
    for line in range(380, PAGE[1] - 80, 26):
        draw.line((60, line, PAGE[0] - 60 - (line * 7) % 160, line), fill=GREY)
    return picture.resize(SENT)


def _lines(text: str) -> list[str]:
    """*text* broken into at most five lines."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:5]


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The face of our papers, which knows every Vietnamese letter."""
    face = Path(settings.BASE_DIR) / "static" / "built" / "fonts" / "tinos-regular.ttf"
    return ImageFont.truetype(str(face), size)
