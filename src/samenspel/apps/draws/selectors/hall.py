"""What the big screen in the room shows of a draw: what is public already, nothing of who the people are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samenspel.apps.councils import selectors as councils

from .. import engine
from ..models import PanelDraw


@dataclass(frozen=True)
class MirrorRow:
    """One value of a feature, and the tickets of the new panel that have it."""

    value: str
    tickets: frozenset[str]


@dataclass(frozen=True)
class HallPage:
    """A draw in the room. `picked` and `panel` are empty until the number has fallen.

    `panel` are who come in, in order; `staying` were there already (a replacement). `mirror` is (feature, rows) over
    the whole panel. `is_official` tells that two people have published it.
    """

    public_id: str
    purpose: str
    name: str
    volunteers: int
    seats: int
    delegated: int
    panel_count: int
    commitment: str
    announced: str
    randomness: str
    ceremony: str
    chances: tuple[float, ...]
    picked: int | None
    panel: tuple[str, ...]
    staying: tuple[str, ...]
    mirror: tuple[tuple[str, tuple[MirrorRow, ...]], ...]
    is_official: bool


def hall_page(draw: PanelDraw) -> HallPage:
    """The big screen of a draw that the public may see.

    The number shows as soon as it has fallen: everyone in the room saw it, and the numbered panels are public.
    """
    document = engine.read_bundle(draw.bundle)
    has_fallen = draw.picked is not None
    panel = tuple(draw.panel) if has_fallen else ()
    council = councils.council_of(draw.neighbourhood)
    in_council = draw.purpose != PanelDraw.Purpose.PANEL
    return HallPage(
        public_id=draw.public_id,
        purpose=draw.purpose,
        name=draw.neighbourhood.name,
        volunteers=len(document["chances"]),
        seats=draw.seats,
        delegated=council.seats_delegated if council and in_council else 0,
        panel_count=len(document["panels"]),
        commitment=draw.commitment,
        announced=draw.announced,
        randomness=draw.randomness,
        ceremony=draw.ceremony,
        chances=tuple(sorted(float(chance) for chance in document["chances"].values())),
        picked=draw.picked,
        panel=panel,
        staying=tuple(draw.staying),
        mirror=_mirror(draw, document, {*panel, *draw.staying}),
        is_official=draw.status == PanelDraw.Status.PUBLISHED,
    )


def _mirror(
    draw: PanelDraw, document: dict[str, Any], seated: set[str]
) -> tuple[tuple[str, tuple[MirrorRow, ...]], ...]:
    having: dict[tuple[str, str], set[str]] = {}
    for person in document["pool"]:
        if person["id"] in seated:
            for item in person["features"].items():
                having.setdefault(item, set()).add(person["id"])
    features: dict[str, list[MirrorRow]] = {}
    for target in draw.targets:
        tickets = frozenset(having.get((target["feature"], target["value"]), set()))
        features.setdefault(target["feature"], []).append(MirrorRow(target["value"], tickets))
    return tuple((feature, tuple(rows)) for feature, rows in features.items())
