"""Why a paper is not signed yet: raised by whoever should sign it, kept on its row by the worker."""

import hashlib
import hmac
from typing import Any

from django.conf import settings

from dossiers.models import Paper
from dossiers.models.signing_fault import SigningFault


class NotSigned(Exception):
    """Nobody signs now; `kind` says why, and `name` whose signature is missing. No message holds a secret."""

    def __init__(self, kind: SigningFault, name: str = "") -> None:
        super().__init__(f"{name or 'the token'}: {kind.value}")
        self.kind, self.name = kind, name

    @property
    def facts(self) -> dict[str, str]:
        """What the row of the paper keeps of it."""
        facts = {"kind": self.kind.value, "name": self.name}
        return facts | {"pin": pin_digest()} if self.kind == SigningFault.PIN else facts


def pin_digest() -> str:
    """Which PIN for which token is set now, without telling it: another value after either was changed."""
    words = "\x00".join(str(settings.SIGNING[name]) for name in ("module", "token", "password"))
    return hmac.new(settings.RECORD_KEY.encode(), f"motcua.pin.{words}".encode(), hashlib.sha256).hexdigest()[:16]


def require_untried_pin(name: str) -> None:
    """Raise NotSigned when the PIN that is set now was refused before: a token locks itself after a few."""
    waiting: Any = Paper.objects.filter(state__in=(Paper.State.PENDING, Paper.State.FAILED))
    if waiting.filter(fault__pin=pin_digest()).exists():
        raise NotSigned(SigningFault.PIN, name)
