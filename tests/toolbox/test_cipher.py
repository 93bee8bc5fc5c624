"""Encrypted files: what was written comes back, and nothing else does."""

import io
from pathlib import Path

import pytest

from toolbox import cipher
from toolbox.cipher import HEADER, KeyRing, Undecipherable, decrypt, encrypt

RING = KeyRing((b"k" * 32, b"o" * 32))


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "PIECE", 10)


def sealed(content: bytes, ring: KeyRing = RING) -> bytes:
    """As it lies on a disk."""
    return b"".join(encrypt(io.BytesIO(content), ring))


def opened(content: bytes, ring: KeyRing = RING) -> bytes:
    """As it was."""
    return b"".join(decrypt(io.BytesIO(content), ring))


@pytest.mark.parametrize("length", [0, 1, 9, 10, 11, 20, 25])
def test_what_was_written_comes_back(length: int) -> None:
    content = bytes(range(length))

    assert opened(sealed(content)) == content
    assert len(content) < 9 or content not in sealed(content)  # a byte or two stand anywhere by chance


def test_the_same_file_looks_otherwise_each_time() -> None:
    assert sealed(b"the same") != sealed(b"the same")


def test_a_file_of_an_older_key_is_read_and_one_of_another_is_not() -> None:
    of_old = sealed(b"words", KeyRing((b"o" * 32,)))

    assert opened(of_old) == b"words"
    with pytest.raises(Undecipherable, match="under the key"):
        opened(of_old, KeyRing((b"x" * 32,)))


def pieces(content: bytes) -> list[bytes]:
    """The header, and the pieces behind it."""
    size = 10 + cipher.TAG
    rest = content[HEADER:]
    return [content[:HEADER], *(rest[n : n + size] for n in range(0, len(rest), size))]


def test_pieces_changed_swapped_left_out_cut_off_or_added_are_noticed() -> None:
    head, one, two, three = pieces(sealed(bytes(25)))
    forged = [
        head + bytes([one[0] ^ 1]) + one[1:] + two + three,
        head + two + one + three,
        head + one + three,
        head + one + two,
        head + one + two + three + three,
        head[:-1] + bytes([head[-1] ^ 1]) + one + two + three,
        head,
    ]

    for content in forged:
        with pytest.raises(Undecipherable, match="not the ones that were written"):
            opened(content)


@pytest.mark.parametrize("content", [b"", b"short", b"PK" + bytes(100)])
def test_what_we_did_not_encrypt_is_said(content: bytes) -> None:
    with pytest.raises(Undecipherable, match="not encrypted as we do it"):
        opened(content)


def test_a_key_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Undecipherable, match="cannot be read: No such file"):
        KeyRing.of_file(tmp_path / "none")
