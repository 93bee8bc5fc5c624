"""Draw a seal and handwriting for the time of trying: nobody takes them for real ones."""

import textwrap
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(settings.BASE_DIR) / "static" / "built" / "fonts"
RED, BLUE = (200, 16, 46, 255), (20, 60, 160, 255)
SIDE = 360


@lru_cache(maxsize=64)
def seal(agency: str) -> Image.Image:
    """A red ring with the agency's name and the word for "specimen", on a transparent ground."""
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((6, 6, SIDE - 6, SIDE - 6), outline=RED, width=10)
    draw.ellipse((26, 26, SIDE - 26, SIDE - 26), outline=RED, width=3)
    lines = [*textwrap.wrap(agency.upper(), 18)[:5], "", "DẤU THỬ NGHIỆM"]
    top = SIDE / 2 - 15 * len(lines)
    for number, line in enumerate(lines):
        draw.text((SIDE / 2, top + 30 * number + 15), line, RED, _font("bold", 24), anchor="mm")
    return picture


@lru_cache(maxsize=64)
def handwriting(name: str) -> Image.Image:
    """The name in blue italics, on a transparent ground."""
    picture = Image.new("RGBA", (600, 150), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    size = 80
    while draw.textlength(name, _font("italic", size)) > 580 and size > 20:
        size -= 4
    draw.text((300, 75), name, BLUE, _font("italic", size), anchor="mm")
    return picture.crop(picture.getbbox())


def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"tinos-{face}.ttf"), size)
