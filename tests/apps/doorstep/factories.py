"""A round past a few doors, two canvassers, and visits as a phone sends them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from samenspel.apps.doorstep import services
from samenspel.apps.doorstep.services import NewVisit

from ..draws.factories import drawn_tickets, keeper, published_lot
from ..factories import neighbourhood, person

START = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)
END = START + timedelta(hours=2)


def canvasser(where: Any, name: str) -> Any:
    return person(name, "canvasser", where=where)


def planned_round(where: Any = None, *, doors: int = 4, starts_at: datetime = START, lot: Any = None) -> Any:
    """A round of Carol and Dave past the first doors of a published lot, planned by Alice."""
    where = where or neighbourhood()
    lot = lot or published_lot(where)
    return services.plan_round(
        lot=lot,
        name="Laan, dinsdag",
        starts_at=starts_at,
        ends_at=starts_at + (END - START),
        canvassers=[canvasser(where, "Carol"), canvasser(where, "Dave")],
        tickets=drawn_tickets(lot)[:doors],
        by=keeper(where),
        at=starts_at - timedelta(days=2),
    )


def new_visit(stop: Any, outcome: str = "no", *, minutes: int = 10, **more: Any) -> NewVisit:
    """A visit at this stop, so many minutes after the start of its round."""
    moment = stop.round.starts_at + timedelta(minutes=minutes)
    return NewVisit(**{"key": uuid4(), "outcome": outcome, "visited_at": moment, "stop": stop.public_id, **more})


def as_sent(row: Any, visit: NewVisit) -> dict[str, Any]:
    """A visit in the words of the app."""
    return {
        **visit.__dict__,
        "round": row.public_id,
        "key": str(visit.key),
        "corrects": visit.corrects and str(visit.corrects),
        "visited_at": visit.visited_at.isoformat(),
        "needs": list(visit.needs),
    }
