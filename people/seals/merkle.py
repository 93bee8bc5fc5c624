"""Merkle trees as RFC 6962 (2.1) has them: one root over many lines, and the short proof that a line is among them."""

import hashlib
from collections.abc import Iterable

Proof = list[tuple[str, str]]  # from the leaf up: on which side the neighbour stands, and its hash in hex


def leaf(line: str) -> bytes:
    """The hash of one line."""
    return hashlib.sha256(b"\0" + line.encode()).digest()


def root(lines: Iterable[str]) -> str:
    """The root over *lines* in hex; read once, one hash kept for each level."""
    stack: list[tuple[int, bytes]] = []  # height and hash of whole trees, the highest first
    for line in lines:
        height, node = 0, leaf(line)
        while stack and stack[-1][0] == height:
            node, height = _node(stack.pop()[1], node), height + 1
        stack.append((height, node))
    if not stack:
        return hashlib.sha256().hexdigest()
    _height, node = stack.pop()
    while stack:
        node = _node(stack.pop()[1], node)
    return node.hex()


def proof(lines: list[str], index: int) -> Proof:
    """The proof that line *index* is among *lines*."""
    return _path([leaf(line) for line in lines], index)


def _path(nodes: list[bytes], index: int) -> Proof:
    if len(nodes) == 1:
        return []
    split = 1 << ((len(nodes) - 1).bit_length() - 1)
    left, right = nodes[:split], nodes[split:]
    if index < split:
        return [*_path(left, index), ("right", _top(right).hex())]
    return [*_path(right, index - split), ("left", _top(left).hex())]


def _top(nodes: list[bytes]) -> bytes:
    if len(nodes) == 1:
        return nodes[0]
    split = 1 << ((len(nodes) - 1).bit_length() - 1)
    return _node(_top(nodes[:split]), _top(nodes[split:]))


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
