"""Encrypt files of any size, piece by piece, under a key that stands in a file of its own.

As the STREAM construction has it: AES-256-GCM over pieces of one megabyte under a key of each file's own; the number of
the piece, and whether it is the last, are in its nonce. Pieces cannot be changed, swapped, left out or cut off unseen.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"motcua-sealed-1\n"
PIECE, TAG, NAME, SALT, KEY = 1024 * 1024, 16, 8, 16, 32
HEADER = len(MAGIC) + NAME + SALT


class Undecipherable(Exception):
    """The reason why encrypted bytes cannot be read, in words."""


class Source(Protocol):
    """What is read: a file, a pipe."""

    def read(self, size: int, /) -> bytes:
        """Up to *size* bytes; fewer only at the end."""
        ...


@dataclass(frozen=True)
class KeyRing:
    """Keys by which files are read; the first also encrypts new ones."""

    keys: tuple[bytes, ...]

    @classmethod
    def of_file(cls, path: Path) -> "KeyRing":
        """The keys of a file, one a line in base64, the one in use first. Raises Undecipherable, in words."""
        try:
            keys = tuple(base64.b64decode(line, validate=True) for line in path.read_text().split())
        except OSError as error:
            raise Undecipherable(f"The key file {path} cannot be read: {error.strerror}.") from error
        except (binascii.Error, UnicodeDecodeError) as error:
            raise Undecipherable(f"The key file {path} holds a line that is no key.") from error
        if not keys or any(len(key) != KEY for key in keys):
            raise Undecipherable(f"The key file {path} must hold keys of {KEY} bytes in base64, one a line.")
        return cls(keys)

    @property
    def name(self) -> str:
        """The name of the key in use, in hex: it tells keys apart and nothing else."""
        return _name(self.keys[0]).hex()

    def by_name(self, name: bytes) -> bytes:
        """The key of that name. Raises Undecipherable when it is not here."""
        for key in self.keys:
            if _name(key) == name:
                return key
        raise Undecipherable(f"It was encrypted under the key {name.hex()}, which the key file does not hold.")


def make_key_file(path: Path) -> None:
    """Write a new key into a new file that its owner alone may read. Raises FileExistsError where there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(os.urandom(KEY)) + b"\n")


def encrypt(source: Source, ring: KeyRing) -> Iterator[bytes]:
    """The bytes of *source*, encrypted under the key in use."""
    key = ring.keys[0]
    header = MAGIC + _name(key) + os.urandom(SALT)
    yield header
    cipher, number, piece = _cipher(key, header), 0, source.read(PIECE)
    while True:
        following = source.read(PIECE)
        yield cipher.encrypt(_nonce(number, is_last=not following), piece, header)
        if not following:
            return
        number, piece = number + 1, following


def decrypt(source: Source, ring: KeyRing) -> Iterator[bytes]:
    """What was encrypted. Raises Undecipherable: another key, or not the bytes that were written."""
    header = source.read(HEADER)
    if len(header) != HEADER or not header.startswith(MAGIC):
        raise Undecipherable("It is not encrypted as we do it.")
    key = ring.by_name(header[len(MAGIC) : len(MAGIC) + NAME])
    cipher, number, piece = _cipher(key, header), 0, source.read(PIECE + TAG)
    while True:
        following = source.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), piece, header)
        except InvalidTag as error:
            raise Undecipherable("Its bytes are not the ones that were written.") from error
        if not following:
            return
        number, piece = number + 1, following


def is_encrypted(start: bytes) -> bool:
    """Whether a file that begins with *start* was encrypted by us."""
    return start.startswith(MAGIC)


def _name(key: bytes) -> bytes:
    return hashlib.sha256(b"motcua.key-name" + key).digest()[:NAME]


def _cipher(key: bytes, header: bytes) -> AESGCM:
    salt = header[-SALT:]
    return AESGCM(HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=b"motcua.file").derive(key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
