"""Outlines of districts and neighbourhoods from GeoJSON: checked, brought to degrees, and made light.

Two systems of coordinates are read: longitude and latitude (EPSG:4326), and the metres of the Dutch national grid
(RD, EPSG:28992), told apart by the file's own 'crs' or else by their size.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samenspel.engines.errors import Fault, FaultsError

# The mainland of the Netherlands and its islands, with room around it, in degrees and in metres.
DEGREES = (2.5, 50.5, 7.6, 54.0)
METRES = (-30_000.0, 280_000.0, 320_000.0, 680_000.0)
# About five metres: no screen shows less, and a whole city stays under a hundred kilobytes.
TOLERANCE_DEGREES = 0.00005
DECIMALS = 5
CODE_FIELDS = ("wijkcode", "buurtcode", "statcode", "wk_code", "bu_code", "code")
NAME_FIELDS = ("wijknaam", "buurtnaam", "statnaam", "wk_naam", "bu_naam", "naam", "name")
_CODE = re.compile(r"(WK\w{6}|BU\w{8})", re.ASCII)

Position = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    """One outline: GeoJSON Polygon or MultiPolygon in degrees, with the code and (if told) the name it goes with."""

    cbs_code: str
    name: str
    geometry: dict[str, Any]


# Amersfoort, where the grid begins, and the terms (p, q, coefficient) of the two power series.
_X0, _Y0, _LATITUDE0, _LONGITUDE0 = 155_000.0, 463_000.0, 52.15517440, 5.38720621
_LATITUDE_TERMS = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550), (2, 2, -0.01709),
    (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
)  # fmt: skip
_LONGITUDE_TERMS = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594), (3, 1, -0.05607),
    (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip


def degrees_of(x: float, y: float) -> Position:
    """(longitude, latitude) of a point in the Dutch national grid, in metres.

    The power series of F. Schreutelkamp and G. Strang van Hees, 'Benaderingsformules voor de transformatie tussen
    RD- en WGS84-kaartcoördinaten', Geodesia 43 (2001) 64-69: within a metre on land, enough for a map.
    """
    p, q = (x - _X0) * 1e-5, (y - _Y0) * 1e-5
    latitude = _LATITUDE0 + sum(k * p**i * q**j for i, j, k in _LATITUDE_TERMS) / 3600
    longitude = _LONGITUDE0 + sum(k * p**i * q**j for i, j, k in _LONGITUDE_TERMS) / 3600
    return longitude, latitude


def read_outlines(data: bytes) -> list[Outline]:
    """The outlines of a GeoJSON FeatureCollection, in degrees, without points that no screen shows.

    Features of water alone are left out. Raises FaultsError: not_json, not_geojson, and by feature (its place in the
    file as row) code_missing, code_twice, no_polygon, broken_ring, outside_country.
    """
    document = _document(data)
    in_metres = _says_metres(document)
    faults: list[Fault] = []
    found: dict[str, Outline] = {}
    for number, feature in enumerate(document["features"], start=1):
        properties = {str(key).lower(): value for key, value in (feature.get("properties") or {}).items()}
        if str(properties.get("water", "")).upper() == "JA" or str(properties.get("h2o", "")).upper() == "JA":
            continue
        code = next((text for f in CODE_FIELDS if _CODE.fullmatch(text := str(properties.get(f) or "").strip())), "")
        if not code:
            faults.append(_fault("code_missing", "This outline has no code such as WK001404.", number))
            continue
        if code in found:
            faults.append(_fault("code_twice", f"{code} stands in this file twice.", number))
            continue
        name = next((text for f in NAME_FIELDS if (text := str(properties.get(f) or "").strip())), "")
        geometry = _geometry(feature.get("geometry"), number, faults, in_metres=in_metres)
        if geometry:
            found[code] = Outline(code, name[:100], geometry)
    if faults:
        raise FaultsError(faults)
    if not found:
        raise FaultsError([_fault("no_outlines", "The file holds no outlines of neighbourhoods.", None)])
    return list(found.values())


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FaultsError([_fault("not_json", f"The file is not valid JSON: {error}.", None)]) from error
    is_collection = isinstance(document, dict) and isinstance(document.get("features"), list)
    if not is_collection or not all(isinstance(feature, dict) for feature in document["features"]):
        raise FaultsError([_fault("not_geojson", "The file is no GeoJSON collection of outlines.", None)])
    return document


def _says_metres(document: Mapping[str, Any]) -> bool | None:
    """True for the national grid, False for degrees, None where the file does not say."""
    crs = document.get("crs")
    name = str((crs.get("properties") or {}).get("name", "")) if isinstance(crs, dict) else ""
    if "28992" in name:
        return True
    return False if "4326" in name or "CRS84" in name else None


def _geometry(geometry: Any, number: int, faults: list[Fault], *, in_metres: bool | None) -> dict[str, Any] | None:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        faults.append(_fault("no_polygon", "This outline is no polygon.", number))
        return None
    parts = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
    try:
        read = [[_ring(ring, in_metres=in_metres) for ring in part] for part in parts]
    except _OutsideError:
        faults.append(_fault("outside_country", "This outline does not lie in the Netherlands.", number))
        return None
    except (TypeError, ValueError, IndexError):
        faults.append(_fault("broken_ring", "The coordinates of this outline cannot be read.", number))
        return None
    # A hole or an islet that is smaller than what a screen shows goes; the outline itself stays.
    light = [[ring for ring in part if len(ring) >= 4] for part in read]
    light = [part for part in light if part]
    if not light:
        faults.append(_fault("broken_ring", "This outline has no area.", number))
        return None
    return (
        {"type": "Polygon", "coordinates": light[0]}
        if len(light) == 1
        else {"type": "MultiPolygon", "coordinates": light}
    )


class _OutsideError(Exception):
    """A position that lies outside the country."""


def _ring(ring: Sequence[Sequence[float]], *, in_metres: bool | None) -> list[list[float]]:
    points = []
    for position in ring:
        x, y = float(position[0]), float(position[1])
        if not (math.isfinite(x) and math.isfinite(y)):
            raise ValueError("no number")
        if in_metres or (in_metres is None and (abs(x) > 180 or abs(y) > 90)):
            if not _inside(x, y, METRES):
                raise _OutsideError
            x, y = degrees_of(x, y)
        if not _inside(x, y, DEGREES):
            raise _OutsideError
        points.append((x, y))
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in simplified(points)]


def _inside(x: float, y: float, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def simplified(ring: Sequence[Position], tolerance: float = TOLERANCE_DEGREES) -> list[Position]:
    """A closed ring without the points that lie within `tolerance` of the line between those that stay.

    After D. Douglas and T. Peucker (1973), 'Algorithms for the reduction of the number of points required to
    represent a digitized line', Cartographica 10(2). The ring stays closed: it is cut at the point farthest from
    its start.
    """
    if len(ring) < 5 or ring[0] != ring[-1]:
        return list(ring)
    far = max(range(len(ring)), key=lambda index: math.dist(ring[0], ring[index]))
    kept = {0, len(ring) - 1, far}
    waiting = [(0, far), (far, len(ring) - 1)]
    while waiting:
        start, end = waiting.pop()
        between = range(start + 1, end)
        if not between:
            continue
        worst = max(between, key=lambda index: _from_line(ring[index], ring[start], ring[end]))
        if _from_line(ring[worst], ring[start], ring[end]) > tolerance:
            kept.add(worst)
            waiting += [(start, worst), (worst, end)]
    return [ring[index] for index in sorted(kept)]


def _from_line(point: Position, start: Position, end: Position) -> float:
    """Distance of a point from the stretch between two others."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = across * across + up * up
    if not length:
        return math.dist(point, start)
    along = ((point[0] - start[0]) * across + (point[1] - start[1]) * up) / length
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (start[0] + along * across, start[1] + along * up))


def points_count(geometry: Mapping[str, Any]) -> int:
    """How many positions an outline has."""

    def counted(part: Iterable[Any]) -> int:
        items = list(part)
        return 1 if items and isinstance(items[0], int | float) else sum(counted(one) for one in items)

    return counted(geometry["coordinates"])


def _fault(code: str, message: str, row: int | None) -> Fault:
    remedy = "Give the districts (wijken) or neighbourhoods (buurten) of CBS/Kadaster as GeoJSON, as PDOK does."
    return Fault(code, message, remedy, row=row, column="geometry" if row else None)
