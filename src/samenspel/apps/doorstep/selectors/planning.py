"""Which doors there are to ring, by street."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from samenspel.apps.draws.selectors import drawn_tickets, latest_lot

from ..models import Stop, Street
from ..route import street_of

# Who answered for good is left alone.
TO_ASK = ("waiting", "not_reached", "thinking")


@dataclass(frozen=True)
class StreetChoice:
    """A street, and how many doors on it are still to be rung."""

    name: str
    doors: int


def lot_to_visit(neighbourhood: Any) -> Any | None:
    """The newest lot of this neighbourhood when it is published, or None."""
    lot = latest_lot(neighbourhood)
    return lot if lot is not None and lot.status == "published" else None


def open_tickets(lot: Any) -> list[Any]:
    """The drawn tickets that may be visited: not answered for good, on no open round, no secrecy mark, no opt-out."""
    taken = Stop.objects.filter(ticket__lot=lot, is_open=True).values("ticket")
    found = drawn_tickets(lot).filter(
        answer__in=TO_ASK, person__isnull=False, person__is_secret=False, person__opted_out=False
    )
    return list(found.exclude(pk__in=taken))


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
