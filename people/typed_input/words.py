"""The words of a form on their way: read from a request, sealed into a hidden field, read again."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from toolbox.fernet import ring
from toolbox.text import is_secret

BYTES_MAX = 64 * 1024
SIGN_IN_SECONDS = 3600  # so long a sign-in may take
ADDRESS_MAX, PAGE_MAX = 200, 400
PURPOSE = b"motcua.typed"
UNTYPED = ("seq", "seen", "token", "more_rows")  # inputs of a form that nobody typed
FIELD = "typed"  # the hidden field of the sign-in page that carries them


@dataclass(frozen=True)
class Words:
    """What was typed into one form: whereto it is sent, on which page it stands, and its inputs by name."""

    address: str
    page: str
    data: dict[str, list[str]]

    @property
    def size(self) -> int:
        """Bytes of all names and values."""
        texts = (text for name, values in self.data.items() for text in (name, *values))
        return sum(len(text.encode("utf-8", "replace")) for text in texts)

    @property
    def is_too_long(self) -> bool:
        """More than is carried or kept of one form."""
        return self.size > BYTES_MAX or len(self.address) > ADDRESS_MAX

    def query(self) -> QueryDict:
        """The inputs as a view reads them of a form that was sent."""
        data = QueryDict(mutable=True)
        for name, values in self.data.items():
            data.setlist(name, values)
        return data


def words_of(request: HttpRequest) -> Words:
    """What this POST says; never a password, a file or a token against forgery."""
    return Words(address_of(request.path), page_of(request), fit_to_keep(request.POST.lists()))


def fit_to_keep(inputs: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """The inputs without passwords and without what belongs to one page alone."""
    return {name: list(values) for name, values in inputs if not (is_secret(name) or "csrf" in name or name == FIELD)}


def address_of(path: str) -> str:
    """A path without its language: the same form in Vietnamese and English."""
    for language, _name in settings.LANGUAGES:
        if path.startswith(f"/{language}/"):
            return path[len(language) + 1 :]
    return path


def page_of(request: HttpRequest) -> str:
    """The page of ours on which the form stood, as far as the browser tells; else where it was sent."""
    source = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(source, {request.get_host()}, require_https=request.is_secure()):
        return request.get_full_path()[:PAGE_MAX]
    parts = urlsplit(source)
    page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return page if len(page) <= PAGE_MAX else request.path[:PAGE_MAX]


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form; of another site, or unsaid, it is false."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    own = f"{request.scheme}://{request.get_host()}"
    return f"{parts.scheme}://{parts.netloc}" in (own, *settings.CSRF_TRUSTED_ORIGINS)


def seal(words: Words) -> str:
    """The words as they pass through a browser: encrypted, so that nobody else made or reads them."""
    text = json.dumps([words.address, words.page, words.data]).encode()
    return ring(PURPOSE).encrypt(zlib.compress(text)).decode()


def unseal(text: str, seconds: int | None = SIGN_IN_SECONDS) -> Words | None:
    """What was sealed; None for what we did not seal, or longer than *seconds* ago."""
    try:
        address, page, data = json.loads(zlib.decompress(ring(PURPOSE).decrypt(text.encode(), ttl=seconds)))
    except InvalidToken:
        return None
    return Words(address, page, data)
