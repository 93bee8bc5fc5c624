"""Everybody of the table, each signed in in a browser of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from people.models import Agency, Post, User
from tests.dossiers.conftest import cast
from tests.support.stories import Cast

__all__ = ["cast", "crowd"]
SIGN_IN = ("/dang-nhap/", "/quan-tri/login/")
REFUSED = (401, 403, 404, 405)


@dataclass
class Crowd:
    """Everybody, by their part, and what a request of theirs comes to."""

    cast: Cast
    people: dict[str, User | None]
    second: User  # administrator, who proposes
    clients: dict[str, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for part in self.people:
            self.enter(part)

    def enter(self, part: str) -> None:
        """A new browser for *part*, signed in."""
        self.clients[part], user = Client(raise_request_exception=False), self.people[part]
        if user is not None:
            self.clients[part].force_login(user)

    def ask(self, part: str, method: str, address: str, data: Any = None) -> tuple[int, bool]:
        """The status, and whether *part* got through: neither refused nor sent to sign in."""
        call = getattr(self.clients[part], method)
        options: dict[str, Any] = {}
        if address.startswith("/api/") and method != "get":
            options = {"headers": {"Idempotency-Key": f"{part} {method}"}}
            if not (data and "file" in data):
                options["content_type"] = "application/json"
        answer = call(address, data, **options) if data is not None else call(address, **options)
        refused = REFUSED if method == "get" else (*REFUSED, 409)
        sent_away = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
        return answer.status_code, not sent_away and answer.status_code not in refused


@pytest.fixture
def crowd(cast: Cast, person: Callable[..., User], agencies: dict[str, Agency]) -> Crowd:
    """One person of each part, in the unit of the dossier and in another; all with a second factor."""
    elsewhere = agencies["SLD-NCC"]
    people: dict[str, User | None] = {
        "anonymous": None,
        **cast.everybody(),
        "clerk_elsewhere": person("motcuakhac", elsewhere, Post.Role.DESK),
        "head_elsewhere": person("truongkhac", elsewhere, Post.Role.HEAD),
        "seal_clerk": person("vanthu", agencies["SLD"], Post.Role.SEAL_CLERK),
    }
    second = person("quantrihai", agencies["SLD"], Post.Role.ADMINISTRATOR)
    cast.administrator.is_staff = True
    cast.administrator.save()
    for user in filter(None, people.values()):
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
    return Crowd(cast, people, second)
