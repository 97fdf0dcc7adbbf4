"""Shares of several circles beside each other: does the table resemble the neighbourhood?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.safestring import SafeString

from .markup import NARROW, WIDE, circle_path, number, path, picture, square_path, text, triangle_path

# kind → (ink, shape): round is a resident, square the municipality's figures, a triangle the wider circle.
_KINDS = {
    "neighbourhood": ("ink-gemeente", square_path, 13.0),
    "yes": ("ink-leeg", circle_path, 7.0),
    "panel": ("ink-groep-b", triangle_path, 15.0),
    "council": ("ink-bewoner", circle_path, 9.0),
}


@dataclass(frozen=True)
class Compared:
    """One group: its name, and per kind ('neighbourhood', 'yes', 'panel', 'council') its share, None if hidden."""

    label: str
    shares: dict[str, float | None]


def compare_shares(
    rows: Sequence[Compared], *, percent: Callable[[float], str], title: str, desc: str = "", narrow: bool = False
) -> SafeString:
    """A line per group from zero to the largest share, rounded up to a tenth, with a mark for each kind."""
    width = NARROW if narrow else WIDE
    largest = max([share for row in rows for share in row.shares.values() if share is not None] or [0.1])
    top = max(0.1, ceil(largest * 10) / 10)
    left, line = (10, 58) if narrow else (190, 40)
    right = width - 16

    def x(share: float) -> float:
        return left + (right - left) * share / top

    parts: list[SafeString] = []
    for index, row in enumerate(rows):
        y = 26 + index * line + (22 if narrow else 0)
        parts.append(text(0, y - 20 if narrow else y + 5, row.label))
        parts.append(path(f"M{left} {number(y)}H{right}", "ink-lijn-dun"))
        for kind, (ink, shape, size) in _KINDS.items():
            share = row.shares.get(kind)
            if share is not None:
                parts.append(path(shape(x(share), y, size), ink))
    base = 26 + len(rows) * line
    parts += [
        text(left, base + 8, percent(0.0), class_="zacht cijfer"),
        text(right, base + 8, percent(top), class_="zacht cijfer", anchor="end"),
    ]
    return picture(width, base + 16, *parts, title=title, desc=desc)
