"""What an approval covers, as the evidence engine writes it."""

import hashlib
from typing import Any

from samenspel.engines.evidence import canonical_bytes


def payload_hash(payload: dict[str, Any]) -> str:
    """Hex SHA-256 of the payload's canonical bytes."""
    return hashlib.sha256(canonical_bytes(payload)).hexdigest()
