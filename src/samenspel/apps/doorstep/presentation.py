"""Rounds on the map: who goes where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samenspel.foundation import pictures

from . import selectors
from .route import street_of


@dataclass(frozen=True)
class AreaMap:
    """A map and its points, for `c-area-map`."""

    picture: SafeString
    points: tuple[pictures.AreaPoint, ...]


def rounds_map(neighbourhood: Any, rows: Sequence[selectors.RoundRow]) -> AreaMap | None:
    """A number per round, in the middle of its streets; None where no street has its place."""
    places = selectors.streets_of(neighbourhood)
    points = []
    for number, row in enumerate(rows, start=1):
        streets = {street_of(address) for stop in row.round.stops.all() if (address := selectors.address_of(stop))}
        spots = [places[street] for street in streets if street in places]
        if not spots:
            continue
        points.append(
            pictures.AreaPoint(
                longitude=sum(longitude for longitude, _latitude in spots) / len(spots),
                latitude=sum(latitude for _longitude, latitude in spots) / len(spots),
                number=str(number),
                name=row.round.name,
                kind="visited" if row.doors == row.rung else "visit",
                kind_label=date_format(timezone.localtime(row.round.starts_at), "l j F"),
                text=", ".join(row.names),
                url=reverse("doorstep-desk:round", args=[neighbourhood.slug, row.round.public_id]),
            )
        )
    return _drawn(neighbourhood, points, title=_("The rounds on the map."))


def route_map(neighbourhood: Any, page: selectors.RoundPage) -> AreaMap | None:
    """The streets of one round in route order, with the way between them."""
    places = selectors.streets_of(neighbourhood)
    known = [street for street in page.streets if street in places]
    doors = {
        street: [one for one in page.stops if one.address and street_of(one.address) == street] for street in known
    }
    points = [
        pictures.AreaPoint(
            *places[street],
            number=str(number),
            name=street,
            kind="visited" if all(one.outcome for one in doors[street]) else "visit",
            kind_label=_("%(rung)s of %(doors)s addresses")
            % {"rung": sum(bool(one.outcome) for one in doors[street]), "doors": len(doors[street])},
        )
        for number, street in enumerate(known, start=1)
    ]
    return _drawn(neighbourhood, points, title=_("The route on the map."), route=[places[street] for street in known])


def _drawn(
    neighbourhood: Any, points: list[pictures.AreaPoint], *, title: str, route: Sequence[tuple[float, float]] = ()
) -> AreaMap | None:
    if not points:
        return None
    wide, narrow = (
        pictures.area_map(neighbourhood.outline, points, title=title, route=route, narrow=small)
        for small in (False, True)
    )
    return AreaMap(pictures.responsive(wide, narrow), tuple(points))
