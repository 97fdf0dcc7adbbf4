"""The energy of a neighbourhood as a map, a picture of who knows whom, and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation import pictures

from ..models import Asset


def kind_heading(kind: str) -> str:
    """What several of a kind are called."""
    return {
        Asset.Kind.PEOPLE: _("People"),
        Asset.Kind.ASSOCIATION: _("Associations"),
        Asset.Kind.INSTITUTION: _("Institutions"),
        Asset.Kind.PLACE: _("Places"),
        Asset.Kind.INITIATIVE: _("Initiatives"),
    }[Asset.Kind(kind)]


def headline(assets: Sequence[Asset]) -> str:
    """How much goes well, as the first thing that is said."""
    return ngettext(
        "%(number)s thing that makes this neighbourhood strong",
        "%(number)s things that make this neighbourhood strong",
        len(assets),
    ) % {"number": len(assets)}


def points_of(neighbourhood: Any, cards: Iterable[Any]) -> list[pictures.AreaPoint]:
    """The assets that have a spot, for the map and the list beside it."""
    return [
        pictures.AreaPoint(
            float(card.asset.longitude),
            float(card.asset.latitude),
            number=str(card.number),
            name=card.asset.name,
            kind=card.asset.kind,
            kind_label=str(card.asset.get_kind_display()),
            url=reverse("picture-energy:asset", args=[neighbourhood.slug, card.asset.public_id]),
        )
        for card in cards
        if card.asset.longitude is not None
    ]


def energy_map(
    neighbourhood: Any, points: Sequence[pictures.AreaPoint], around: Sequence[dict[str, Any]]
) -> SafeString | None:
    """The map of what goes well; None when there is neither an outline nor a spot."""
    if not (points or neighbourhood.outline):
        return None
    title = ngettext(
        "Map of the neighbourhood with %(number)s spot where something goes well.",
        "Map of the neighbourhood with %(number)s spots where something goes well.",
        len(points),
    ) % {"number": len(points)}
    desc = _("The list beside the map has the same numbers.")
    wide, narrow = (
        pictures.area_map(neighbourhood.outline, points, title=title, desc=desc, neighbours=around, narrow=small)
        for small in (False, True)
    )
    return pictures.responsive(wide, narrow)


def network(cards: Sequence[Any], links: Sequence[tuple[Any, Any, str]]) -> SafeString | None:
    """Who knows whom, as far as someone knows someone; None without links."""
    if not links:
        return None
    known = {card.number for one, other, _told in links for card in (one, other)}
    shown = [card for card in cards if card.number in known]
    place = {card.number: position for position, card in enumerate(shown)}
    everyone = [pictures.Acquaintance(str(card.number), card.asset.name, card.asset.kind) for card in shown]
    pairs = [(place[one.number], place[other.number]) for one, other, _told in links]
    title = ngettext(
        "Who knows whom: %(number)s line between what goes well here.",
        "Who knows whom: %(number)s lines between what goes well here.",
        len(links),
    ) % {"number": len(links)}
    desc = _("The table below has the same lines in words.")
    wide, narrow = (
        pictures.who_knows_whom(everyone, pairs, title=title, desc=desc, narrow=small) for small in (False, True)
    )
    return pictures.responsive(wide, narrow)


def picker(neighbourhood: Any) -> SafeString | None:
    """The map on which someone chooses a spot (point-picker.js); None where the outline is unknown."""
    if not neighbourhood.outline:
        return None
    wide, narrow = (
        pictures.area_map(neighbourhood.outline, title=_("Map of the neighbourhood"), narrow=small, pick=True)
        for small in (False, True)
    )
    return pictures.responsive(wide, narrow)
