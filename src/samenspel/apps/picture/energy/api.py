"""What goes well as open data, as a list and as GeoJSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

router = Router()


class AssetOut(Schema):
    """One asset that everyone may see; `knows` are the public ids of those it knows."""

    public_id: str
    kind: str
    name: str
    told: str
    offers: str
    puller: str
    contact: str
    place: str
    longitude: float | None
    latitude: float | None
    known_since: datetime
    knows: list[str]


class AssetsOut(Schema):
    """What goes well in a neighbourhood, by kind and name."""

    assets: list[AssetOut]


@router.get("/assets", response=AssetsOut, summary="What goes well: people, associations, institutions, places")
def assets(request: HttpRequest, neighbourhood: Path[str]):
    """Assets that were made public and have not ended."""
    return {"assets": _assets(neighbourhood)}


@router.get("/assets.geojson", summary="What goes well, as GeoJSON points")
def assets_geojson(request: HttpRequest, neighbourhood: Path[str]) -> dict[str, Any]:
    """A FeatureCollection of the assets that have a spot; longitude first, as GeoJSON has it."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": one["public_id"],
                "geometry": {"type": "Point", "coordinates": [one["longitude"], one["latitude"]]},
                "properties": {
                    name: value
                    for name, value in one.items()
                    if name not in ("longitude", "latitude", "public_id", "known_since")
                },
            }
            for one in _assets(neighbourhood)
            if one["longitude"] is not None
        ],
    }


def _assets(slug: str) -> list[dict[str, Any]]:
    where = neighbourhood_by_slug(slug)
    if where is None:
        raise Http404
    knows = selectors.public_links(where)
    return [
        {
            "public_id": one.public_id,
            "kind": one.kind,
            "name": one.name,
            "told": one.told,
            "offers": one.offers,
            "puller": one.puller,
            "contact": one.contact,
            "place": one.place,
            "longitude": None if one.longitude is None else float(one.longitude),
            "latitude": None if one.latitude is None else float(one.latitude),
            "known_since": one.known_since,
            "knows": knows.get(one.public_id, []),
        }
        for one in selectors.public_assets(where)
    ]
