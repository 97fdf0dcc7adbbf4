"""Where one stands among others, and people of every hundred: every dot can be counted, none covers another."""

import math
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from samenspel.foundation import pictures

AMOUNTS = st.floats(-1000, 100_000, allow_nan=False)


def circles(markup: str, ink: str) -> list[tuple[float, float, float]]:
    """(x, y, radius) of the circles that one path draws."""
    data = "".join(re.findall(rf'<path d="([^"]*)" class="{ink}"', markup))
    return [
        (float(x) + float(radius), float(y), float(radius))
        for x, y, radius in re.findall(r"M(-?[\d.]+) (-?[\d.]+)a([\d.]+)", data)
    ]


@given(st.lists(AMOUNTS, max_size=60), AMOUNTS, st.booleans())
def test_everyone_has_a_dot_of_their_own(others, own, narrow):
    drawn = pictures.strip(others, own=own, own_label="own", value=str, title="t", narrow=narrow)
    found = circles(drawn, "ink-leeg")
    assert len(found) == len(others)
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', drawn)[1])
    for x, _y, radius in found:
        assert x - radius >= -0.1
        assert x + radius <= width + 0.1
    for (x, y, radius), (other_x, other_y, _r) in pairwise(sorted(found)):
        assert math.hypot(x - other_x, y - other_y) >= radius


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6), st.booleans())
def test_each_of_the_hundred_is_a_dot(counts, narrow):
    rows = [pictures.HundredRow(f"row {n}", count, "note") for n, count in enumerate(counts)]
    drawn = pictures.hundred(rows, title="t", narrow=narrow)
    assert len(circles(drawn, "ink-bewoner")) == sum(counts)
