"""Merkle roots and proofs, against a second, plain reading of RFC 6962."""

import hashlib

import pytest

from people.seals import merkle


def plain_root(lines: list[str]) -> str:
    """The definition of RFC 6962 2.1, word by word."""

    def top(rows: list[str]) -> bytes:
        if not rows:
            return hashlib.sha256().digest()
        if len(rows) == 1:
            return hashlib.sha256(b"\0" + rows[0].encode()).digest()
        k = 1
        while k * 2 < len(rows):
            k *= 2
        return hashlib.sha256(b"\1" + top(rows[:k]) + top(rows[k:])).digest()

    return top(lines).hex()


def root_by(line: str, path: merkle.Proof) -> str:
    """The root that *line* and its proof lead to."""
    node = merkle.leaf(line)
    for side, other in path:
        pair = bytes.fromhex(other) + node if side == "left" else node + bytes.fromhex(other)
        node = hashlib.sha256(b"\1" + pair).digest()
    return node.hex()


@pytest.mark.parametrize("count", [*range(20), 31, 32, 33, 100])
def test_the_root_is_that_of_the_rfc_and_each_line_has_a_proof(count: int) -> None:
    lines = [f"dossier {n} 1 {n:x}" for n in range(count)]

    root = merkle.root(iter(lines))

    assert root == plain_root(lines)
    assert all(root_by(line, merkle.proof(lines, n)) == root for n, line in enumerate(lines))


def test_a_proof_of_one_line_proves_no_other() -> None:
    lines = [f"line {n}" for n in range(7)]
    proof = merkle.proof(lines, 3)

    assert root_by("line 4", proof) != merkle.root(lines)
