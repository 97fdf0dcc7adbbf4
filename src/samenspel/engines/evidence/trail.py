"""The trail's bundle: every public act of a municipality, each with its leaf, and the tree's root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from samenspel.engines.evidence.canonical import canonical_bytes
from samenspel.engines.evidence.merkle import frontier_of, leaf_hash

KIND = "samenspel-trail"
FORMAT = 1


def trail_bundle(*, municipality: str, contents: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The acts in order, to be sealed by `canonical.seal`.

    `contents` are the acts as they were hashed (each with its `sequence`, from 1 without gaps). A leaf is
    the Merkle leaf hash of an act's canonical bytes; root is that of all leaves, hexadecimal.
    """
    acts = []
    leaves = []
    for content in contents:
        leaf = leaf_hash(canonical_bytes(dict(content)))
        leaves.append(leaf)
        acts.append({"content": dict(content), "leaf": leaf.hex()})
    return {
        "kind": KIND,
        "version": FORMAT,
        "municipality": municipality,
        "size": len(acts),
        "root": frontier_of(leaves).root().hex(),
        "acts": acts,
    }
