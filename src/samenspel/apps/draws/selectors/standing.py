"""Who of a draw still sits in the council, who left, and who is in the reserve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samenspel.apps.councils import selectors as councils

from .. import engine
from ..models import PanelDraw

SOURCE = "draw"


@dataclass(frozen=True)
class Standing:
    """A seated draw as it stands now. Tickets as written, in order.

    `staying` sit, `left` sat or were offered a seat and do not sit any more; `open_seats` are theirs and can be drawn
    for. `reserve` is everyone else of the pool: by the rule of the draw one of them comes in when someone leaves.
    """

    draw: PanelDraw
    council: Any
    staying: tuple[str, ...]
    left: tuple[str, ...]
    open_seats: int
    reserve: tuple[str, ...]


def first_of(draw: PanelDraw) -> PanelDraw:
    """The draw that a replacement follows; any other draw is its own first."""
    return draw.replaces or draw


def family_of(first: PanelDraw) -> list[PanelDraw]:
    """A draw and its published replacements, in order of time."""
    published = first.replacements.filter(status=PanelDraw.Status.PUBLISHED).order_by("published_at", "pk")
    return [first, *published]


def standing_of(first: PanelDraw) -> Standing | None:
    """How a draw stands, or None as long as it has no seats."""
    council = councils.council_of(first.neighbourhood)
    if council is None or first.seated_at is None:
        return None
    sources = {draw.public_id for draw in family_of(first)}
    holdings = [held for source in sources for held in councils.holders_from(council, SOURCE, source)]
    staying = {held.pseudonym for held in holdings if held.ended_on is None}
    left = {held.pseudonym for held in holdings} - staying
    empty = [
        vacancy
        for vacancy in councils.vacancies(council)
        if vacancy.source_kind == SOURCE and vacancy.source_id in sources and vacancy.rule == "mirror"
    ]
    pool = [person["id"] for person in engine.read_bundle(first.bundle)["pool"]]
    return Standing(
        draw=first,
        council=council,
        staying=tuple(sorted(staying)),
        left=tuple(sorted(left)),
        open_seats=min(len(empty), first.seats - len(staying)),
        reserve=tuple(ticket for ticket in pool if ticket not in staying | left),
    )


def seated_draw(neighbourhood: Any) -> PanelDraw | None:
    """The newest draw whose drawn sit in the council, replacements apart, or None."""
    return (
        PanelDraw.objects.filter(
            neighbourhood=neighbourhood, purpose=PanelDraw.Purpose.COUNCIL, seated_at__isnull=False
        )
        .select_related("pool", "neighbourhood__municipality")
        .order_by("-seated_at")
        .first()
    )


def replacement_under_way(first: PanelDraw) -> PanelDraw | None:
    """The newest replacement that is not seated yet (a failed try too), or None."""
    newest = first.replacements.select_related("neighbourhood__municipality", "pool").order_by("-started_at").first()
    return newest if newest is not None and newest.seated_at is None else None
