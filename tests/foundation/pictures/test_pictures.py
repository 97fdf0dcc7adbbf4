"""Picture parts: they escape, they can be counted, they speak, and they leave colour to the style sheets."""

import math
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from samenspel.foundation import pictures
from samenspel.foundation.pictures import flow as flow_module

CSS = Path(pictures.__file__).parents[2] / "site" / "static_src" / "samenspel" / "css"
NASTY = '<script>alert("x")</script> & "quoted"'


def percent(chance: float) -> str:
    return f"{chance * 100:.0f}%"


def plain(value: float) -> str:
    return f"{value:.0f}"


def all_pictures(title: str = "A title", label: str = "label") -> dict[str, SafeString]:
    """One of every picture, wide and narrow."""
    flows = [
        pictures.Flow("Owner " + label, "fixed", "Purpose", 900),
        pictures.Flow("Second", "advice", "Purpose", 80),
        pictures.Flow("Second", "free", "Other " + label, 20),
    ]
    rooms = {"fixed": "Fixed " + label, "advice": "Advice", "free": "Free"}
    seats = [pictures.Seat("drawn", "041"), pictures.Seat("delegated", label), pictures.Seat("open")]
    points = [
        pictures.MapPoint(0, 0, 0),
        pictures.MapPoint(1, 2, 1),
        pictures.MapPoint(2, 1, 7),
        pictures.MapPoint(0, 1),
    ]
    outline = {"type": "Polygon", "coordinates": [[[6.57, 53.21], [6.59, 53.21], [6.59, 53.23], [6.57, 53.21]]]}
    places = [pictures.Place(6.58, 53.215, label), pictures.Place(6.585, 53.22, "2", "municipality")]
    series = [
        pictures.Series(label, [(2020, 5.0), (2021, None), (2022, 9.0)]),
        pictures.Series("b", [(2021, 7.0)], "other"),
    ]
    made = {
        "bar": pictures.bar(0.4, title=title),
        "filling": pictures.filling([pictures.Part(0.6, label), pictures.Part(0.4, "rest", "missing")], title=title),
        "money": pictures.money_bar(11.09, 1.88, 0.24, title=title),
        "line": pictures.two_group_line(92, 87, title=title),
        "values": pictures.three_values([4, 4, 2], [label, "b", "c"], title=title),
        "street": pictures.street(seed=label, title=title),
        "icon": pictures.icon("tree", title=title),
        "mark": pictures.mark("together", title=title),
    }
    for narrow in (False, True):
        made[f"ring {narrow}"] = pictures.ring_of_seats(seats, title=title, centre="1", note=label, narrow=narrow)
        made[f"dots {narrow}"] = pictures.dots(
            [pictures.Dots(7), pictures.Dots(5, "advice")], title=title, narrow=narrow
        )
        made[f"chances {narrow}"] = pictures.chance_histogram(
            [0.1] * 9 + [0.2], percent=percent, title=title, average_label=label, narrow=narrow
        )
        made[f"flow {narrow}"] = pictures.money_flow(flows, rooms=rooms, amount=plain, title=title, narrow=narrow)
        made[f"opinions {narrow}"] = pictures.map_dots(
            points, title=title, you=points[0], you_label=label, narrow=narrow
        )
        made[f"map {narrow}"] = pictures.outline_map(outline, places=places, title=title, narrow=narrow)
        made[f"strip {narrow}"] = pictures.strip(
            [1, 2, 2, 9],
            own=5,
            own_label=label,
            marks=[pictures.StripMark(3, label), pictures.StripMark(4, "b", "other")],
            value=plain,
            title=title,
            narrow=narrow,
        )
        made[f"hundred {narrow}"] = pictures.hundred(
            [pictures.HundredRow(label, 60, label), pictures.HundredRow("b", 0)], title=title, narrow=narrow
        )
        made[f"years {narrow}"] = pictures.line_over_years(series, value=plain, title=title, narrow=narrow)
    made["flow purposes"] = pictures.money_flow(flows, rooms=rooms, amount=plain, title=title, narrow="purposes")
    return made


@pytest.mark.parametrize("name", all_pictures())
def test_is_well_formed_and_says_what_it_shows(name: str) -> None:
    root = ElementTree.fromstring(all_pictures()[name])  # noqa: S314  our own markup
    assert root.tag == "svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == "A title"


@pytest.mark.parametrize("name", all_pictures())
def test_leaves_colour_and_style_to_the_style_sheets(name: str) -> None:
    markup = all_pictures()[name]
    assert "style=" not in markup
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", markup)
    assert not re.search(r' (fill|stroke)="', markup)


@pytest.mark.parametrize("name", all_pictures())
def test_escapes_what_people_typed(name: str) -> None:
    markup = all_pictures(title=NASTY, label=NASTY)[name]
    assert "<script" not in markup
    ElementTree.fromstring(markup)  # noqa: S314


def test_every_ink_has_a_rule() -> None:
    rules = (CSS / "pictures.css").read_text()
    used = {ink for markup in all_pictures().values() for ink in re.findall(r"ink-[\w-]+", markup)}
    used |= {ink for drawing in pictures.ICONS.values() for ink in re.findall(r"ink-[\w-]+", drawing)}
    used |= {
        ink
        for drawing in (*pictures.MARKS.values(), *pictures.STATES.values())
        for ink in re.findall(r"ink-[\w-]+", drawing)
    }
    assert {ink for ink in used if not re.search(rf"\.{ink}\b(?!-)", rules)} == set()


def test_a_decoration_is_silent() -> None:
    assert 'aria-hidden="true"' in pictures.icon("tree")
    assert "role=" not in pictures.icon("tree")


def test_an_unknown_project_still_gets_a_drawing() -> None:
    assert pictures.ICONS["idea"] in pictures.icon("no such thing")


# --- What can be counted ----------------------------------------------------------------------------------


@given(st.integers(1, 60), st.integers(0, 20))
def test_a_seat_for_everyone(drawn: int, delegated: int) -> None:
    seats = [pictures.Seat("drawn")] * drawn + [pictures.Seat("delegated")] * delegated
    markup = pictures.ring_of_seats(seats, title="t")
    assert markup.count('class="ink-bewoner"') == drawn
    assert markup.count('class="ink-gemeente"') == delegated


@given(st.lists(st.integers(0, 90), min_size=1, max_size=4), st.booleans())
def test_as_many_dots_as_counted(counts: list[int], narrow: bool) -> None:
    markup = pictures.dots([pictures.Dots(count) for count in counts], title="t", narrow=narrow)
    assert len(re.findall(r"M[\d.-]+ [\d.-]+a", markup)) == sum(counts)


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=300), st.booleans())
def test_everyone_has_a_dot_above_their_chance(chances: list[float], narrow: bool) -> None:
    markup = pictures.chance_histogram(chances, percent=percent, title="t", narrow=narrow)
    assert len(re.findall(r"M[\d.-]+ [\d.-]+a", markup)) == len(chances)
    numbers = [int(n) for n in re.findall(r'class="vet cijfer halo">(\d+)<', markup)]
    assert sum(numbers) == len(chances)


def test_many_people_share_a_dot_and_the_page_can_say_so() -> None:
    assert pictures.dots_per_mark(400) == 1
    assert pictures.dots_per_mark(401) == 2
    markup = pictures.chance_histogram([0.5] * 1000, percent=percent, title="t")
    assert len(re.findall(r"M[\d.-]+ [\d.-]+a", markup)) == math.ceil(1000 / pictures.dots_per_mark(1000))


# --- Lengths ----------------------------------------------------------------------------------------------


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-2, max_value=3))
def test_a_bar_stays_in_its_room(share: float) -> None:
    width = float(re.search(r'width="([\d.]+)%"', pictures.bar(share))[1])
    assert 0 <= width <= 100
    assert (width > 0) == (share > 0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_parts_never_exceed_the_whole(shares: list[float]) -> None:
    markup = pictures.filling([pictures.Part(share) for share in shares], title="t")
    widths = [float(width) for width in re.findall(r' width="([\d.]+)%"', markup)]
    assert sum(widths) <= 100.5


def test_the_money_bar_is_full() -> None:
    markup = pictures.money_bar(11.09, 1.88, 0.24, title="t")
    assert sum(map(float, re.findall(r' width="([\d.]+)"', markup))) == pytest.approx(1000, abs=0.2)
    ElementTree.fromstring(pictures.money_bar(0, 0, 0, title="t"))  # noqa: S314


def test_a_label_that_does_not_fit_is_left_to_the_legend() -> None:
    markup = pictures.filling([pictures.Part(0.02, "€ 1.180"), pictures.Part(0.98, "€ 44.820")], title="t")
    assert "1.180" not in markup
    assert "44.820" in markup


def test_two_groups_that_coincide_both_stay_visible() -> None:
    apart, together = pictures.two_group_line(90, 20, title="t"), pictures.two_group_line(90, 90, title="t")
    assert 'r="10"' in apart
    assert 'r="7"' in together


# --- Money ------------------------------------------------------------------------------------------------

flows = st.lists(
    st.builds(
        pictures.Flow,
        st.sampled_from(["A", "B", "C", "D"]),
        st.sampled_from(["fixed", "advice", "free"]),
        st.sampled_from(["x", "y", "z"]),
        st.integers(1, 10**9),
    ),
    min_size=1,
    max_size=20,
)


@given(flows, st.sampled_from([False, "owners", "purposes"]))
def test_the_flow_draws_any_amounts(links: list[pictures.Flow], narrow: bool | str) -> None:
    rooms = {"fixed": "Fixed", "advice": "Advice", "free": "Free"}
    markup = pictures.money_flow(links, rooms=rooms, amount=plain, title="t", narrow=narrow)
    root = ElementTree.fromstring(markup)  # noqa: S314
    height = float(root.get("viewBox").split()[3])
    blocks = list(root.iter("rect"))
    assert all(float(b.get("y")) >= -0.2 and float(b.get("y")) + float(b.get("height")) <= height + 0.2 for b in blocks)
    owners, purposes = {f.owner for f in links}, {f.purpose for f in links}
    decided = {f.room for f in links}
    expected = {False: owners | purposes, "owners": owners, "purposes": purposes}[narrow]
    assert len(blocks) == len(expected) + len(decided)


@given(flows)
def test_nodes_of_a_column_do_not_overlap(links: list[pictures.Flow]) -> None:
    totals = flow_module._columns(links, lambda link: link.owner)
    scale = 400 / sum(totals.values())
    column = [flow_module._side_node(name, cents, scale, plain) for name, cents in totals.items()]
    flow_module._stack(column, flow_module._height(column) + 8, top=0.5)
    for before, after in pairwise(column):
        assert before.y + before.height <= after.y + 0.01


def test_money_that_is_not_there_is_not_drawn() -> None:
    links = [pictures.Flow("A", "free", "x", 100), pictures.Flow("B", "fixed", "y", 0)]
    markup = pictures.money_flow(links, rooms={"free": "Free"}, amount=plain, title="t")
    assert ">B<" not in markup


# --- Maps, years, streets ---------------------------------------------------------------------------------


def test_an_outline_is_a_polygon() -> None:
    with pytest.raises(ValueError, match="polygon"):
        pictures.outline_map({"type": "Point", "coordinates": [6, 53]}, title="t")
    with pytest.raises(ValueError, match="no polygon"):
        pictures.outline_map({"type": "FeatureCollection", "features": []}, title="t")


def test_the_outline_keeps_its_proportions_at_its_latitude() -> None:
    """At 60 degrees a degree of longitude is half as long as one of latitude."""
    corners = [[6.0, 60.0], [8.0, 60.0], [8.0, 61.0], [6.0, 61.0], [6.0, 60.0]]
    markup = pictures.outline_map({"type": "Polygon", "coordinates": [corners]}, title="t")
    data = re.search(r'd="M(.*?)z"', markup)[1]
    xs, ys = zip(*[map(float, corner.split()) for corner in data.split("L")], strict=True)
    assert (max(xs) - min(xs)) / (max(ys) - min(ys)) == pytest.approx(1.0, abs=0.03)


def test_an_unknown_year_breaks_the_line() -> None:
    whole = pictures.line_over_years([pictures.Series("a", [(1, 1), (2, 2), (3, 3)])], value=plain, title="t")
    broken = pictures.line_over_years([pictures.Series("a", [(1, 1), (2, None), (3, 3)])], value=plain, title="t")
    line = re.compile(r'd="([^"]*)" class="ink-lijn-gemeente"')
    assert line.search(whole)[1].count("M") == 1
    assert line.search(broken)[1].count("M") == 2


def test_no_figures_no_line() -> None:
    assert "<path" not in pictures.line_over_years([pictures.Series("a", [(1, None)])], value=plain, title="t")


@given(
    st.lists(
        st.tuples(st.integers(2000, 2030), st.floats(-1e6, 1e9)), min_size=1, max_size=12, unique_by=lambda p: p[0]
    )
)
def test_figures_of_any_size_stay_in_the_drawing(points: list[tuple[int, float]]) -> None:
    markup = pictures.line_over_years([pictures.Series("a", sorted(points))], value=plain, title="t")
    root = ElementTree.fromstring(markup)  # noqa: S314
    width, height = (float(n) for n in root.get("viewBox").split()[2:])
    line = next(path.get("d") for path in root.iter("path") if path.get("class") == "ink-lijn-gemeente")
    for x, y in (map(float, corner.split()) for corner in re.split("[ML]", line) if corner):
        assert -0.1 <= x <= width + 0.1
        assert -0.1 <= y <= height + 0.1


def test_every_neighbourhood_has_its_own_street_for_good() -> None:
    one, again = pictures.street(seed="WK001404", title="t"), pictures.street(seed="WK001404", title="t")
    other = pictures.street(seed="WK001405", title="t")
    assert one == again
    assert one != other


@given(st.text(max_size=12), st.integers(0, 40), st.integers(0, 20))
def test_everyone_sits_at_the_table(seed: str, residents: int, municipality: int) -> None:
    markup = pictures.street(seed=seed, title="t", residents=residents, municipality=municipality)
    assert markup.count('class="ink-bewoner"') == residents
    assert markup.count('class="ink-gemeente ink-rand-wit"') == municipality
    assert len(markup) < 60_000


def test_responsive_holds_both_drawings() -> None:
    markup = pictures.responsive(pictures.icon("tree"), pictures.icon("book"), room="large")
    assert "sam-beeld--groot" in markup
    assert markup.count("<svg") == 2
