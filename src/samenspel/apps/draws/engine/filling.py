"""Seats in the order of the lot: how everyone stands, and who gets a seat."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from samenspel import __version__
from samenspel.engines import verification
from samenspel.engines.evidence import canonical_bytes, open_sealed, seal

from .attempts import ANSWER_HOURS, ATTEMPTS_MIN, LETTER_DAYS, decide_by
from .planning import YES_RATE

IN_ORDER, MIRROR = "in_order", "mirror"
# Answers that give the place to the next.
_PASSING = ("no", "curious", "moved", "not_reached")


@dataclass(frozen=True)
class Standing:
    """How someone who was approached stands at a moment.

    `state` is 'yes', 'waiting' (not reached yet), 'deciding' (in the 72 hours), 'no', 'moved', 'not_reached' or
    'lapsed' (no answer in time). `until` is the moment on which the time to decide is over, where there is one.
    """

    state: str
    until: datetime | None = None

    @property
    def outcome(self) -> str:
        """What is public of it: 'yes', 'open' (may still say yes) or 'passed'."""
        return {"yes": "yes", "waiting": "open", "deciding": "open"}.get(self.state, "passed")


def filling_terms(rule: str, seats: int | None) -> dict[str, Any]:
    """The rule by which seats are filled, as it is sealed with the lot."""
    return {
        "rule": rule,
        "seats": seats if rule == IN_ORDER else None,
        "answer_hours": ANSWER_HOURS,
        "attempts": ATTEMPTS_MIN,
        "letter_days": LETTER_DAYS,
    }


def standing(
    *, answer: str, reached_at: datetime | None, approached_at: datetime, gets_visits: bool, now: datetime
) -> Standing:
    """How someone stands. Who gets no visit has `LETTER_DAYS` from the moment the wave was opened."""
    if answer == "yes":
        return Standing("yes")
    if answer in _PASSING:
        return Standing("no" if answer == "curious" else answer)
    if reached_at is not None:
        until = decide_by(reached_at)
        return Standing("deciding" if now <= until else "lapsed", until)
    if not gets_visits:
        until = approached_at + timedelta(days=LETTER_DAYS)
        return Standing("waiting" if now <= until else "lapsed", until)
    return Standing("waiting")


def give_seats(
    outcomes: Sequence[tuple[int, str]], *, free: int, given_before: Collection[int]
) -> tuple[list[int], list[int]]:
    """(tickets that get a seat now, tickets that said yes and wait), as the verification engine reckons them."""
    return verification.give_seats(outcomes, free=free, given_before=given_before)


def filling_bundle(
    *,
    lot_bundle: bytes,
    lot_commitment: str,
    given_back: int,
    given_before: Sequence[int],
    outcomes: Sequence[tuple[int, str]],
) -> tuple[bytes, str, Mapping[str, Any]]:
    """(sealed bundle of one giving of seats, its hash, the document)."""
    lot = open_sealed(lot_bundle)
    document = verification.filling_bundle(
        lot=lot_commitment,
        randomness=lot["randomness"],
        tickets=len(lot["tickets"]),
        seats=lot["filling"]["seats"],
        given_back=given_back,
        given_before=given_before,
        outcomes=outcomes,
        software=f"samenspel {__version__}",
    )
    return seal(document), hashlib.sha256(canonical_bytes(document)).hexdigest(), document


def expected_doors(yeses: int) -> int:
    """How many people it takes for so many yeses on average, as many as fit one wave."""
    return ceil(yeses / YES_RATE)
