"""Stage 1 as the verification engine knows it: the committed list of tickets and their order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from samenspel import __version__
from samenspel.engines import verification
from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import canonical_bytes, open_sealed, parse_source, require_genuine, seal


def personal_commitment(*, ticket: int, salt: str, facts: Mapping[str, Any]) -> str:
    """Hex SHA-256 over ticket, salt and who it is for: without the salt it tells nobody anything."""
    content = {"facts": dict(facts), "salt": salt, "ticket": ticket}
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def tickets_hash(commitments: Sequence[str]) -> str:
    """Hex SHA-256 over the personal commitments in ticket order."""
    return hashlib.sha256(canonical_bytes(list(commitments))).hexdigest()


def lot_bundle(*, commitments: Sequence[str], count: int, announced: str, filling: Mapping[str, Any]) -> bytes:
    """The sealed bundle before the lot falls; ticket n has commitment n − 1 of the list."""
    return seal(
        verification.lot_bundle(
            commitments=commitments,
            count=count,
            announced=announced,
            software=f"samenspel {__version__}",
            filling=filling,
        )
    )


def lot_commitment(bundle: bytes) -> str:
    """The commitment of a lot's bundle, the same before and after the lot has fallen."""
    return verification.lot_commitment_of(open_sealed(bundle))


def order_of_lot(bundle: bytes, source_text: str) -> tuple[bytes, list[int], str]:
    """(the sealed bundle with its order, ticket numbers in the order of the lot, the source as recorded).

    Raises EngineError: already_picked, other_source_announced, source_too_small (three balls give 1,000
    orders, far too few), bad_drand_signature, and those of the source's form.
    """
    document = open_sealed(bundle)
    if document["randomness"] is not None or document["order"] is not None:
        raise EngineError("already_picked")
    source = parse_source(source_text)
    if source.kind == "balls":
        raise EngineError("source_too_small", source=source.text)
    if source.announcement != document["announced"]:
        raise EngineError("other_source_announced", announced=document["announced"], given=source.announcement)
    require_genuine(source)
    order = verification.order_for(source.key_string, len(document["tickets"]))
    document.update(randomness=source.text, order=order)
    return seal(document), order, source.text
