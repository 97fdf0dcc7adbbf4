"""Pictures in which everything can be counted: one seat, one person or a round sum of money is one shape."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .markup import NARROW, WIDE, circle, circle_path, element, half_round_path, path, picture, square_path, text

# The ink and shape of each origin of a seat or dot.
INKS = {
    "drawn": "ink-bewoner",
    "resident": "ink-bewoner",
    "free": "ink-bewoner",
    "delegated": "ink-gemeente",
    "official": "ink-gemeente-licht ink-rand",
    "municipality": "ink-gemeente",
    "fixed": "ink-gemeente-vlak",
    "together": "ink-samen",
    "together-middle": "ink-samen-midden",
    "advice": "ink-samen",
    "open": "ink-open",
    "empty": "ink-leeg",
}
SQUARE = {"delegated", "official", "municipality", "fixed"}
HALF_ROUND = {"advice"}


@dataclass(frozen=True)
class Seat:
    """A seat at the table. origin: drawn, delegated, official or open; label: at most four characters, or none."""

    origin: str
    label: str = ""


@dataclass(frozen=True)
class Dots:
    """`count` equal dots; kind is a key of `INKS`."""

    count: int
    kind: str = "resident"


def ring_of_seats(
    seats: Sequence[Seat], *, title: str, desc: str = "", centre: str = "", note: str = "", narrow: bool = False
) -> SafeString:
    """Seats around a round table; drawn seats round and yellow, delegated square and blue, open ones dashed.

    `centre` and `note` stand on the table. The narrow drawing leaves the labels on the seats out and makes the seats
    larger; list the labels in a table beside it. More than about 40 seats do not stay legible.
    """
    size = NARROW if narrow else 420
    middle = size / 2
    ring = middle - size * 0.085
    radius = min(size * 0.062, math.pi * ring / max(len(seats), 1) * 0.82)
    parts = [circle(middle, middle, ring - radius - size * 0.06, "ink-samen-vlak")]
    for index, seat in enumerate(seats):
        turn = 2 * math.pi * index / len(seats)
        x, y = middle + ring * math.sin(turn), middle - ring * math.cos(turn)
        parts.append(_seat(seat, x, y, radius, math.degrees(turn)))
        if seat.label and not narrow and len(seat.label) * 9 < 2 * radius:
            dark = seat.origin == "delegated"
            parts.append(
                text(x, y + 5.5, seat.label, class_="vet cijfer op-donker" if dark else "vet cijfer", anchor="middle")
            )
    if centre:
        parts.append(text(middle, middle + (4 if note else 16), centre, class_="kop groot", anchor="middle"))
    if note:
        parts.append(text(middle, middle + 34, note, anchor="middle"))
    return picture(size, size, *parts, title=title, desc=desc, class_="sam-ring")


def _seat(seat: Seat, x: float, y: float, radius: float, degrees: float) -> SafeString:
    if seat.origin not in SQUARE:
        return circle(x, y, radius, INKS[seat.origin])
    side = radius * 1.7
    turned = f"rotate({degrees:.1f} {x:.1f} {y:.1f})"
    corner = (x - side / 2, y - side / 2)
    return element(
        "rect", x=corner[0], y=corner[1], width=side, height=side, rx=2, class_=INKS[seat.origin], transform=turned
    )


def dots(
    groups: Sequence[Dots], *, title: str, desc: str = "", columns: int | None = None, narrow: bool = False
) -> SafeString:
    """Countable dots in rows, one group after the other. What one dot stands for belongs in the caption.

    `columns` is a number that is easy to count by: 40 in the wide drawing and 16 in the narrow one unless given.
    """
    columns = columns or (16 if narrow else 40)
    step = (NARROW if narrow else WIDE) / columns
    radius = min(step * 0.38, 9)
    position = 0
    parts = []
    for group in groups:
        data = []
        for index in range(position, position + group.count):
            x, y = (index % columns + 0.5) * step, (index // columns + 0.5) * step
            data.append(_dot(group.kind, x, y, radius))
        position += group.count
        if data:
            parts.append(path("".join(data), INKS[group.kind]))
    rows = max(1, math.ceil(position / columns))
    return picture(columns * step, rows * step, *parts, title=title, desc=desc)


def _dot(kind: str, x: float, y: float, radius: float) -> str:
    if kind in SQUARE:
        return square_path(x, y, radius * 1.8)
    if kind in HALF_ROUND:
        return half_round_path(x, y, radius)
    return circle_path(x, y, radius)
