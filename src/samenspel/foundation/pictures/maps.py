"""Two kinds of map: of opinions, where only nearness means something, and of the neighbourhood."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from .markup import (
    CHARACTER_WIDTH,
    NARROW,
    WIDE,
    circle,
    circle_path,
    element,
    number,
    path,
    picture,
    square_path,
    text,
    triangle_path,
)
from .shapes import MARKS


@dataclass(frozen=True)
class MapPoint:
    """A person on the map of opinions. x, y: any unit; group: 0 to 3, or None for who belongs to no group."""

    x: float
    y: float
    group: int | None = None


@dataclass(frozen=True)
class Place:
    """A place on the neighbourhood's map, in the units of its outline. label: a number or a short name."""

    x: float
    y: float
    label: str = ""
    mark: str = "resident"


_GROUPS = {
    None: ("ink-leeg", lambda x, y: circle_path(x, y, 4)),
    0: ("ink-groep-a", lambda x, y: circle_path(x, y, 5)),
    1: ("ink-groep-b", lambda x, y: triangle_path(x, y, 11)),
    2: ("ink-groep-c", lambda x, y: square_path(x, y, 9)),
    3: ("ink-groep-d", lambda x, y: f"M{number(x)} {number(y - 6)}l6 6-6 6-6-6z"),
}


def map_dots(
    points: Sequence[MapPoint],
    *,
    title: str,
    desc: str = "",
    you: MapPoint | None = None,
    you_label: str = "",
    narrow: bool = False,
) -> SafeString:
    """Who voted alike stands close together. Groups differ in ink and in shape; left and right mean nothing.

    Identical positions are kept on top of each other: the picture does not spread people to look fuller.
    """
    width = NARROW if narrow else WIDE
    everyone = [*points, *([you] if you else [])]
    height = _height(everyone, width)
    place = _fit([(point.x, point.y) for point in everyone], width, height, margin=14)
    drawn: dict[int | None, list[str]] = {}
    for point in points:
        drawn.setdefault(point.group if point.group in _GROUPS else None, []).append(
            _GROUPS[point.group if point.group in _GROUPS else None][1](*place(point.x, point.y))
        )
    parts = [path("".join(drawn[group]), ink) for group, (ink, _) in _GROUPS.items() if group in drawn]
    if you:
        x, y = place(you.x, you.y)
        parts.append(circle(x, y, 10, "ink-bewoner"))
        if you_label:
            before = x + 16 + len(you_label) * CHARACTER_WIDTH > width
            parts.append(
                text(
                    x - 16 if before else x + 16,
                    y + 5.5,
                    you_label,
                    class_="vet halo",
                    anchor="end" if before else None,
                )
            )
    return picture(width, height, *parts, title=title, desc=desc)


def _height(points: Sequence[MapPoint], width: float) -> float:
    """As high as the points are wide apart, between four tenths and nine tenths of the width."""
    across = max((point.x for point in points), default=1) - min((point.x for point in points), default=0)
    up = max((point.y for point in points), default=1) - min((point.y for point in points), default=0)
    return width * min(max(up / across if across else 0.9, 0.4), 0.9)


def _fit(positions: Sequence[tuple[float, float]], width: float, height: float, *, margin: float):
    """A function from the positions' units to the drawing, equal in both directions and centred."""
    xs = [x for x, _ in positions] or [0.0]
    ys = [y for _, y in positions] or [0.0]
    span_x, span_y = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(
        (width - 2 * margin) / span_x if span_x else math.inf, (height - 2 * margin) / span_y if span_y else math.inf
    )
    scale = scale if math.isfinite(scale) else 0.0
    centre_x, centre_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def place(x: float, y: float) -> tuple[float, float]:
        return width / 2 + (x - centre_x) * scale, height / 2 - (y - centre_y) * scale

    return place


def outline_map(
    geometry: Mapping[str, Any],
    *,
    places: Sequence[Place] = (),
    title: str,
    desc: str = "",
    narrow: bool = False,
) -> SafeString:
    """A neighbourhood's outline with places on it.

    geometry: a GeoJSON Polygon, MultiPolygon, Feature or FeatureCollection, in degrees or in metres (RD); degrees are
    flattened at the outline's own latitude. Raises ValueError for any other type. Places outside are drawn as well.
    Number the places and repeat the numbers in a list beside the map: that list is what a screen reader reads.
    """
    rings = rings_of(geometry)
    if not rings:
        raise ValueError("The outline has no polygon.")
    corners = [corner for ring in rings for corner in ring]
    in_degrees = all(abs(x) <= 180 and abs(y) <= 90 for x, y in corners)
    stretch = math.cos(math.radians(sum(y for _, y in corners) / len(corners))) if in_degrees else 1.0
    width = NARROW if narrow else WIDE
    span_x = (max(x for x, _ in corners) - min(x for x, _ in corners)) * stretch
    span_y = max(y for _, y in corners) - min(y for _, y in corners)
    height = min(max(width * span_y / span_x if span_x else width, width * 0.4), width * 1.25)
    place = _fit([(x * stretch, y) for x, y in corners], width, height, margin=10)
    data = "".join(ring_path([place(x * stretch, y) for x, y in ring]) for ring in rings)
    parts = [path(data, "ink-gemeente-licht ink-rand", fill_rule="evenodd")]
    for spot in places:
        x, y = place(spot.x * stretch, spot.y)
        parts += _place_mark(spot, x, y, width)
    return picture(width, height, *parts, title=title, desc=desc, class_="sam-kaart")


def rings_of(geometry: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """The rings of a GeoJSON polygon, feature or collection, holes included. Raises ValueError for another type."""
    kind = geometry.get("type")
    if kind == "FeatureCollection":
        return [ring for feature in geometry["features"] for ring in rings_of(feature)]
    if kind == "Feature":
        return rings_of(geometry["geometry"])
    if kind == "Polygon":
        return [[(float(c[0]), float(c[1])) for c in ring] for ring in geometry["coordinates"] if ring]
    if kind == "MultiPolygon":
        return [[(float(c[0]), float(c[1])) for c in ring] for part in geometry["coordinates"] for ring in part if ring]
    raise ValueError(f"An outline is a polygon, not {kind!r}.")


def ring_path(ring: Sequence[tuple[float, float]]) -> str:
    """Path data without the corners that fall within half a unit of the one before: a phone sees no difference."""
    kept = [ring[0]]
    for x, y in ring[1:]:
        if math.hypot(x - kept[-1][0], y - kept[-1][1]) >= 0.5:
            kept.append((x, y))
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in kept) + "z"


def _place_mark(spot: Place, x: float, y: float, width: float) -> list[SafeString]:
    if len(spot.label) <= 2:
        ink, words = ("ink-gemeente", "vet op-donker") if spot.mark == "municipality" else ("ink-bewoner", "vet")
        shape = (
            element("rect", x=x - 12, y=y - 12, width=24, height=24, rx=2, class_=ink)
            if spot.mark == "municipality"
            else circle(x, y, 13, ink)
        )
        return [shape, text(x, y + 5.5, spot.label, class_=words, anchor="middle")] if spot.label else [shape]
    symbol = element("g", MARKS[spot.mark], transform=f"translate({number(x - 10)} {number(y - 10)})")
    before = x + 16 + len(spot.label) * CHARACTER_WIDTH > width
    return [
        symbol,
        text(x - 14 if before else x + 14, y + 5.5, spot.label, class_="vet halo", anchor="end" if before else None),
    ]
