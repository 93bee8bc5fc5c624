"""A partner system before a running site: signs in, files what it filed before once more, and acts."""

import io
import json
import re
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any

from portal.demo.accounts import DEMO_PASSWORD
from tests.support.factories import photo

SLUG = "cap-lai-giay-phep-lao-dong"


@dataclass
class Partner:
    """Calls the site at *address*; any answer above 399 is raised as urllib's HTTPError."""

    address: str
    tokens: dict[str, str] = field(default_factory=dict)

    def sign_in(self, name: str) -> None:
        """Get a token."""
        data = urllib.parse.urlencode({"username": name, "password": DEMO_PASSWORD}).encode()
        self.tokens[name] = self._json(urllib.request.Request(f"{self.address}/api/v1/token/", data))["token"]

    def sign_in_by_page(self, name: str) -> str:
        """Sign in by the form as a browser does; returns the page one comes to."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self._read(urllib.request.Request(f"{self.address}/dang-nhap/"), opener)
        secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert secret
        form = {"csrfmiddlewaretoken": secret[1], "login": name, "password": DEMO_PASSWORD}
        data = urllib.parse.urlencode(form).encode()
        return self._read(urllib.request.Request(f"{self.address}/dang-nhap/", data), opener)

    def page(self, path: str) -> str:
        """One page of who is signed out."""
        return self._read(urllib.request.Request(f"{self.address}{path}"))

    def get(self, path: str, name: str = "") -> Any:
        """GET below /api/v1, as *name*."""
        return self._json(urllib.request.Request(f"{self.address}/api/v1{path}", headers=self._headers(name)))

    def post(self, path: str, name: str, body: Any = None, kind: str = "application/json") -> Any:
        """POST below /api/v1, as *name*, with a key of its own."""
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        headers = self._headers(name) | {"Idempotency-Key": uuid.uuid4().hex, "Content-Type": kind}
        return self._json(urllib.request.Request(f"{self.address}/api/v1{path}", content, headers, method="POST"))

    def file(self, name: str = "doanhnghiep") -> str:
        """File once more what a dossier of the demo says; returns the code."""
        rows = self.get(f"/dossiers/?procedure={SLUG}", name)["results"]
        before = self.get(f"/dossiers/{next(row['code'] for row in rows if row['procedure'] == SLUG)}/", name)
        ref = self.post("/dossiers/", name, {"procedure": SLUG, "answers": before["answers"]})["ref"]
        for component in self.get(f"/procedures/{SLUG}/")["components"]:
            if component["required"]:
                self.attach(ref, component["key"], name)
        return str(self.post(f"/dossiers/{ref}/submission/", name)["code"])

    def attach(self, ref: str, component: str, name: str = "doanhnghiep") -> Any:
        """Hand in one photograph."""
        mark, out = uuid.uuid4().hex, io.BytesIO()
        for head, content in (
            ('name="component"', component.encode()),
            ('name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg', photo()),
        ):
            out.write(f"--{mark}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n")
        out.write(f"--{mark}--\r\n".encode())
        return self.post(f"/dossiers/{ref}/attachments/", name, out.getvalue(), f"multipart/form-data; boundary={mark}")

    def _headers(self, name: str) -> dict[str, str]:
        return {"Authorization": f"Token {self.tokens[name]}"} if name else {}

    def _json(self, request: urllib.request.Request) -> Any:
        return json.loads(self._read(request))

    def _read(self, request: urllib.request.Request, opener: urllib.request.OpenerDirector | None = None) -> str:
        with (opener or urllib.request.build_opener()).open(request, timeout=30) as answer:
            return str(answer.read().decode())
