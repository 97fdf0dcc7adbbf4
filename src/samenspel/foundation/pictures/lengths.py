"""Drawings that stretch with the page: a bar, a voter's share, two groups on a line.

They have no view box: positions are percentages of the room they get and heights come from pictures.css, so that
circles stay round and nothing needs a style attribute. Right to left, pictures.css mirrors them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .markup import CHARACTER_WIDTH, NARROW, circle, element, number, path, spoken, triangle_path


@dataclass(frozen=True)
class Part:
    """A part of a whole. share: 0 to 1; kind: earlier, now, left, missing, fixed, advice or free."""

    share: float
    label: str = ""
    kind: str = "now"


PART_INKS = {
    "earlier": "ink-samen-vlak",
    "now": "ink-geel",
    "left": "ink-wit",
    "missing": "ink-as",
    "fixed": "ink-lint-vast",
    "advice": "ink-samen-midden",
    "free": "ink-geel",
}


def percent(share: float) -> str:
    """0 to 1 as a length of an SVG attribute, kept between 0% and 100%."""
    return f"{number(min(max(share, 0.0), 1.0) * 100)}%"


def bar(share: float, *, ink: str = "bewoner", title: str = "") -> SafeString:
    """One bar, `share` (0 to 1) of the room long. Its number stands beside it in text, so it is decoration by default.

    ink: bewoner, gemeente, samen or samen-midden. Anything above zero stays visible.
    """
    length = percent(max(share, 0.012) if share > 0 else 0)
    block = element("rect", x=0, y="6%", width=length, height="88%", class_=f"ink-{ink} ink-rand")
    return element("svg", block, class_="sam-svg sam-staafje", **spoken(title))


def filling(parts: Sequence[Part], *, title: str, desc: str = "") -> SafeString:
    """What a whole is made of, side by side: what a voter's share paid, or what was short.

    A label is drawn only where it fits on a phone; the legend or text beside it names every part.
    """
    drawn = []
    start = 0.0
    for part in parts:
        width = min(max(part.share, 0.0), 1.0 - start)
        drawn.append(
            element(
                "rect",
                x=percent(start),
                width=percent(width),
                y="1",
                height="97%",
                class_=f"{PART_INKS[part.kind]} ink-rand",
            )
        )
        if part.label and len(part.label) * (CHARACTER_WIDTH + 0.6) + 6 <= width * (NARROW - 32):
            middle = percent(start + width / 2)
            drawn.append(
                element("text", part.label, x=middle, y="50%", text_anchor="middle", dominant_baseline="central")
            )
        start += width
    return element("svg", *drawn, class_="sam-svg sam-vulling", **spoken(title, desc))


def money_bar(fixed: float, advice: float, free: float, *, title: str, desc: str = "") -> SafeString:
    """All money as one bar, and a beam that widens from the free part to the full width below it.

    fixed, advice, free: amounts in one unit, or shares. Put `dots` of the free money under it, on
    `sam-geldbeeld__lens`: the beam says that those dots are the yellow part seen from nearby.
    """
    total = fixed + advice + free or 1.0
    ends = (1000 * fixed / total, 1000 * (fixed + advice) / total)
    blocks = (("ink-lint-vast", 0.0, ends[0]), ("ink-samen-midden", *ends), ("ink-geel", ends[1], 1000.0))
    parts = [element("rect", x=start, y=0, width=end - start, height=56, class_=ink) for ink, start, end in blocks]
    parts.append(path(f"M{number(ends[1])} 56L0 120H1000V56z", "ink-geel-licht"))
    return element(
        "svg",
        *parts,
        class_="sam-svg sam-balk",
        viewBox="0 0 1000 120",
        preserveAspectRatio="none",
        **spoken(title, desc),
    )


def two_group_line(a: float, b: float, *, title: str, shared_from: float = 60) -> SafeString:
    """Two groups on one line from 0 (nobody agrees) to 100 (everybody): the first a circle, the second a triangle.

    From `shared_from` on the ground is green: more than that in both groups is common ground.
    """
    low, high = sorted((a, b))
    shared = percent(shared_from / 100)
    middle = "50%"
    parts = [
        element("rect", x=0, y=0, width=shared, height="100%", class_="basis"),
        element("rect", x=shared, y=0, width=percent(1 - shared_from / 100), height="100%", class_="gedeeld"),
        element("line", x1=middle, x2=middle, y1=0, y2="100%", class_="ink-lijn-streep"),
        element("line", x1=percent(low / 100), x2=percent(high / 100), y1=middle, y2=middle, class_="ink-lijn"),
        # The triangle first: where both coincide, the circle lies on top and the triangle's corners still show.
        _at(b, path(triangle_path(0, 0, 21), "ink-groep-b")),
        _at(
            a,
            circle(0, 0, 10, "ink-groep-a ink-rand-wit")
            if abs(a - b) > 3
            else circle(0, 0, 7, "ink-groep-a ink-rand-wit"),
        ),
    ]
    return element("svg", *parts, class_="sam-svg sam-lat__as", **spoken(title))


def _at(value: float, shape: SafeString) -> SafeString:
    """Place a shape drawn around (0, 0) at `value` percent, half-way down."""
    return element("svg", shape, x=percent(value / 100), y="50%", overflow="visible", width=1, height=1)
