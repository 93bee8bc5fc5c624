"""Random requests over every route: addresses with odd values, odd queries, forms, JSON, files and headers; seeded."""

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "get", "get", "post", "post", "post", "patch", "put", "delete", "head", "options")
ODD: tuple[Any, ...] = (
    "",
    " ",
    "0",
    "-1",
    "1",
    "99999999999999999999",
    "1e400",
    "NaN",
    "true",
    "null",
    "\0",
    "a\0b",
    "%00",
    "../../etc/passwd",
    "'; DROP TABLE people_user; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "%s%n",
    "🦄",
    "Nguye\u0302\u0303n",
    "\u202eđảo",
    "\ud800",
    "x" * 300,
    "x" * 5000,
    "31/02/2026",
    "2026-02-31",
    "0001-01-01",
    "9999-12-31",
    "2026-11-23T10:00:00+99:99",
    "1.000.000",
    "-5",
    "=1+1",
    "٣",
    "\r\nX: y",
    "[]",
    "{}",
    "a=b&c=d",
    "on",
)
NAMES = (
    "q",
    "cursor",
    "view",
    "field",
    "applicant",
    "mode",
    "event",
    "level",
    "path",
    "answer",
    "next",
    "from",
    "to",
    "unit",
    "format",
    "state",
    "holder",
    "due_before",
    "overdue",
    "code",
    "token",
    "amount",
    "payer",
    "received",
    "reason",
    "seq",
    "outcome",
    "text",
    "items",
    "component",
    "todo",
    "due_day",
    "due_ground",
    "fee_ground",
    "ground",
    "username",
    "password",
    "login",
    "procedure",
    "answers",
    "channel",
    "file",
    "pages",
    "name",
    "citizen_id",
    "phone",
    "accepted_at",
    "value",
    "day",
    "since",
    "until",
    "decision_no",
    "more_rows",
    "save",
    "received_by",
    "all_papers",
)
FILES = (
    b"",
    b"x",
    b"%PDF-1.7\n" + b"\0" * 50,
    b"\xff\xd8\xff\xe0" + b"\0" * 20,
    b"\x89PNG\r\n\x1a\n" + b"\0" * 20,
    b"MZ\x90\0",
    b"<svg onload=alert(1)>",
    b"PK\x03\x04",
    b"slug = [",
    "Ẫm".encode() * 100,
)
TYPES = (
    "application/json",
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "",
)
UNSOUND = ("{", "[" * 500, '{"a":1,"a":2}', "1", '"x"', "NaN", '{"answers":', "null", '{"a":1e999}')
NEVER = ("quan-tri/", "static/", "_ui/")  # Django's own pages, and a page of samples


def routes() -> list[str]:
    """Every address of the site, with its parameters as `<kind:name>`."""
    return [route for route in _routes(get_resolver().url_patterns, "") if not route.startswith(NEVER)]


def _routes(patterns: Any, before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern).strip("^$")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


class Fuzz:
    """Makes requests by chance; *known* are values that exist, so that deep code is reached too."""

    def __init__(self, seed: int, known: list[str]) -> None:
        self.chance, self.known, self.routes = random.Random(seed), known, routes()

    def send(self, client: Client) -> tuple[Any, str]:
        """Send one request; returns its response and its description."""
        method, address = self.chance.choice(METHODS), self._address()
        options: dict[str, Any] = {}
        if self.chance.random() < 0.7:
            options["headers"] = {"Idempotency-Key": self._odd(60) or "k"}
        if method in ("post", "patch", "put", "delete"):
            raw = self.chance.random() < 0.5
            options |= self._raw() if raw else {"data": self._fields()}
            description = f"{method} {address!r} {str(options)[:600]!r}"
            if raw:
                return client.generic(method.upper(), address, **options), description
            return client.post(address, **options), description
        return getattr(client, method)(address, **options), f"{method} {address!r}"

    def _address(self) -> str:
        parts = [self._part(part) for part in self.chance.choice(self.routes).split("/")]
        address = "/" + "/".join(parts)
        if self.chance.random() < 0.5:
            address += "?" + "&".join(f"{self.chance.choice(NAMES)}={self._quoted()}" for _n in range(3))
        return ("/en" + address) if self.chance.random() < 0.1 and not address.startswith("/api") else address

    def _part(self, part: str) -> str:
        if "<" not in part and "(" not in part:
            return part
        if self.chance.random() < 0.6:
            return quote(self.chance.choice(self.known), safe="")
        return self._quoted() or "x"

    def _quoted(self) -> str:
        text = self._odd(400) if self.chance.random() < 0.7 else self.chance.choice(self.known)
        return quote(text.encode("utf-8", "surrogatepass"), safe="")

    def _odd(self, most: int) -> str:
        text = str(self.chance.choice(ODD))[:most]
        return text.encode("utf-8", "replace").decode().replace("\0", "").replace("\r\n", "")

    def _raw(self) -> dict[str, Any]:
        """A body as bytes: JSON mostly, or anything called anything."""
        if self.chance.random() < 0.6:
            return {"data": self._json(), "content_type": "application/json"}
        content = self.chance.choice(FILES) * self.chance.choice((1, 40))
        return {"data": content, "content_type": self.chance.choice(TYPES)}

    def _fields(self) -> dict[str, Any]:
        """A form, with files sometimes."""
        fields: dict[str, Any] = {self.chance.choice(NAMES): self._value() for _n in range(self.chance.randrange(8))}
        if self.chance.random() < 0.3:
            fields["file"] = fields["pages"] = self._file()
        return fields

    def _value(self) -> str:
        text = str(self.chance.choice(ODD)) if self.chance.random() < 0.7 else self.chance.choice(self.known)
        return text.encode("utf-8", "replace").decode()

    def _file(self) -> SimpleUploadedFile:
        name = self._odd(80) or "a.jpg"
        return SimpleUploadedFile(name.replace("/", "_") or "a", self.chance.choice(FILES) or b"x")

    def _json(self) -> str:
        """Sound JSON mostly; sometimes what no parser should take."""
        if self.chance.random() < 0.15:
            return self.chance.choice(UNSOUND)
        return json.dumps({self.chance.choice(NAMES): self._anything(3) for _n in range(self.chance.randrange(6))})

    def _anything(self, depth: int) -> Any:
        kind = self.chance.randrange(6 if depth else 3)
        if kind < 2:
            return self.chance.choice(ODD)
        if kind == 2:
            return self.chance.choice((0, -1, 10**30, 1.5, True, None))
        if kind == 3:
            return [self._anything(depth - 1) for _n in range(self.chance.randrange(4))]
        return {
            str(self.chance.choice((*NAMES, *ODD))): self._anything(depth - 1) for _n in range(self.chance.randrange(4))
        }
