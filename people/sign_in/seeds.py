"""Encrypt the seeds of second factors: whoever reads the database alone makes no codes."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PREFIX = "f1:"  # seeds of before have none, and are encrypted when their owner enrols anew


def encrypt(text: str) -> str:
    """*text*, encrypted with a key of SECRET_KEY."""
    return PREFIX + _fernet().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """The text again, by any key in SECRET_KEY and its fallbacks; empty, which no code fits, without the right one."""
    if not text.startswith(PREFIX):
        return text
    try:
        return _fernet().decrypt(text.removeprefix(PREFIX)).decode()
    except InvalidToken:
        return ""


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret: str) -> bytes:
    digest = hashlib.blake2b(secret.encode(), digest_size=32, person=b"motcua.seeds").digest()
    return base64.urlsafe_b64encode(digest)
