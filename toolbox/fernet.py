"""Encrypt short texts under a key of SECRET_KEY: one key for each purpose, so that none reads what another wrote."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def ring(purpose: bytes) -> MultiFernet:
    """The keys of a purpose (16 bytes at most): the first encrypts, those of the fallbacks still read."""
    return MultiFernet([Fernet(derived(key, purpose)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def derived(secret: str, purpose: bytes) -> bytes:
    """The key of a purpose that follows from *secret*."""
    return base64.urlsafe_b64encode(hashlib.blake2b(secret.encode(), digest_size=32, person=purpose).digest())
