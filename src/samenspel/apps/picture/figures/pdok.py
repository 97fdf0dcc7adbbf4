"""Fetches outlines of districts (wijken) and neighbourhoods (buurten) from a web feature service, such as PDOK's.

Only on explicit request, and only from the address in the settings, which is empty by default.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from samenspel.engines.errors import EngineError

from .odata import read_json

FEATURES_AT_ONCE = 500
PAGES_MAX = 50
SOURCE = "CBS/Kadaster {year}, through PDOK, CC BY 4.0"


def fetch_outlines(
    base: str,
    *,
    year: int,
    municipality_code: str,
    small_areas: bool = False,
    told: Callable[[int], None] = lambda _count: None,
) -> bytes:
    """The outlines of a municipality as GeoJSON. Raises EngineError as `odata.read_json`, or 'fetch_empty'."""
    kind = "buurten" if small_areas else "wijken"
    only = (
        "<Filter><PropertyIsEqualTo><PropertyName>gemeentecode</PropertyName>"
        f"<Literal>{municipality_code}</Literal></PropertyIsEqualTo></Filter>"
    )
    features: list[Any] = []
    for _page in range(PAGES_MAX):
        query = {
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": f"wijkenbuurten:{kind}",
            "outputFormat": "application/json",
            "srsName": "EPSG:4326",
            "filter": only,
            "count": str(FEATURES_AT_ONCE),
            "startIndex": str(len(features)),
        }
        parameters = "&".join(f"{name}={quote(text)}" for name, text in query.items())
        answer = read_json(base, f"{base.rstrip('/')}/wijkenbuurten/{year}/wfs/v1_0?{parameters}")
        page = answer.get("features") or []
        features += page
        told(len(features))
        if len(page) < FEATURES_AT_ONCE:
            break
    if not features:
        raise EngineError("fetch_empty", table=f"wijkenbuurten {year}")
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
