"""Seats given in the order of the lot, checked: they went to the first who said yes.

A bundle of kind `samenspel-filling` tells one moment at which seats were given: how everyone who was approached
stood then, in the order of the lot, and who got a seat. What 'passed' someone over (a no, moved, not reached,
no answer in time) is nobody else's business and not in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import parse_source
from samenspel.engines.verification.lot import order_for
from samenspel.engines.verification.report import Check, check_of

KIND = "samenspel-filling"
FORMAT = 1
# 'yes'; 'open': may still say yes; 'passed': the place goes to the next.
OUTCOMES = ("yes", "open", "passed")
SHAPE = {
    "kind": str,
    "version": int,
    "software": str,
    # The commitment of the lot whose order this follows.
    "lot": str,
    "randomness": str,
    "tickets": int,
    "seats": int,
    # Seats from this lot that fell empty again before their time and go to the next yes.
    "given_back": int,
    "given_before": [int],
    # In the order of the lot, everyone who was approached.
    "outcomes": [{"ticket": int, "outcome": str}],
    "given": [int],
    "reserve": [int],
}


def give_seats(
    outcomes: Sequence[tuple[int, str]], *, free: int, given_before: Collection[int] = ()
) -> tuple[list[int], list[int]]:
    """(tickets that get a seat now, tickets that said yes and wait), both in the order of the lot.

    `outcomes` are (ticket, outcome) in the order of the lot, `free` the seats left to give. A yes gets a seat
    as soon as it is certain: when fewer people stand before it who said yes or still may than there are free
    seats. So who comes first in the order is never passed over by who answers first.
    """
    given: list[int] = []
    reserve: list[int] = []
    ahead = 0
    before = set(given_before)
    for ticket, outcome in outcomes:
        if ticket in before or outcome == "passed":
            continue
        if outcome == "yes":
            (given if ahead < free else reserve).append(ticket)
        ahead += 1
    return given, reserve


def filling_bundle(
    *,
    lot: str,
    randomness: str,
    tickets: int,
    seats: int,
    given_back: int,
    given_before: Sequence[int],
    outcomes: Sequence[tuple[int, str]],
    software: str,
) -> dict[str, Any]:
    """One giving of seats, to be sealed by `evidence.seal`."""
    free = seats + given_back - len(given_before)
    given, reserve = give_seats(outcomes, free=free, given_before=given_before)
    return {
        "kind": KIND,
        "version": FORMAT,
        "software": software,
        "lot": lot,
        "randomness": randomness,
        "tickets": tickets,
        "seats": seats,
        "given_back": given_back,
        "given_before": list(given_before),
        "outcomes": [{"ticket": ticket, "outcome": outcome} for ticket, outcome in outcomes],
        "given": given,
        "reserve": reserve,
    }


def filling_checks(bundle: Mapping[str, Any]) -> Iterator[Check]:
    """The checks of a `samenspel-filling` bundle of the right shape."""
    outcomes = [(one["ticket"], one["outcome"]) for one in bundle["outcomes"]]
    unknown = sorted({outcome for _ticket, outcome in outcomes} - set(OUTCOMES))
    yield check_of("outcomes", [f"{name[:60]} is no outcome" for name in unknown], f"{len(outcomes)} were approached")
    yield check_of("order", list(_wrong_order(bundle)), "they stand in the order of the lot")
    yield check_of("seats", list(_wrong_seats(bundle, outcomes)), f"{len(bundle['given'])} seats to the first yeses")


def _wrong_order(bundle: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= len(bundle["outcomes"]) <= bundle["tickets"] <= 10_000_000:
        yield f"{len(bundle['outcomes'])} people of {bundle['tickets']} tickets"
        return
    try:
        source = parse_source(bundle["randomness"])
    except EngineError as error:
        yield f"the randomness can't be used ({error.code})"
        return
    expected = order_for(source.key_string, bundle["tickets"])
    for place, (right, one) in enumerate(zip(expected, bundle["outcomes"], strict=False), start=1):
        if right != one["ticket"]:
            yield f"at place {place} should stand ticket {right}, the bundle says {one['ticket']}"


def _wrong_seats(bundle: Mapping[str, Any], outcomes: Sequence[tuple[int, str]]) -> Iterator[str]:
    before = bundle["given_before"]
    free = bundle["seats"] + bundle["given_back"] - len(before)
    if bundle["seats"] < 1 or bundle["given_back"] < 0 or free < 0 or len(set(before)) != len(before):
        yield "the numbers of seats do not fit each other"
        return
    if strangers := sorted(set(before) - {ticket for ticket, _outcome in outcomes}):
        yield f"ticket {strangers[0]} has a seat and was never approached"
    given, reserve = give_seats(outcomes, free=free, given_before=before)
    if given != bundle["given"]:
        yield f"the seats should go to {given}, the bundle says {bundle['given']}"
    if reserve != bundle["reserve"]:
        yield f"the reserve should be {reserve}, the bundle says {bundle['reserve']}"
