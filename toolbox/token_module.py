"""Load a vendor's PKCS#11 module and answer one question with it: a process of its own, started by `toolbox.tokens`.

Reads the question as JSON from its input and writes the answer as the last line of its output; modules print, too.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import pkcs11
from pkcs11 import Attribute, Mechanism, ObjectClass, TokenFlag, exceptions

NO_TRIES = TokenFlag.USER_PIN_FINAL_TRY | TokenFlag.USER_PIN_LOCKED
# What went wrong, by what the module says: words of `tokens.TokenFault`.
FAULTS: dict[str, tuple[type[Exception], ...]] = {
    "pin": (
        exceptions.PinIncorrect,
        exceptions.PinInvalid,
        exceptions.PinLenRange,
        exceptions.PinLocked,
        exceptions.PinExpired,
        exceptions.UserPinNotInitialized,
    ),
    "key": (exceptions.NoSuchKey, exceptions.MultipleObjectsReturned),
    "token": (
        exceptions.NoSuchToken,
        exceptions.MultipleTokensReturned,
        exceptions.TokenNotPresent,
        exceptions.TokenNotRecognised,
        exceptions.DeviceRemoved,
        exceptions.DeviceError,
        exceptions.SlotIDInvalid,
        exceptions.SessionHandleInvalid,
    ),
}


class LastTry(Exception):
    """One more wrong PIN would lock the token, or has: it is not tried."""


def certificates(token: Any) -> dict[str, str]:
    """Every certificate of *token* by its label, in hex (DER); they are public, so no PIN is sent."""
    with token.open() as session:
        return dict(_labelled(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})))


def sign(token: Any, label: str, pin: str, data: bytes, mechanism: str) -> str:
    """The signature over *data*, in hex. Raises LastTry rather than risk the last try of a PIN."""
    if token.flags & NO_TRIES:
        raise LastTry
    with token.open(user_pin=pin) as session:
        key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=label)
        return bytes(key.sign(data, mechanism=Mechanism[mechanism])).hex()


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """The answer, or the fault in one word; never a word of the PIN."""
    try:
        module = pkcs11.lib(question["module"])
    except Exception as fault:
        return {"fault": "module", "detail": type(fault).__name__}
    try:
        token = module.get_token(token_label=question["token"])
        if question["ask"] == "certificates":
            return {"certificates": certificates(token)}
        data = bytes.fromhex(question["data"])
        return {"signature": sign(token, question["label"], question["pin"], data, question["mechanism"])}
    except LastTry:
        return {"fault": "pin", "detail": "LastTry"}
    except Exception as fault:
        kind = next((kind for kind, errors in FAULTS.items() if isinstance(fault, errors)), "device")
        return {"fault": kind, "detail": type(fault).__name__}


def _labelled(objects: Any) -> Iterator[tuple[str, str]]:
    for one in objects:
        yield str(one[Attribute.LABEL]), bytes(one[Attribute.VALUE]).hex()


if __name__ == "__main__":
    print(f"\n{json.dumps(answer(json.load(sys.stdin)))}", flush=True)  # noqa: T201 - its answer
