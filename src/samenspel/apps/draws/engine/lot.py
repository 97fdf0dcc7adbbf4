"""Stage 1 as the evidence engine writes it: the committed list of tickets and their order.

A bundle of kind `samenspel-lot` holds the salted personal commitments in ticket order, how many people are
approached and which public randomness decides; after the lot has fallen also the order. Its commitment is
the SHA-256 of its canonical bytes with the outcome (randomness, order) empty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from samenspel import __version__
from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import (
    canonical_bytes,
    open_sealed,
    parse_source,
    require_genuine,
    seal,
    shuffle_order,
)

KIND = "samenspel-lot"
_OUTCOME = ("randomness", "order")


def personal_commitment(*, ticket: int, salt: str, facts: Mapping[str, Any]) -> str:
    """Hex SHA-256 over ticket, salt and who it is for: without the salt it tells nobody anything."""
    content = {"facts": dict(facts), "salt": salt, "ticket": ticket}
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def tickets_hash(commitments: Sequence[str]) -> str:
    """Hex SHA-256 over the personal commitments in ticket order."""
    return hashlib.sha256(canonical_bytes(list(commitments))).hexdigest()


def lot_bundle(*, commitments: Sequence[str], count: int, announced: str) -> bytes:
    """The sealed bundle before the lot falls; ticket n has commitment n − 1 of the list."""
    return seal(
        {
            "kind": KIND,
            "version": 1,
            "software": f"samenspel {__version__}",
            "tickets": list(commitments),
            "count": count,
            "announced": announced,
            "randomness": None,
            "order": None,
        }
    )


def lot_commitment(bundle: bytes) -> str:
    """The commitment of a lot's bundle, the same before and after the lot has fallen."""
    document = open_sealed(bundle)
    if document.get("kind") != KIND:
        raise EngineError("unknown_kind", kind=document.get("kind"))
    document.update(dict.fromkeys(_OUTCOME))
    return hashlib.sha256(canonical_bytes(document)).hexdigest()


def order_of_lot(bundle: bytes, source_text: str) -> tuple[bytes, list[int], str]:
    """(the sealed bundle with its order, ticket numbers in the order of the lot, the source as recorded).

    Raises EngineError: already_picked, other_source_announced, source_too_small (three balls give 1,000
    orders, far too few), bad_drand_signature, and those of the source's form.
    """
    document = open_sealed(bundle)
    if any(document[name] is not None for name in _OUTCOME):
        raise EngineError("already_picked")
    source = parse_source(source_text)
    if source.kind == "balls":
        raise EngineError("source_too_small", source=source.text)
    if source.announcement != document["announced"]:
        raise EngineError("other_source_announced", announced=document["announced"], given=source.announcement)
    require_genuine(source)
    order = _order(source.key_string, len(document["tickets"]))
    document.update(randomness=source.text, order=order)
    return seal(document), order, source.text


def verify_lot_bundle(bundle: bytes, commitment: str) -> bool:
    """True when the bundle is the committed one and its order follows from its randomness."""
    document = open_sealed(bundle)
    if lot_commitment(bundle) != commitment or document["randomness"] is None:
        return False
    source = parse_source(document["randomness"])
    require_genuine(source)
    return document["order"] == _order(source.key_string, len(document["tickets"]))


def _order(key: str, total: int) -> list[int]:
    return [index + 1 for index in shuffle_order(key, total)]
