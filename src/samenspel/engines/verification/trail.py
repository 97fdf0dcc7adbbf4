"""A trail's bundle checked: numbers without gaps, every leaf, and the root."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from samenspel.engines.evidence import canonical_bytes, frontier_of, leaf_hash
from samenspel.engines.verification.report import Check, check_of

SHAPE = {
    "kind": str,
    "version": int,
    "municipality": str,
    "size": int,
    "root": str,
    "acts": [{"content": dict, "leaf": str}],
}


def trail_checks(bundle: Mapping[str, Any]) -> Iterator[Check]:
    """The checks of a `samenspel-trail` bundle of the right shape."""
    acts = bundle["acts"]
    numbers = [act["content"].get("sequence") for act in acts]
    gaps = [
        f"where act {expected} should stand, the trail has {number}"
        for expected, number in enumerate(numbers, start=1)
        if type(number) is not int or number != expected
    ]
    if bundle["size"] != len(acts):
        gaps.append(f"the trail counts {bundle['size']} acts and holds {len(acts)}")
    yield check_of("sequence", gaps, f"{len(acts)} acts are numbered without gaps")
    leaves = [leaf_hash(canonical_bytes(act["content"])) for act in acts]
    wrong = [
        f"act {number} was changed: its leaf is {leaf.hex()}, the trail says {act['leaf'][:64]}"
        for number, (act, leaf) in enumerate(zip(acts, leaves, strict=True), start=1)
        if act["leaf"] != leaf.hex()
    ]
    yield check_of("leaves", wrong, "every act has the leaf that its content gives")
    root = frontier_of(leaves).root().hex()
    differs = [] if root == bundle["root"] else [f"the acts give root {root}"]
    yield check_of("root", differs, f"the acts give root {root}")
