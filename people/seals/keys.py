"""The key of the record, which no database holds: MACs under it, and the key pair that signs the roots."""

import hashlib
import hmac
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


def key_name() -> str:
    """The name of the key in use: it tells keys apart and nothing else."""
    return _name(settings.RECORD_KEY)


def mac(text: str, name: str) -> str | None:
    """HMAC-SHA-256 of *text* in hex under the key called *name*; None when this site has no such key."""
    key = _by_name((settings.RECORD_KEY, *settings.RECORD_KEY_FALLBACKS)).get(name)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest() if key else None


def signing_key() -> Ed25519PrivateKey:
    """The private key by which roots are signed; it follows from the key of the record."""
    return Ed25519PrivateKey.from_private_bytes(_derived(settings.RECORD_KEY, "root"))


def public_keys() -> set[str]:
    """The public keys, in hex, that may have signed a root: of the key in use and of those before it."""
    return _public((settings.RECORD_KEY, *settings.RECORD_KEY_FALLBACKS))


@cache
def _public(secrets: tuple[str, ...]) -> set[str]:
    pairs = (Ed25519PrivateKey.from_private_bytes(_derived(secret, "root")) for secret in secrets)
    return {pair.public_key().public_bytes_raw().hex() for pair in pairs}


@cache
def _by_name(secrets: tuple[str, ...]) -> dict[str, bytes]:
    return {_name(secret): _derived(secret, "mac") for secret in secrets}


def _name(secret: str) -> str:
    return _derived(secret, "name").hex()[:8]


def _derived(secret: str, use: str) -> bytes:
    return hmac.new(secret.encode(), f"motcua.record.{use}".encode(), hashlib.sha256).digest()
