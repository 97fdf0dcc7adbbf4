"""Who stands ready for when members leave, and how that stands now."""

from __future__ import annotations

from dataclasses import dataclass

from .. import engine
from ..models import AlternateSet, PanelDraw
from .standing import standing_of


@dataclass(frozen=True)
class Alternates:
    """The newest alternates of a draw as they stand now.

    `ready` are still in the reserve, `gone` came in or left since. `is_current` is True while the same members sit
    as those for whom they were chosen: only then the figures hold.
    """

    chosen: AlternateSet
    ready: tuple[str, ...]
    gone: tuple[str, ...]
    is_current: bool


def who_sits(draw: PanelDraw) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(who sits, who left, the reserve) of a published draw; as long as nobody sits, the drawn panel counts."""
    standing = standing_of(draw)
    if standing is not None and standing.staying:
        return standing.staying, standing.left, standing.reserve
    panel = {*draw.panel}
    pool = (person["id"] for person in engine.read_bundle(draw.bundle)["pool"])
    return tuple(sorted(panel)), (), tuple(ticket for ticket in pool if ticket not in panel)


def alternates_of(draw: PanelDraw) -> Alternates | None:
    """The alternates chosen last for a draw, or None."""
    chosen = draw.alternate_sets.order_by("-number").first()
    if chosen is None:
        return None
    sitting, _left, reserve = who_sits(draw)
    return Alternates(
        chosen=chosen,
        ready=tuple(ticket for ticket in chosen.tickets if ticket in {*reserve}),
        gone=tuple(ticket for ticket in chosen.tickets if ticket not in {*reserve}),
        is_current=set(chosen.members) == {*sitting},
    )


def earlier_alternates(draw: PanelDraw) -> list[AlternateSet]:
    """The sets that were chosen before the newest one, newest first."""
    return list(draw.alternate_sets.order_by("-number")[1:])
