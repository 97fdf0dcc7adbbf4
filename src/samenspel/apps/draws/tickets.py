"""How tickets are written, here and in every list."""

from __future__ import annotations

from . import engine
from .models import Lot, Pool

TICKET_WIDTH_MIN = 3


def ticket_subject(lot: Lot, number: int) -> str:
    """How a ticket of a lot is named as the subject of a letter code."""
    return f"{lot.public_id}:{number}"


def ticket_of(subject: str) -> tuple[str, int]:
    """(public id of the lot, ticket number) behind the subject of a letter code."""
    lot_id, _colon, number = subject.partition(":")
    return lot_id, int(number)


def written_ticket(number: int, highest: int) -> str:
    """A pool's ticket as it stands in the bundle: all of one width, three digits at least."""
    return f"{number:0{max(TICKET_WIDTH_MIN, len(str(highest)))}d}"


def pool_members(pool: Pool) -> list[engine.PoolMember]:
    """The volunteers with a ticket as the engine takes them, in ticket order."""
    volunteers = [(v.ticket or 0, v) for v in pool.volunteers.exclude(ticket=None).order_by("ticket")]
    highest = max(number for number, _volunteer in volunteers)
    return [
        engine.PoolMember(
            ticket=written_ticket(number, highest),
            features=volunteer.features,
            household=volunteer.household or None,
        )
        for number, volunteer in volunteers
    ]


def lot_ticket_written(lot: Lot, number: int) -> str:
    """A lot's ticket as it is known in public: all of one width."""
    return written_ticket(number, lot.ticket_count)
