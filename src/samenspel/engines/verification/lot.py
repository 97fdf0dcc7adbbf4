"""The bundle of a lot (stage 1 of a draw) checked: its tickets, and that its order follows from the randomness.

A bundle of kind `samenspel-lot` holds the salted personal commitments in ticket order, how many people are
approached, how seats are filled and which public randomness decides; after the lot has fallen also the order.
Its commitment is the SHA-256 of its canonical bytes with the outcome (randomness, order) null.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import canonical_bytes, parse_source, require_genuine, shuffle_order
from samenspel.engines.verification.report import Check, check_of

KIND = "samenspel-lot"
FORMAT = 1
OUTCOME = ("randomness", "order")
SHAPE = {
    "kind": str,
    "version": int,
    "software": str,
    "tickets": [str],
    "count": int,
    "announced": str,
    # How seats are filled from who says yes, chosen before the lot falls.
    "filling": {"rule": str, "seats": (int, None), "answer_hours": int, "attempts": int, "letter_days": int},
    "randomness": (str, None),
    "order": ([int], None),
}
# 'in_order': the first yeses in the order of the lot; 'mirror': a panel is drawn from all who say yes.
FILLING_RULES = ("in_order", "mirror")
MIRROR = {"rule": "mirror", "seats": None, "answer_hours": 72, "attempts": 3, "letter_days": 14}


def lot_bundle(
    *,
    commitments: Sequence[str],
    count: int,
    announced: str,
    software: str,
    filling: Mapping[str, Any] = MappingProxyType(MIRROR),
) -> dict[str, Any]:
    """The lot before it falls, to be sealed by `evidence.seal`; ticket n has commitment n − 1 of the list.

    `filling` holds the rule, the number of seats in the order of the lot, the hours to decide after being
    reached, the attempts before 'not reached', and the days to answer for who gets a letter only.
    """
    return {
        "kind": KIND,
        "version": FORMAT,
        "software": software,
        "tickets": list(commitments),
        "count": count,
        "announced": announced,
        "filling": dict(filling),
        "randomness": None,
        "order": None,
    }


def lot_commitment_of(bundle: Mapping[str, Any]) -> str:
    """The commitment of a lot, the same before and after it has fallen. Raises EngineError unknown_kind."""
    if bundle.get("kind") != KIND:
        raise EngineError("unknown_kind", kind=bundle.get("kind"))
    return hashlib.sha256(canonical_bytes({**bundle, **dict.fromkeys(OUTCOME)})).hexdigest()


def order_for(key: str, total: int) -> list[int]:
    """The ticket numbers 1 … total in the order of the lot, for the key string of a source."""
    return [index + 1 for index in shuffle_order(key, total)]


def lot_checks(bundle: Mapping[str, Any]) -> Iterator[Check]:
    """The checks of a `samenspel-lot` bundle of the right shape."""
    tickets: list[str] = bundle["tickets"]
    yield check_of("tickets", list(_wrong_tickets(tickets)), f"{len(tickets)} tickets are in the pot, each once")
    wrong = [] if 1 <= bundle["count"] <= len(tickets) else [f"{bundle['count']} people of {len(tickets)} tickets"]
    wrong.extend(_wrong_filling(bundle["filling"]))
    told = f"the first {bundle['count']} are approached, seats are filled by {bundle['filling']['rule']}"
    yield check_of("count", wrong, told)
    yield check_of("order", list(_wrong_order(bundle)), _order_sentence(bundle))


def _wrong_filling(filling: Mapping[str, Any]) -> Iterator[str]:
    if filling["rule"] not in FILLING_RULES:
        yield f"{filling['rule'][:60]} is no way to fill seats"
    elif (filling["rule"] == "in_order") != (filling["seats"] is not None and filling["seats"] >= 1):
        yield f"{filling['rule']} with {filling['seats']} seats"
    if min(filling["answer_hours"], filling["attempts"], filling["letter_days"]) < 1:
        yield "hours, attempts and days are 1 at least"


def _wrong_tickets(tickets: Sequence[str]) -> Iterator[str]:
    if not tickets:
        yield "there are no tickets"
    for number, commitment in enumerate(tickets, start=1):
        if not re.fullmatch(r"[0-9a-f]{64}", commitment):
            yield f"ticket {number} has no commitment of 64 hexadecimal digits"
    yield from (f"the same commitment stands there {n} times" for n in Counter(tickets).values() if n > 1)


def _wrong_order(bundle: Mapping[str, Any]) -> Iterator[str]:
    randomness, order = bundle["randomness"], bundle["order"]
    if randomness is None:
        if order is not None:
            yield "an order is given without the randomness that it follows from"
        return
    try:
        source = parse_source(randomness)
        if source.kind == "balls":
            raise EngineError("source_too_small")
        if bundle["announced"] != source.announcement:
            yield f"{bundle['announced'][:60]} was announced, {source.announcement} was used"
        require_genuine(source)
    except EngineError as error:
        yield f"the randomness {randomness[:60]} can't be used ({error.code})"
        return
    if randomness != source.text:
        yield f"the randomness is not written as {source.text[:60]}"
    expected = order_for(source.key_string, len(bundle["tickets"]))
    if order is None:
        yield "the order that follows from the randomness is missing"
    elif len(order) != len(expected):
        yield f"the order names {len(order)} tickets of {len(expected)}"
    else:
        for place, (right, given) in enumerate(zip(expected, order, strict=True), start=1):
            if right != given:
                yield f"at place {place} should stand ticket {right}, the bundle says {given}"


def _order_sentence(bundle: Mapping[str, Any]) -> str:
    if bundle["randomness"] is None:
        return "the lot has not fallen yet"
    return f"the order of {len(bundle['tickets'])} tickets follows from {bundle['randomness'][:60]}"
