"""The neighbourhood's map: every point drawn and legible, in true proportion, back from the drawing to degrees."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.foundation import pictures
from samenspel.foundation.pictures.area import APART, METRES_PER_DEGREE, pushed_apart
from samenspel.foundation.pictures.knowing import row_order

OUTLINE = {"type": "Polygon", "coordinates": [[[6.58, 53.217], [6.598, 53.222], [6.585, 53.233], [6.571, 53.227]]]}
BESIDE = {"type": "Polygon", "coordinates": [[[6.598, 53.222], [6.7, 53.225], [6.7, 53.3], [6.585, 53.233]]]}
WHERE = st.tuples(st.floats(6.575, 6.595), st.floats(53.218, 53.232))


def point(longitude: float, latitude: float, number: str = "1", kind: str = "place") -> pictures.AreaPoint:
    return pictures.AreaPoint(longitude, latitude, number, "Een plek", kind)


@pytest.mark.parametrize("narrow", [False, True])
def test_every_kind_is_drawn_with_its_number_and_without_colour(narrow: bool) -> None:
    points = [point(6.58 + n / 1000, 53.222 + n / 1000, str(n), kind) for n, kind in enumerate(pictures.AREA_KINDS)]
    markup = pictures.area_map(
        OUTLINE, points, title="<b>T</b>", neighbours=[BESIDE], route=[(6.58, 53.22), (6.59, 53.22)], narrow=narrow
    )
    root = ElementTree.fromstring(markup)  # noqa: S314  our own markup
    assert root.get("aria-label") == "<b>T</b>"
    assert re.findall(r">(\d+)</text>", markup) == [p.number for p in points]
    assert not re.search(r'style=|#[0-9a-f]{3}| (fill|stroke)="', markup)
    assert "ink-lijn-route" in markup
    assert "ink-kaart-buur" in markup
    shapes = {str(pictures.area_mark(kind)) for kind in pictures.AREA_KINDS}
    assert len(shapes) == len(pictures.AREA_KINDS)


@given(st.lists(WHERE, max_size=25), st.booleans())
@settings(derandomize=True, deadline=None, max_examples=40)
def test_marks_do_not_hide_each_other_and_stay_in_the_drawing(spots: list[tuple[float, float]], narrow: bool) -> None:
    width, height = (288.0, 300.0) if narrow else (560.0, 500.0)
    flat = [((x - 6.575) / 0.02 * width, (y - 53.218) / 0.014 * height) for x, y in spots]
    moved = pushed_apart(flat, width, height)
    assert all(0 < x < width and 0 < y < height for x, y in moved)
    pairs = [(a, b) for n, a in enumerate(moved) for b in moved[n + 1 :]]
    # A few that crowd a corner may still touch; their numbers stay legible.
    assert all(math.dist(a, b) > APART * 0.7 for a, b in pairs)
    assert pushed_apart(flat, width, height) == moved


def test_a_mark_that_moved_is_tied_to_its_own_spot() -> None:
    same = [point(6.583, 53.225, str(n)) for n in range(4)]
    assert pictures.area_map(OUTLINE, same, title="t").count('class="ink-inkt"') >= 2
    assert 'class="ink-inkt"' not in pictures.area_map(OUTLINE, same[:1], title="t")


def test_true_proportions_and_a_true_scale() -> None:
    """A square of one kilometre at 60 degrees is drawn square, and as long as the bar says."""
    up, across = 1000 / METRES_PER_DEGREE, 1000 / METRES_PER_DEGREE / math.cos(math.radians(60))
    ring = [[6, 60 - up / 2], [6 + across, 60 - up / 2], [6 + across, 60 + up / 2], [6, 60 + up / 2]]
    markup = pictures.area_map({"type": "Polygon", "coordinates": [ring]}, title="t")
    data = re.search(r'd="M([^"]*?)z" class="ink-kaart-wijk"', markup)[1]
    xs, ys = zip(*[map(float, corner.split()) for corner in data.split("L")], strict=True)
    assert max(xs) - min(xs) == pytest.approx(max(ys) - min(ys), rel=0.005)
    bar = float(re.search(r'd="M10 [\d.]+v5h([\d.]+)v-5"', markup)[1])
    metres = float(re.search(r">(\d+) m<", markup)[1])
    assert bar / metres * 1000 == pytest.approx(max(xs) - min(xs), rel=0.005)


def test_what_the_script_needs_to_choose_a_spot_leads_back_to_degrees() -> None:
    markup = pictures.area_map(OUTLINE, title="t", pick=True)
    facts = {name: float(value) for name, value in re.findall(r'data-([a-z-]+)="([^"]+)"', markup)}
    data = re.search(r'd="M([^"]*?)z" class="ink-kaart-wijk"', markup)[1]
    for corner, (longitude, latitude) in zip(data.split("L"), OUTLINE["coordinates"][0], strict=True):
        x, y = map(float, corner.split())
        assert facts["west"] + x * facts["longitude-step"] == pytest.approx(longitude, abs=5e-6)
        assert facts["north"] - y * facts["latitude-step"] == pytest.approx(latitude, abs=5e-6)
    assert "data-west" not in pictures.area_map(OUTLINE, title="t")


def test_points_without_an_outline_and_nothing_at_all() -> None:
    assert ">1</text>" in pictures.area_map(None, [point(6.58, 53.22)], title="t")
    with pytest.raises(ValueError, match="outline or a point"):
        pictures.area_map(None, title="t")
    with pytest.raises(KeyError):
        pictures.area_map(OUTLINE, [point(6.58, 53.22, kind="problem")], title="t")


def test_who_knows_whom_has_a_row_for_each_and_an_arc_for_each_link() -> None:
    everyone = [
        pictures.Acquaintance(str(n), f"De heel lange naam van <{n}>", kind)
        for n, kind in enumerate(pictures.AREA_KINDS)
    ]
    links = [(0, 1), (1, 2), (0, 5)]
    for narrow in (False, True):
        markup = pictures.who_knows_whom(everyone, links, title="t", narrow=narrow)
        ElementTree.fromstring(markup)  # noqa: S314  our own markup
        assert markup.count("ink-lijn-kennis") == len(links)
        assert all(f">{person.number}</text>" in markup for person in everyone)
        assert all(float(x) >= 0 for x in re.findall(r'd="M(\S+) \S+a', markup))
    with pytest.raises(IndexError):
        pictures.who_knows_whom(everyone, [(0, 99)], title="t")


def test_those_who_know_each_other_stand_near() -> None:
    chain = [(n, n + 1) for n in range(0, 9)]
    assert row_order(10, chain) == list(range(10))
    mixed = [(0, 9), (9, 4), (4, 7)]
    order = row_order(10, mixed)
    assert all(abs(order.index(a) - order.index(b)) == 1 for a, b in mixed)
    assert sorted(order) == list(range(10))


@pytest.mark.parametrize("narrow", [False, True])
def test_two_windows_have_a_dot_for_each_and_none_for_what_is_hidden(narrow: bool) -> None:
    rows = [pictures.TwoWindows("<a>", 3, 41, "stijgt"), pictures.TwoWindows("b", None, None, "te weinig")]
    markup = pictures.two_windows(rows, before_label="eerst", recent_label="nu", title="t", narrow=narrow)
    root = ElementTree.fromstring(markup)  # noqa: S314  our own markup
    dots = [path.get("d").count("M") for path in root.iter() if path.get("class") in ("ink-leeg", "ink-bewoner")]
    assert dots == [3, 41, 0, 0]
    width, height = map(float, root.get("viewBox").split()[2:])
    spots = re.findall(r"M([\d.-]+) ([\d.-]+)a", markup)
    assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in spots)
    assert "te weinig" in markup


TILES = "https://kaart.example.org/{z}/{x}/{y}.png"


def test_no_outside_server_is_asked_unless_the_site_says_so(settings) -> None:
    assert "<image" not in pictures.area_map(OUTLINE, title="t", neighbours=[BESIDE])
    settings.MAP_TILES_URL = TILES
    markup = pictures.area_map(OUTLINE, title="t", neighbours=[BESIDE])
    assert "ink-kaart-buur" not in markup
    assert settings.MAP_TILES_CREDIT in markup
    assert set(re.findall(r'href="(https://[^/]+)/', markup)) == {"https://kaart.example.org"}


@pytest.mark.parametrize("narrow", [False, True])
def test_tiles_cover_the_drawing_and_lie_where_they_belong(settings, narrow: bool) -> None:
    """The tile that holds Groningen's Martini tower holds its point in the drawing too."""
    settings.MAP_TILES_URL = TILES
    longitude, latitude = 6.5683, 53.2194
    markup = pictures.area_map(OUTLINE, [point(longitude, latitude)], title="t", narrow=narrow)
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', markup).groups())
    found = re.findall(
        r'<image href="[^"]*/(\d+)/(\d+)/(\d+)\.png" x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"',
        markup,
    )
    tiles = {(int(x), int(y)): tuple(map(float, box)) for _zoom, x, y, *box in found}
    zoom = int(found[0][0])
    assert min(x for x, *_ in tiles.values()) <= 0
    assert min(y for _, y, *_ in tiles.values()) <= 0
    assert max(x + across for x, _, across, _ in tiles.values()) >= width
    assert max(y + down for _, y, _, down in tiles.values()) >= height
    # The tile's number by the published formula of slippy maps.
    column = math.floor((longitude + 180) / 360 * 2**zoom)
    angle = math.radians(latitude)
    row = math.floor((1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2 * 2**zoom)
    left, top, across, down = tiles[(column, row)]
    x, y = map(float, re.search(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>1</text>', markup).groups())
    y -= 5.5
    assert left - 1 <= x <= left + across + 1
    assert top - 1 <= y <= top + down + 1


def test_few_tiles_are_asked_for_however_large_the_area(settings) -> None:
    settings.MAP_TILES_URL = TILES
    country = {"type": "Polygon", "coordinates": [[[3.3, 50.7], [7.2, 50.7], [7.2, 53.6], [3.3, 53.6]]]}
    assert 0 < pictures.area_map(country, title="t").count("<image") <= 30
