"""Key figures as open data."""

from __future__ import annotations

import pytest

from apps import factories
from apps.picture import made_up
from samenspel.apps.picture.services import import_figures

pytestmark = pytest.mark.django_db


def test_figures_with_their_meaning_beside_municipality_and_country(client):
    where = factories.neighbourhood()
    for year in (2022, 2023):
        import_figures(data=made_up.document(year), name="x.json")
    address = f"/api/v1/{where.slug}/picture/figures"
    told = client.get(f"{address}?topic=distance_doctor&year=2022").json()
    assert [(one["region_code"], one["value"], one["boundary"]) for one in told["figures"]] == [
        ("WK999901", "0.7", "3"),
        ("GM9999", "0.8", "1"),
        ("NL00", "1", "1"),
    ]
    assert [topic["key"] for topic in told["topics"]] == ["distance_doctor"]
    assert told["topics"][0]["definition"]
    assert {one["year"] for one in client.get(address).json()["figures"]} == {2022, 2023}
    assert client.get(f"{address}.csv").content.startswith(b"region_code,")
    assert client.get("/api/v1/nergens/picture/figures").status_code == 404
    assert client.get("/api/v1/nergens/picture/figures.csv").status_code == 404
    assert client.get(f"{address}?year=1").status_code == 422
