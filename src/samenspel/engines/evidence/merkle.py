"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256.

A leaf's hash is SHA-256(0x00 ‖ data), a node's SHA-256(0x01 ‖ left ‖ right); the tree of n leaves splits
at the largest power of two below n. Hashes are 32 bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samenspel.engines.errors import EngineError

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """What must be kept of a tree to append to it: the roots of its complete subtrees, largest first.

    Their sizes are the powers of two in `size`. Appending costs at most log2(size) hashes.
    """

    size: int = 0
    roots: tuple[bytes, ...] = ()

    def append(self, new_leaf_hash: bytes) -> Frontier:
        """The frontier with one leaf more."""
        roots = list(self.roots)
        size = self.size
        node = new_leaf_hash
        while size & 1:
            node = node_hash(roots.pop(), node)
            size >>= 1
        return Frontier(self.size + 1, (*roots, node))

    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self.roots:
            return EMPTY_ROOT
        node = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            node = node_hash(left, node)
        return node

    def as_hexes(self) -> list[str]:
        """The subtree roots as hexadecimal text, to be stored beside `size`."""
        return [one.hex() for one in self.roots]

    @classmethod
    def from_hexes(cls, hexes: Sequence[str], size: int) -> Frontier:
        """The frontier that was stored. Raises EngineError malformed_frontier."""
        try:
            roots = tuple(bytes.fromhex(text) for text in hexes)
        except ValueError:
            raise EngineError("malformed_frontier", size=size) from None
        if size < 0 or len(roots) != size.bit_count() or any(len(one) != 32 for one in roots):
            raise EngineError("malformed_frontier", size=size)
        return cls(size, roots)


def frontier_of(leaf_hashes: Iterable[bytes]) -> Frontier:
    """The frontier after appending every leaf hash; as `Frontier.append` in a loop, but quicker."""
    roots: list[bytes] = []
    size = 0
    for node in leaf_hashes:
        bits = size
        while bits & 1:
            node = hashlib.sha256(b"\x01" + roots.pop() + node).digest()
            bits >>= 1
        roots.append(node)
        size += 1
    return Frontier(size, tuple(roots))


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """The tree's root (RFC 9162, 2.1.1)."""
    return frontier_of(leaf_hashes).root()


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The path that proves leaf `index` in the tree, leaf's side first (2.1.3.1).

    Raises EngineError leaf_out_of_range.
    """
    if not 0 <= index < len(leaf_hashes):
        raise EngineError("leaf_out_of_range", index=index, size=len(leaf_hashes))
    path: list[bytes] = []
    low, high = 0, len(leaf_hashes)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root(leaf_hashes[middle:high]))
            high = middle
        else:
            path.append(root(leaf_hashes[low:middle]))
            low = middle
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """True when `proof` shows that the leaf hash stands at `index` of the tree (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last = index, size - 1
    node = leaf
    for step in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            node = node_hash(step, node)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, step)
        first, last = first >> 1, last >> 1
    return last == 0 and node == expected_root


def consistency_proof(leaf_hashes: Sequence[bytes], earlier_size: int) -> list[bytes]:
    """The path that proves that the first `earlier_size` leaves are unchanged (2.1.4.1).

    Raises EngineError leaf_out_of_range unless 0 < earlier_size ≤ size.
    """
    size = len(leaf_hashes)
    if not 0 < earlier_size <= size:
        raise EngineError("leaf_out_of_range", index=earlier_size, size=size)
    path: list[bytes] = []
    low, high, known = 0, size, True
    while earlier_size != high:
        middle = low + _split(high - low)
        if earlier_size <= middle:
            path.append(root(leaf_hashes[middle:high]))
            high = middle
        else:
            path.append(root(leaf_hashes[low:middle]))
            low = middle
            known = False
    if not known:
        path.append(root(leaf_hashes[low:high]))
    return path[::-1]


def verify_consistency(
    earlier_size: int, size: int, earlier_root: bytes, later_root: bytes, proof: Sequence[bytes]
) -> bool:
    """True when `proof` shows that the later tree begins with the earlier one (2.1.4.2)."""
    if not 0 < earlier_size <= size:
        return False
    if earlier_size == size:
        return not proof and earlier_root == later_root
    path = list(proof)
    if earlier_size & (earlier_size - 1) == 0:
        path.insert(0, earlier_root)
    if not path:
        return False
    first, last = earlier_size - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    earlier = later = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            earlier = node_hash(step, earlier)
            later = node_hash(step, later)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            later = node_hash(later, step)
        first, last = first >> 1, last >> 1
    return last == 0 and earlier == earlier_root and later == later_root


def _split(size: int) -> int:
    """The largest power of two below `size` (which is at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)
