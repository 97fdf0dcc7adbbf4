"""Which doors there are to ring, by street."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samenspel.apps.draws.selectors import approached_until, drawn_tickets, latest_lot, next_doors

from ..models import Stop, Street
from ..route import street_of

# Who answered for good is left alone.
TO_ASK = ("waiting", "not_reached", "thinking")
IN_ORDER = "in_order"


@dataclass(frozen=True)
class StreetChoice:
    """A street, and how many doors on it are still to be rung."""

    name: str
    doors: int


def lot_to_visit(neighbourhood: Any) -> Any | None:
    """The newest lot of this neighbourhood when it is published, or None."""
    lot = latest_lot(neighbourhood)
    return lot if lot is not None and lot.status == "published" else None


@dataclass(frozen=True)
class WhoMayBeVisited:
    """How far a lot is: in its order only people of opened waves, in a mirror draw all `drawn`."""

    is_in_order: bool
    approached: int
    drawn: int


def who_may_be_visited(lot: Any) -> WhoMayBeVisited:
    """Whom a round may go to at most, for the screen that plans one."""
    return WhoMayBeVisited(lot.filling == IN_ORDER, approached_until(lot), lot.count)


def open_tickets(lot: Any, *, now: datetime | None = None) -> list[Any]:
    """The tickets that may be visited, in the order of the lot.

    Not answered for good, on no open round, no secrecy mark, no opt-out. In a lot that is filled in its order only
    people of opened waves whom nobody reached yet; in a mirror draw everyone who was drawn.
    """
    taken = set(Stop.objects.filter(ticket__lot=lot, is_open=True).values_list("ticket", flat=True))
    if lot.filling == IN_ORDER:
        found = [one for one in next_doors(lot, now=now) if one.person is not None and not one.person.opted_out]
    else:
        found = list(
            drawn_tickets(lot).filter(
                answer__in=TO_ASK, person__isnull=False, person__is_secret=False, person__opted_out=False
            )
        )
    return [one for one in found if one.pk not in taken]


def street_choices(lot: Any) -> list[StreetChoice]:
    """The streets with doors to ring, by name."""
    counts: dict[str, int] = {}
    for ticket in open_tickets(lot):
        street = street_of(ticket.person.address)
        counts[street] = counts.get(street, 0) + 1
    return [StreetChoice(name, counts[name]) for name in sorted(counts)]


def tickets_in(lot: Any, streets: Iterable[str], *, most: int) -> list[Any]:
    """The first `most` tickets of these streets, in the order of the lot."""
    wanted = set(streets)
    return [t for t in open_tickets(lot) if street_of(t.person.address) in wanted][:most]


def streets_of(neighbourhood: Any) -> dict[str, tuple[float, float]]:
    """Street → (longitude, latitude), as far as it is known where they lie."""
    found = Street.objects.filter(neighbourhood=neighbourhood).values_list("name", "longitude", "latitude")
    return {name: (float(longitude), float(latitude)) for name, longitude, latitude in found}
