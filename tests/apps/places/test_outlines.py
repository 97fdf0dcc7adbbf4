"""Outlines of neighbourhoods: the national grid to degrees, lighter, refused whole."""

import json
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.factories import neighbourhood
from samenspel.apps.places import outlines
from samenspel.apps.places.services import save_outlines
from samenspel.engines.errors import FaultsError
from samenspel_testing import shared_data

RD = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}}
SQUARE = [[6.5, 53.2], [6.6, 53.2], [6.6, 53.3], [6.5, 53.3], [6.5, 53.2]]


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def feature(code="WK999901", ring=SQUARE, **properties):
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"wijkcode": code, **properties}, "geometry": geometry}


def test_points_of_the_national_grid_lie_where_they_lie():
    """Known points: the towers of Amersfoort (where the grid begins), the Westertoren, the Martinitoren."""
    for x, y, longitude, latitude in (
        (155000.0, 463000.0, 5.38720621, 52.15517440),
        (120700.723, 487525.501, 4.88352559, 52.37453253),
        (233883.131, 582065.167, 6.56820053, 53.21938317),
    ):
        found = outlines.degrees_of(x, y)
        assert math.dist(found, (longitude, latitude)) < 1e-6


def test_a_file_in_metres_is_brought_to_degrees_whether_it_says_so_or_not():
    ring = [[233000, 581000], [234000, 581000], [234000, 582000], [233000, 582000], [233000, 581000]]
    for more in (RD, {}):
        found = outlines.read_outlines(collection(feature(ring=ring), **more))
        assert all(6.5 < x < 6.6 and 53.2 < y < 53.3 for x, y in found[0].geometry["coordinates"][0])


def test_the_real_outlines_of_groningen_stay_as_they_are():
    data = shared_data("cbs", "groningen_wijken_2024.geojson").read_bytes()
    found = outlines.read_outlines(data)
    assert len(found) == 20
    oosterpark = next(one for one in found if one.cbs_code == "WK001404")
    assert oosterpark.name == "Oosterparkwijk"
    assert oosterpark.geometry == next(f["geometry"] for f in json.loads(data)["features"] if f["id"] == "WK001404")


@given(st.lists(st.tuples(st.floats(4, 6), st.floats(51, 53)), min_size=3, max_size=40), st.floats(1e-6, 0.5))
def test_lighter_outlines_stay_near_the_heavy_ones(points, tolerance):
    ring = [*points, points[0]]
    light = outlines.simplified(ring, tolerance)
    assert light[0] == light[-1] == ring[0]
    assert set(light) <= set(ring)
    for point in ring:
        nearest = min(outlines._from_line(point, a, b) for a, b in pairwise(light))
        assert nearest <= tolerance + 1e-9


def test_a_straight_side_with_a_thousand_points_becomes_light():
    side = [[6.5 + n / 10000, 53.2] for n in range(1000)]
    found = outlines.read_outlines(collection(feature(ring=[*side, [6.6, 53.3], [6.5, 53.3], [6.5, 53.2]])))
    assert outlines.points_count(found[0].geometry) < 8


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"type": "Feature"}', "not_geojson"),
        (collection(), "no_outlines"),
        (collection(feature(code="1404")), "code_missing"),
        (collection(feature(), feature()), "code_twice"),
        (collection(feature() | {"geometry": {"type": "Point", "coordinates": [6, 53]}}), "no_polygon"),
        (collection(feature(ring=[[6.5, "x"]])), "broken_ring"),
        (collection(feature(ring=[[6.5, 53.2], [6.5, 53.2]])), "broken_ring"),
        (collection(feature(ring=[[y, x] for x, y in SQUARE])), "outside_country"),
        (collection(feature(water="JA")), "no_outlines"),
    ],
)
def test_other_files_are_refused(data, code):
    with pytest.raises(FaultsError) as refusal:
        outlines.read_outlines(data)
    assert refusal.value.faults[0].code == code
    assert refusal.value.faults[0].remedy


@pytest.mark.django_db
def test_known_neighbourhoods_get_their_outline_once():
    where = neighbourhood()
    data = collection(feature(), feature(code="WK999909"))
    first = save_outlines(data=data, source="CBS/Kadaster 2024, CC BY 4.0")
    assert (first.read, first.changed, first.unknown) == (2, 1, ("WK999909",))
    assert save_outlines(data=data, source="CBS/Kadaster 2024, CC BY 4.0").changed == 0
    where.refresh_from_db()
    assert where.outline["type"] == "Polygon"
    assert where.outline_source == "CBS/Kadaster 2024, CC BY 4.0"
    assert save_outlines(data=data, source="x", wanted=lambda _code: False).changed == 0
