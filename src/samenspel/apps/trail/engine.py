"""Acts as the evidence engine sees them: canonical content, leaf hashes, the tree's edge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from samenspel.engines.errors import EngineError as EngineError
from samenspel.engines.evidence import Frontier, canonical_bytes, leaf_hash, seal, trail_bundle


def act_content(
    *,
    municipality: str,
    sequence: int,
    kind: str,
    subject: tuple[str, str],
    neighbourhood: str,
    payload: dict[str, Any],
    at: datetime,
) -> str:
    """The canonical JSON text of an act; `at` is written in UTC to the microsecond."""
    content = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": kind,
        "municipality": municipality,
        "neighbourhood": neighbourhood,
        "payload": payload,
        "sequence": sequence,
        "subject": {"id": subject[1], "kind": subject[0]},
    }
    return canonical_bytes(content).decode()


def hash_of(content: str) -> str:
    """Hex leaf hash of an act's content."""
    return leaf_hash(content.encode()).hex()


def read_content(content: str) -> dict[str, Any]:
    """The act behind its canonical text."""
    return json.loads(content)


def grow(frontier: Sequence[str], size: int, leaf_hashes: Iterable[str]) -> tuple[list[str], int, str]:
    """Append leaves (hex) to the edge of a tree: (new frontier, new size, new root), all hex."""
    edge = Frontier.from_hexes(hexes=frontier, size=size)
    for leaf in leaf_hashes:
        edge = edge.append(bytes.fromhex(leaf))
    return edge.as_hexes(), edge.size, edge.root().hex()


def sealed_trail(municipality: str, contents: Iterable[str]) -> bytes:
    """The sealed bundle of a trail from its acts' canonical texts, in order."""
    return seal(trail_bundle(municipality=municipality, contents=[json.loads(text) for text in contents]))
