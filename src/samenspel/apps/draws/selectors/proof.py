"""What anyone can check, and what someone can ask about their own ticket."""

from __future__ import annotations

import functools
from typing import Any

from .. import engine
from ..models import Lot, LotTicket, PanelDraw, Volunteer


def bundle_bytes(draw: PanelDraw) -> bytes:
    """The sealed bundle as the public gets it: until two people have published the draw, without its outcome."""
    data = draw.bundle.encode()
    return data if draw.status != PanelDraw.Status.PICKED else engine.without_outcome(data)


def lot_bundle_bytes(lot: Lot) -> bytes:
    """The sealed bundle of the lot; until two people have published it, without the order."""
    data = lot.bundle.encode()
    return data if lot.status != Lot.Status.DRAWN else engine.without_outcome(data)


def panels_csv(draw: PanelDraw) -> bytes:
    """The numbered panels to print: number and tickets, one panel a row, with ';' for spreadsheet programs."""
    document = engine.read_bundle(draw.bundle)
    return engine.panels_as_csv(document["panels"], draw.seats)


def verification(draw: PanelDraw) -> engine.Verification:
    """The published bundle checked again, now, as `samenspel verify` does."""
    return _verified(bundle_bytes(draw), draw.commitment)


@functools.lru_cache(maxsize=16)
def _verified(bundle: bytes, commitment: str) -> engine.Verification:
    # The same bytes always give the same outcome; another byte asks again.
    return engine.verify(bundle, commitment)


def was_in_pot(*, lot: Lot, ticket: int, salt: str, address: str, birth_year: int) -> bool:
    """True when the published commitment of this ticket is that of this person, by the salt they were given."""
    published = _published_commitments(lot)
    if not 1 <= ticket <= len(published):
        return False
    facts = {"address": address, "birth_year": birth_year}
    return engine.personal_commitment(ticket=ticket, salt=salt, facts=facts) == published[ticket - 1]


def _published_commitments(lot: Lot) -> list[str]:
    return engine.read_bundle(lot.bundle)["tickets"]


def was_in_draw(*, draw: PanelDraw, ticket: int, salt: str, reference: str) -> bool:
    """True when this ticket was in the pool of the draw and its commitment is this volunteer's."""
    commitment = engine.personal_commitment(ticket=ticket, salt=salt, facts={"reference": reference})
    return Volunteer.objects.filter(pool_id=draw.pool_id, ticket=ticket, commitment=commitment).exists()


def panels_with(*, draw: PanelDraw, ticket: str) -> tuple[int, int] | None:
    """(in how many panels a ticket is, how many panels there are), or None for a ticket not in the pool."""
    document = engine.read_bundle(draw.bundle)
    counts = engine.panel_counts(document)
    return (counts[ticket], len(document["panels"])) if ticket in counts else None


def ticket_facts(ticket: LotTicket) -> dict[str, Any]:
    """What the desk tells someone about their own ticket, so that they can check it themselves."""
    return {"ticket": ticket.number, "salt": ticket.salt, "commitment": ticket.commitment}


def numbered_panels(draw: PanelDraw) -> list[tuple[str, list[str]]]:
    """(number as written, its tickets) of every panel that was laid down."""
    panels = engine.read_bundle(draw.bundle)["panels"]
    return [(f"{number:03d}", list(panel)) for number, panel in enumerate(panels)]
