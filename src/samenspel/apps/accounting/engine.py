"""Hashes of what an account says, as the evidence engine makes them."""

import hashlib
from typing import Any

from samenspel.engines.evidence import canonical_bytes


def hash_of(record: dict[str, Any]) -> str:
    """Hex SHA-256 of the record's canonical bytes."""
    return hashlib.sha256(canonical_bytes(record)).hexdigest()
