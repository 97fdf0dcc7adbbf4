"""A background map under a drawing: which tiles of a server lie where. Off unless the site has an address of tiles.

Tiles are squares of 256 pixels in Web Mercator; over a neighbourhood that differs from our drawing by less than a
pixel, so each tile is placed by its own corners.
"""

from __future__ import annotations

import math

from django.utils.safestring import SafeString

from .flat import Flat
from .markup import element

TILE_PIXELS = 256
CLOSEST, FARTHEST = 19, 6
# A drawing that would need more than these asks too much of someone else's server.
TILES_MAX = 30


def images(url: str, flat: Flat, width: float, height: float) -> list[SafeString]:
    """The tiles that cover a drawing; none without an address. `url` holds {z}, {x} and {y}."""
    if not url:
        return []
    across = flat.stretch * flat.scale
    west, north = flat.west - flat.left / across, flat.north + flat.top / flat.scale
    east, south = west + width / across, north - height / flat.scale
    zoom = min(max(round(math.log2(across * 360 / TILE_PIXELS)), FARTHEST), CLOSEST)
    while True:
        columns, rows = _span(_column(west, zoom), _column(east, zoom)), _span(_row(north, zoom), _row(south, zoom))
        if len(columns) * len(rows) <= TILES_MAX or zoom == FARTHEST:
            break
        zoom -= 1
    return [_image(url, flat, zoom, x, y) for y in rows for x in columns]


def _image(url: str, flat: Flat, zoom: int, x: int, y: int) -> SafeString:
    left, top = flat.place(_longitude(x, zoom), _latitude(y, zoom))
    right, low = flat.place(_longitude(x + 1, zoom), _latitude(y + 1, zoom))
    address = url.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
    return element(
        "image",
        href=address,
        x=left,
        y=top,
        width=right - left,
        height=low - top,
        preserveAspectRatio="none",
    )


def _span(first: float, last: float) -> range:
    return range(math.floor(first), math.floor(last) + 1)


def _column(longitude: float, zoom: int) -> float:
    return (longitude + 180) / 360 * 2**zoom


def _row(latitude: float, zoom: int) -> float:
    return (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**zoom


def _longitude(column: int, zoom: int) -> float:
    return column / 2**zoom * 360 - 180


def _latitude(row: int, zoom: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**zoom))))
