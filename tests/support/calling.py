"""A client of the API as a partner system uses it: JSON, a token, and a key for each POST."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

ROOT = "/api/v1"


@dataclass(frozen=True)
class Caller:
    """One account at the API."""

    client: Client
    token: str = ""

    def get(self, path: str, **query: Any) -> Any:
        """GET below /api/v1."""
        return self.client.get(f"{ROOT}{path}", query, headers=self._headers())

    def post(self, path: str, data: Any = None, key: str | None = None, **more: Any) -> Any:
        """POST JSON below /api/v1, with a new key unless one is given; an empty key is not sent."""
        headers = self._headers() | self._key(key)
        return self.client.post(
            f"{ROOT}{path}", {} if data is None else data, "application/json", headers=headers, **more
        )

    def patch(self, path: str, data: Any) -> Any:
        """PATCH JSON."""
        return self.client.patch(f"{ROOT}{path}", data, "application/json", headers=self._headers())

    def delete(self, path: str) -> Any:
        """DELETE."""
        return self.client.delete(f"{ROOT}{path}", headers=self._headers())

    def upload(self, path: str, component: str, content: bytes, name: str = "anh.jpg", key: str | None = None) -> Any:
        """POST one file for one component."""
        data = {"component": component, "file": SimpleUploadedFile(name, content)}
        return self.client.post(f"{ROOT}{path}", data, headers=self._headers() | self._key(key))

    def act(self, dossier: Any, word: str, data: Any = None, key: str | None = None) -> Any:
        """POST to one resource of one dossier."""
        return self.post(f"/dossiers/{getattr(dossier, 'name', dossier)}/{word}/", data, key)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Token {self.token}"} if self.token else {}

    @staticmethod
    def _key(key: str | None) -> dict[str, str]:
        key = uuid.uuid4().hex if key is None else key
        return {"Idempotency-Key": key} if key else {}
