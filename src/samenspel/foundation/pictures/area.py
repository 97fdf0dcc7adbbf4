"""The neighbourhood from above: its outline, numbered points, and a route, drawn without any outside server.

Only where whoever runs the site set `MAP_TILES_URL`, a background map of that server lies under it.

Degrees are flattened at the drawing's own latitude: over a neighbourhood of a few kilometres the error is far below
the thickness of a line. Each kind of point has a shape of its own, so that colour never speaks alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from . import tiles
from .flat import Flat
from .maps import ring_path, rings_of
from .markup import (
    NARROW,
    WIDE,
    circle,
    element,
    half_round_path,
    join,
    number,
    path,
    picture,
    square,
    text,
)

METRES_PER_DEGREE = 111_320  # of latitude; of longitude times the cosine of the latitude
MARGIN = 26.0
RADIUS = 13.0
# Two marks closer than this would hide each other's number.
APART = 2 * RADIUS + 1
PUSHES = 80
SCALE_METRES = (50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000)
HEIGHT_SHARES = (0.55, 1.25)


@dataclass(frozen=True)
class AreaPoint:
    """A point on the neighbourhood's map, in degrees.

    number: what stands in the mark, at most three characters; the list beside the map repeats it with `name`.
    kind: one of `AREA_KINDS`. kind_label, url, text: what the list tells beside the name; each may be empty.
    """

    longitude: float
    latitude: float
    number: str
    name: str
    kind: str = "place"
    kind_label: str = ""
    url: str = ""
    text: str = ""


def _hexagon(x: float, y: float) -> str:
    half = RADIUS * 0.58
    return (
        f"M{number(x - RADIUS - 1)} {number(y)}L{number(x - half)} {number(y - RADIUS)}H{number(x + half)}"
        f"L{number(x + RADIUS + 1)} {number(y)}L{number(x + half)} {number(y + RADIUS)}H{number(x - half)}z"
    )


def _house(x: float, y: float) -> str:
    wide, low, eaves = RADIUS - 1, RADIUS - 1, RADIUS - 9
    return (
        f"M{number(x - wide)} {number(y + low)}V{number(y - eaves)}L{number(x)} {number(y - RADIUS - 3)}"
        f"L{number(x + wide)} {number(y - eaves)}V{number(y + low)}z"
    )


def _balloon(x: float, y: float) -> str:
    left, top, wide, high = x - RADIUS, y - RADIUS + 1, 2 * RADIUS, 2 * RADIUS - 4
    return (
        f"M{number(left)} {number(top)}h{number(wide)}v{number(high)}h{number(-wide / 2)}l-5 6v-6"
        f"h{number(-wide / 2 + 5)}z"
    )


def _diamond(x: float, y: float) -> str:
    reach = RADIUS + 3
    return f"M{number(x)} {number(y - reach)}l{reach} {reach} -{reach} {reach} -{reach} -{reach}z"


# kind → (the mark around (x, y), class of the number in it)
_SHAPES = {
    "people": (lambda x, y: circle(x, y, RADIUS, "ink-bewoner"), "vet"),
    "association": (lambda x, y: path(_hexagon(x, y), "ink-bewoner"), "vet"),
    "institution": (lambda x, y: square(x, y, 2 * RADIUS - 1, "ink-gemeente"), "vet op-donker"),
    "place": (lambda x, y: path(_house(x, y), "ink-samen-vlak ink-rand"), "vet"),
    "initiative": (lambda x, y: path(_diamond(x, y), "ink-samen"), "vet op-donker"),
    "signal": (lambda x, y: path(_balloon(x, y), "ink-wit ink-rand"), "vet"),
    "visit": (lambda x, y: circle(x, y, RADIUS, "ink-wit ink-rand"), "vet"),
    "visited": (lambda x, y: path(half_round_path(x + 2, y, RADIUS + 2), "ink-samen"), "vet op-donker"),
}
AREA_KINDS = tuple(_SHAPES)


def area_mark(kind: str, label: str = "") -> SafeString:
    """The mark of a point as it stands on the map, with its number: for the list beside it. Raises KeyError."""
    return picture(36, 36, numbered(18, 18, kind, label), title="", class_="sam-teken sam-teken--kaart")


def numbered(x: float, y: float, kind: str, label: str) -> SafeString:
    """The mark of a kind around (x, y) with its number in it."""
    shape, words = _SHAPES[kind]
    spot = text(x, y + 5.5, label, class_=f"cijfer {words}", anchor="middle") if label else SafeString("")
    return join([shape(x, y), spot])


def area_map(
    outline: Mapping[str, Any] | None,
    points: Sequence[AreaPoint] = (),
    *,
    title: str,
    desc: str = "",
    neighbours: Sequence[Mapping[str, Any]] = (),
    route: Sequence[tuple[float, float]] = (),
    narrow: bool = False,
    pick: bool = False,
) -> SafeString:
    """The neighbourhood with numbered points: north is up, a bar tells the scale.

    outline: a GeoJSON Polygon, MultiPolygon, Feature or FeatureCollection in degrees; None draws the points alone.
    neighbours: outlines around it, shown as far as they fall in the drawing; where the site has a background map that
    one stands there instead. route: (longitude, latitude) in walking
    order. Marks that would hide each other are moved apart, with a thin line to their own spot. `pick` adds what
    point-picker.js needs to let someone choose a spot. Give the points as a list beside the drawing as well
    (`c-area-map` does): that list is what a screen reader reads.

    Raises ValueError when there is nothing to draw or the outline is no polygon, KeyError for an unknown kind.
    """
    rings = rings_of(outline) if outline else []
    spots = [(point.longitude, point.latitude) for point in points]
    corners = [corner for ring in rings for corner in ring] + spots + list(route)
    if not corners:
        raise ValueError("A map needs an outline or a point.")
    width = NARROW if narrow else WIDE
    flat, height = _flatten(corners, width)
    around = [path(_data(rings_of(one), flat), "ink-kaart-buur", fill_rule="evenodd") for one in neighbours]
    parts: list[str] = [element("rect", x=0, y=0, width=width, height=height, rx=6, class_="ink-kaart-grond")]
    background = tiles.images(settings.MAP_TILES_URL, flat, width, height)
    if under := background or around:
        # An inner drawing cuts off what reaches past the frame.
        parts.append(element("svg", *under, x=0, y=0, width=width, height=height))
    if rings:
        ink = "ink-kaart-lijn" if background else "ink-kaart-wijk"
        parts.append(path(_data(rings, flat), ink, fill_rule="evenodd"))
    if background:
        parts.append(text(width - 6, height - 8, settings.MAP_TILES_CREDIT, class_="halo", anchor="end"))
    if len(route) > 1:
        line = "L".join(f"{number(x)} {number(y)}" for x, y in (flat.place(*spot) for spot in route))
        parts.append(path(f"M{line}", "ink-lijn-route"))
    parts += _scale_bar(flat, width, height)
    parts += _marks(points, [flat.place(*spot) for spot in spots], width, height)
    more = flat.facts() if pick else {}
    return picture(width, height, *parts, title=title, desc=desc, class_="sam-kaart", **more)


def _flatten(corners: Sequence[tuple[float, float]], width: float) -> tuple[Flat, float]:
    """The projection in which all corners fit, and the height of the drawing."""
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    stretch = math.cos(math.radians((south + north) / 2))
    # A single point still gets some ground around it.
    across, up = max((east - west) * stretch, 0.002), max(north - south, 0.002)
    inner = width - 2 * MARGIN
    lowest, highest = (share * width for share in HEIGHT_SHARES)
    height = min(max(inner * up / across + 2 * MARGIN, lowest), highest)
    scale = min(inner / across, (height - 2 * MARGIN) / up)
    left = width / 2 - (east - west) * stretch * scale / 2
    top = height / 2 - (north - south) * scale / 2
    return Flat(west, north, stretch, scale, left, top), height


def _data(rings: Sequence[Sequence[tuple[float, float]]], flat: Flat) -> str:
    return "".join(ring_path([flat.place(x, y) for x, y in ring]) for ring in rings)


def _scale_bar(flat: Flat, width: float, height: float) -> list[SafeString]:
    per_metre = flat.scale / METRES_PER_DEGREE
    metres = max((m for m in SCALE_METRES if m * per_metre <= width * 0.3), default=SCALE_METRES[0])
    length = metres * per_metre
    words = f"{metres} m" if metres < 1_000 else f"{metres // 1_000} km"
    left, low = 10.0, height - 10
    return [
        path(f"M{number(left)} {number(low - 5)}v5h{number(length)}v-5", "ink-lijn-zacht"),
        text(left, low - 9, words, class_="zacht halo"),
        path(f"M{number(width - 16)} 30v-18l-4 6m4-6l4 6", "ink-lijn-zacht"),
        text(width - 16, 46, "N", class_="zacht halo", anchor="middle"),
    ]


def _marks(
    points: Sequence[AreaPoint], spots: Sequence[tuple[float, float]], width: float, height: float
) -> list[SafeString]:
    moved = pushed_apart(spots, width, height)
    lines, marks = [], []
    for point, spot, at in zip(points, spots, moved, strict=True):
        if math.dist(spot, at) > RADIUS:
            line = f"M{number(spot[0])} {number(spot[1])}L{number(at[0])} {number(at[1])}"
            lines += [path(line, "ink-lijn-zacht"), circle(*spot, 3, "ink-inkt")]
        marks.append(numbered(*at, point.kind, point.number[:3]))
    return lines + marks


def pushed_apart(spots: Sequence[tuple[float, float]], width: float, height: float) -> list[tuple[float, float]]:
    """The spots, moved as little as this simple method can until no two are closer than `APART`.

    Pairs that are too close push each other away, the same each time; a drawing that is too full stays crowded.
    """
    at = [list(spot) for spot in spots]
    for _ in range(PUSHES):
        order = sorted(range(len(at)), key=lambda i: (at[i][0], i))
        is_moved = False
        for place, i in enumerate(order):
            for j in order[place + 1 :]:
                if at[j][0] - at[i][0] >= APART:
                    break
                is_moved |= _push(at[i], at[j], turn=i + j)
        for spot in at:
            spot[0] = min(max(spot[0], RADIUS + 3), width - RADIUS - 3)
            spot[1] = min(max(spot[1], RADIUS + 3), height - RADIUS - 3)
        if not is_moved:
            break
    return [(x, y) for x, y in at]


def _push(one: list[float], other: list[float], *, turn: int) -> bool:
    across, up = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(across, up)
    if distance >= APART - 0.01:
        return False
    if distance < 0.01:
        # The same spot: part in a direction that differs from pair to pair.
        across, up, distance = math.cos(turn * 2.4), math.sin(turn * 2.4), 1.0
        short = APART / 2
    else:
        short = (APART - distance) / 2
    for sign, spot in ((-1, one), (1, other)):
        spot[0] += sign * across / distance * short
        spot[1] += sign * up / distance * short
    return True
