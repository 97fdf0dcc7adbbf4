"""What goes well and what was heard as open data: what was made public, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from apps import factories
from samenspel.apps.picture import services
from samenspel.apps.picture.services import AssetFacts

pytestmark = pytest.mark.django_db


def test_assets_that_everyone_may_see_as_a_list_and_as_points(client):
    where = factories.neighbourhood()
    alice = factories.person("Alice", "area_team_member", where=where)

    def add(name, *, is_public=True, **more):
        facts = AssetFacts(kind="place", name=name, **more)
        return services.add_asset(neighbourhood=where, facts=facts, by=alice, is_public=is_public)

    garden = add("De tuin", longitude=Decimal("6.58420"), latitude=Decimal("53.22960"), contact="Bo", has_consent=True)
    soup, hidden = add("De soep"), add("Verborgen", is_public=False)
    for other in (soup, hidden):
        services.link_assets(one=garden, other=other, by=alice)
    address = f"/api/v1/{where.slug}/picture/assets"
    told = {one["name"]: one for one in client.get(address).json()["assets"]}
    assert set(told) == {"De tuin", "De soep"}
    assert told["De tuin"]["knows"] == [soup.public_id]
    assert (told["De tuin"]["contact"], told["De soep"]["longitude"]) == ("Bo", None)
    points = client.get(f"{address}.geojson").json()
    assert points["type"] == "FeatureCollection"
    (point,) = points["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [6.5842, 53.2296]}
    assert point["properties"]["name"] == "De tuin"
    services.end_asset(asset=garden, reason="Weg.", by=alice)
    assert client.get(f"{address}.geojson").json()["features"] == []
    assert client.get("/api/v1/nergens/picture/assets").status_code == 404
    assert client.get("/api/v1/nergens/picture/assets.geojson").status_code == 404


def test_cleared_signals_by_theme_with_a_blurred_spot(client):
    where = factories.neighbourhood()
    alice = factories.person("Alice", "area_team_member", where=where)
    spot = {"longitude": Decimal("6.58765"), "latitude": Decimal("53.22391")}
    dark = services.raise_signal(neighbourhood=where, text="Donker.", source="door", theme="Licht", **spot)
    services.clear_signal(signal=dark, by=alice)
    services.raise_signal(neighbourhood=where, text="Niet gelezen.", source="door", theme="Licht")
    address = f"/api/v1/{where.slug}/picture/signals"
    told = client.get(address).json()
    assert [(theme["name"], [one["text"] for one in theme["signals"]]) for theme in told["themes"]] == [
        ("Licht", ["Donker."])
    ]
    signal = told["themes"][0]["signals"][0]
    assert (signal["longitude"], signal["latitude"]) == (6.588, 53.224)
    assert told["rising"] == [{"theme": "Licht", "before": None, "recent": None, "verdict": "too_few"}]
    assert client.get(f"{address}?source=site").json()["themes"] == []
    assert client.get("/api/v1/nergens/picture/signals").status_code == 404
