"""Render HTML as archival PDF (PDF/A-3a, tagged): fonts from the built folder, nothing from the network."""

import atexit
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import DataHandler, Request

from django.conf import settings

BUILT = Path(settings.BASE_DIR) / "static" / "built"
FACE = BUILT / "fonts" / "tinos-regular.ttf"  # all faces are trimmed to the same letters
_own = threading.local()
REPLACEMENT = "\u25a1"
PIXEL = 0.75  # of CSS, in points
KINDS = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}


@dataclass(frozen=True)
class Mark:
    """Where an element with an id came to stand: page (0 is the first) and edges in points from the bottom left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Typeset:
    """A typeset paper: its PDF, and the place of every element that has an id."""

    content: bytes = field(repr=False)
    marks: dict[str, Mark]


class OutsideAddress(ValueError):
    """A paper refers to a file that is not ours."""


def load() -> None:
    """Import the renderer now, so that processes forked from this one share it."""
    import weasyprint  # noqa: F401 - loads pango: only who renders pays for it


@atexit.register
def unload() -> None:
    """Release the fonts of this thread: their files would outlive a process that just ends."""
    vars(_own).clear()


def render(html: str) -> bytes:
    """The PDF of *html*. Addresses such as `built:fonts/x.ttf` are files of the built folder."""
    return typeset(html).content


def typeset(html: str) -> Typeset:
    """The same, and where on it each element with an id stands."""
    from weasyprint import HTML  # loads pango: only who renders pays for it
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            content, kind = read_own_file(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    # A paper without its fonts or its pictures is no paper: what cannot be read stops it.
    page = HTML(string=printable(html), url_fetcher=OwnFiles(fail_on_errors=True))  # type: ignore[no-untyped-call]
    try:
        document = page.render(font_config=_fonts())
        content: bytes = document.write_pdf(pdf_variant="pdf/a-3a")
    except Exception:
        unload()  # it may be their fault: their files lie in a folder that others may clear
        raise
    return Typeset(content, dict(_marks(document.pages)))


def _marks(pages: list[Any]) -> Iterator[tuple[str, Mark]]:
    for number, page in enumerate(pages):
        for name, (left, top, right, bottom) in page.anchors.items():
            height = page.height
            yield name, Mark(number, *(edge * PIXEL for edge in (left, height - bottom, right, height - top)))


def _fonts() -> Any:
    """The fonts of this thread, loaded once: another set takes time, and 300 kB that never come back."""
    from weasyprint.text.fonts import FontConfiguration

    if not hasattr(_own, "fonts"):
        _own.fonts = FontConfiguration()
    return _own.fonts


def printable(text: str) -> str:
    """*text* with composed accents, and a box for each mark that our fonts do not draw.

    Else the machine's own fonts would step in, or an empty glyph that PDF/A forbids and that makes
    readers lose the text around it.
    """
    drawable = _drawable()
    composed = unicodedata.normalize("NFC", text)
    return "".join(mark if mark in drawable else _replacement(mark) for mark in composed)


def undrawable(text: str) -> str:
    """The letters and accents of *text* that our fonts do not draw, each once: a paper would print another word."""
    drawable = _drawable()
    marks = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(mark for mark in marks if mark not in drawable and unicodedata.category(mark)[0] not in "ZC")


def read_own_file(url: str) -> tuple[bytes, str]:
    """Content and type of a picture inside the page or of a built file. Raises OutsideAddress for the rest."""
    if url.startswith("data:"):
        answer = DataHandler().data_open(Request(url))  # noqa: S310 - the page itself, no network
        return answer.read(), answer.headers["Content-Type"]
    parts = urlsplit(url)
    path = (BUILT / unquote(parts.path)).resolve()
    if parts.scheme != "built" or not path.is_relative_to(BUILT.resolve()):
        raise OutsideAddress(url)
    return path.read_bytes(), KINDS.get(path.suffix, "application/octet-stream")


@cache
def _drawable() -> frozenset[str]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    return frozenset(map(chr, TTFont(FACE).getBestCmap())) | set("\n\r\t")


def _replacement(mark: str) -> str:
    """A space for a space, nothing for what has no width, a box for the rest."""
    kind = unicodedata.category(mark)
    if kind[0] == "Z":
        return " "
    return "" if kind[0] == "C" or kind in ("Mn", "Me") else REPLACEMENT
