"""Ask a PKCS#11 token for its certificates and for signatures, each by a process of its own with a time limit.

A vendor's module may hang, crash, print, or go on seeing a token that was pulled out; none of it reaches the worker.
The PIN goes by a pipe: neither the list of processes nor the environment shows it.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = 20.0
SECRET = re.compile("KEY|PASSWORD|SECRET|PIN|TOKEN|_URL|DSN", re.IGNORECASE)


class TokenFault(Exception):
    """A token does not sign: `kind` is module, token, pin, key, silent or device; the message says no secret."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind


@dataclass(frozen=True)
class Token:
    """A token behind a vendor's module, by its label, and what opens it."""

    module: str
    label: str
    pin: str = field(repr=False)
    seconds: float = SECONDS


def certificates(token: Token) -> dict[str, bytes]:
    """Every certificate of *token* (DER) by its label. Raises TokenFault."""
    return {label: bytes.fromhex(text) for label, text in _ask(token, ask="certificates")["certificates"].items()}


def sign(token: Token, label: str, data: bytes, mechanism: str) -> bytes:
    """The signature over *data* by the private key *label*; *mechanism* is RSA_PKCS or ECDSA. Raises TokenFault."""
    facts = {"label": label, "pin": token.pin, "data": data.hex(), "mechanism": mechanism}
    return bytes.fromhex(_ask(token, ask="signature", **facts)["signature"])


def _ask(token: Token, **question: str) -> dict[str, Any]:
    words = json.dumps({"module": token.module, "token": token.label, **question})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "toolbox.token_module"],
            input=words,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=token.seconds,
            check=False,
            cwd=Path(__file__).parents[1],
            env={name: value for name, value in os.environ.items() if not SECRET.search(name)},
        )
    except subprocess.TimeoutExpired as late:
        raise TokenFault("silent", f"no answer in {token.seconds:g} s") from late.with_traceback(None)
    try:
        answer: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    except ValueError:
        raise TokenFault("device", f"the module ended with {done.returncode}") from None
    if "fault" in answer:
        raise TokenFault(answer["fault"], str(answer.get("detail", "")))
    return answer
