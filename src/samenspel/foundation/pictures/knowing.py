"""Who knows whom: names under each other, and beside them an arc between those who know each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .area import RADIUS, numbered
from .markup import CHARACTER_WIDTH, NARROW, WIDE, number, path, picture, text, wrap

# High enough for a name on two lines.
ROW = 2 * RADIUS + 14
# The part of the width that the arcs take, wide and narrow.
ARCS_WIDE, ARCS_NARROW = 180.0, 72.0


@dataclass(frozen=True)
class Acquaintance:
    """One in the picture: `number` as on the map, a name, and a kind of `AREA_KINDS`."""

    number: str
    name: str
    kind: str


def who_knows_whom(
    everyone: Sequence[Acquaintance],
    links: Sequence[tuple[int, int]],
    *,
    title: str,
    desc: str = "",
    narrow: bool = False,
) -> SafeString:
    """A row for each, and an arc per link: the further apart the two rows, the wider the arc.

    links: pairs of positions in `everyone`. The order of the rows puts those who know each other near. Names
    take two lines at most: repeat the links in a table. Raises IndexError for a link to nobody.
    """
    width, arcs = (NARROW, ARCS_NARROW) if narrow else (WIDE, ARCS_WIDE)
    order = row_order(len(everyone), links)
    row_of = {who: row for row, who in enumerate(order)}
    across, letters = arcs + RADIUS + 4, int((width - arcs - 3 * RADIUS - 16) / CHARACTER_WIDTH)
    parts: list[str] = []
    for one, other in links:
        above, below = sorted((row_of[one], row_of[other]))
        parts.append(path(_arc(above, below, across, arcs, len(everyone)), "ink-lijn-kennis"))
    for row, who in enumerate(order):
        node, y = everyone[who], _middle(row)
        parts.append(numbered(across, y, node.kind, node.number))
        lines = wrap(node.name, letters)[:2]
        first = y + 5.5 - 9 * (len(lines) - 1)
        parts += [text(across + RADIUS + 12, first + 18 * place, line) for place, line in enumerate(lines)]
    return picture(width, ROW * max(len(everyone), 1), *parts, title=title, desc=desc, class_="sam-kennissen")


def _middle(row: int) -> float:
    return ROW * (row + 0.5)


def _arc(above: int, below: int, across: float, arcs: float, rows: int) -> str:
    """Half an ellipse to the left of the marks."""
    span = _middle(below) - _middle(above)
    # The square root keeps short arcs apart and long ones within the drawing.
    bulge = (arcs - 4) * ((below - above) / max(rows - 1, 1)) ** 0.5
    start, end = number(across), number(_middle(above))
    return f"M{start} {end}a{number(bulge)} {number(span / 2)} 0 0 0 0 {number(span)}"


def row_order(count: int, links: Sequence[tuple[int, int]]) -> list[int]:
    """An order with short arcs: always the next one who knows most of those that were placed last.

    Simple and the same each time, not the best there is.
    """
    knows: list[set[int]] = [set() for _ in range(count)]
    for one, other in links:
        knows[one].add(other)
        knows[other].add(one)
    left = set(range(count))
    order: list[int] = []
    while left:
        order.append(min(left, key=lambda who: (-_pull(who, knows, order), len(knows[who]) or count, who)))
        left.remove(order[-1])
    return order


def _pull(who: int, knows: Sequence[set[int]], order: Sequence[int]) -> float:
    """How near the end of the order those stand whom this one knows: the last counts whole, the one before half."""
    return sum(2.0**-back for back, placed in enumerate(reversed(order[-8:])) if placed in knows[who])
