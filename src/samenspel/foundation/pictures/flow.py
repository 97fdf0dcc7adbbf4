"""Money from its owner, through the room there is to decide, to its purpose: ribbons as thick as the amounts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .markup import LARGE, NARROW, element, number, path, picture, wrap

ROOMS = ("fixed", "advice", "free")
RIBBONS = {"fixed": "ink-lint-vast", "advice": "ink-lint-advies", "free": "ink-lint-vrij"}
NODES = {"fixed": "ink-gemeente", "advice": "ink-samen-midden", "free": "ink-geel ink-rand"}
LINE = 20  # height of a line of text
THINNEST = 1.2  # a ribbon that exists is seen


@dataclass(frozen=True)
class Flow:
    """An amount from `owner` (silo or fund) in `room` (fixed, advice, free) to `purpose`. amount_cents: positive."""

    owner: str
    room: str
    purpose: str
    amount_cents: int


@dataclass
class _Node:
    name: str
    lines: list[str]
    height: float
    slot: float
    y: float = 0.0
    used_left: float = 0.0
    used_right: float = 0.0


def money_flow(
    flows: Sequence[Flow],
    *,
    rooms: Mapping[str, str],
    amount: Callable[[int], str],
    title: str,
    desc: str = "",
    narrow: bool | str = False,
) -> SafeString:
    """A flow in three columns: owner, room to decide, purpose. Owners and purposes keep the order of first appearance.

    rooms: the words for fixed, advice and free; amount: cents to a short text ('5,9 mln').
    The narrow drawing has two columns: `narrow=True` or "owners" goes from owner to room, "purposes" from room to
    purpose; put both under each other. The wide one needs `responsive(…, room="large")`.
    """
    links = [flow for flow in flows if flow.amount_cents > 0]
    owners = _columns(links, lambda flow: flow.owner)
    purposes = _columns(links, lambda flow: flow.purpose)
    decided = {room: total for room in ROOMS if (total := sum(f.amount_cents for f in links if f.room == room))}
    total = sum(decided.values()) or 1
    if narrow:
        return _narrow(
            links, owners, decided, purposes, rooms, amount, total, title, desc, from_room=narrow == "purposes"
        )
    scale = 400 / total
    left = [_side_node(name, cents, scale, amount) for name, cents in owners.items()]
    right = [_side_node(name, cents, scale, amount) for name, cents in purposes.items()]
    middle = [_top_node(name, rooms[name], cents, scale, amount) for name, cents in decided.items()]
    height = max(_height(column) for column in (left, middle, right)) + 8
    for column in (left, right):
        _stack(column, height, top=0.5)
    _stack(middle, height, top=1.0)
    ribbons = _ribbons(links, left, middle, right, scale, x=(220, 228, 412, 420, 604, 612))
    labels = [
        *(_side_label(node, 212, "end") for node in left),
        *(_side_label(node, 620, None) for node in right),
        *(_above_label(node, 416, "middle") for node in middle),
    ]
    blocks = [
        *(element("rect", x=220, y=node.y, width=8, height=node.height, class_="ink-inkt") for node in left),
        *(element("rect", x=412, y=node.y, width=8, height=node.height, class_=NODES[node.name]) for node in middle),
        *(element("rect", x=604, y=node.y, width=8, height=node.height, class_="ink-inkt") for node in right),
    ]
    return picture(LARGE, height, *ribbons, *blocks, *labels, title=title, desc=desc, class_="sam-stroom")


def _narrow(links, owners, decided, purposes, rooms, amount, total, title, desc, *, from_room: bool) -> SafeString:
    scale = 300 / total
    sides = [
        _top_node(name, name, cents, scale, amount, characters=24)
        for name, cents in (purposes if from_room else owners).items()
    ]
    middle = [_top_node(name, rooms[name], cents, scale, amount, characters=14) for name, cents in decided.items()]
    left, right = (middle, sides) if from_room else (sides, middle)
    height = max(_height(left), _height(right)) + 8
    _stack(left, height, top=1.0)
    _stack(right, height, top=1.0)
    width = NARROW
    if from_room:
        ribbons = _ribbons(links, None, left, right, scale, x=(0, 0, 0, 8, width - 8, width))
    else:
        ribbons = _ribbons(links, left, right, None, scale, x=(0, 8, width - 8, width, 0, 0))
    blocks = []
    for column, x, anchor in ((left, 0, None), (right, width - 8, "end")):
        for node in column:
            blocks.append(
                element("rect", x=x, y=node.y, width=8, height=node.height, class_=NODES.get(node.name, "ink-inkt"))
            )
            blocks.append(_above_label(node, x if anchor is None else width, anchor))
    return picture(width, height, *ribbons, *blocks, title=title, desc=desc, class_="sam-stroom")


def _columns(links: Sequence[Flow], key: Callable[[Flow], str]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for flow in links:
        totals[key(flow)] = totals.get(key(flow), 0) + flow.amount_cents
    return totals


def _side_node(name: str, cents: int, scale: float, amount: Callable[[int], str]) -> _Node:
    lines = _lines(name, amount(cents), 24)
    height = max(cents * scale, THINNEST)
    return _Node(name, lines, height, max(height, len(lines) * LINE))


def _top_node(name: str, label: str, cents: int, scale: float, amount, characters: int = 20) -> _Node:
    lines = _lines(label, amount(cents), characters)
    height = max(cents * scale, THINNEST)
    return _Node(name, lines, height, height + len(lines) * LINE + 6)


def _lines(label: str, money: str, characters: int) -> list[str]:
    """The label's lines and the amount; the amount joins the last line where it fits."""
    lines = wrap(label, characters)
    if len(lines[-1]) + 1 + len(money) <= characters:
        return [*lines[:-1], f"{lines[-1]}\t{money}"]
    return [*lines, f"\t{money}"]


def _height(column: Sequence[_Node]) -> float:
    return sum(node.slot for node in column) + 12 * (len(column) - 1)


def _stack(column: Sequence[_Node], height: float, *, top: float) -> None:
    """Give the nodes their places; `top`: the part of its slot's spare room above the node."""
    gap = (height - 8 - sum(node.slot for node in column)) / max(len(column) - 1, 1) if len(column) > 1 else 0
    y = 4.0 if len(column) > 1 else (height - column[0].slot) / 2
    for node in column:
        node.y = y + (node.slot - node.height) * top
        y += node.slot + gap


def _ribbons(links, left, middle, right, scale: float, x: tuple[float, ...]) -> list[SafeString]:
    """Ribbons room by room, so that equal inks lie together; free money, the thinnest, on top."""
    halves = {node.name: node for node in middle}
    drawn = []
    for side, column in (("left", left), ("right", right)):
        if column is None:
            continue
        nodes = {node.name: node for node in column}
        amounts: dict[tuple[str, str], int] = {}
        for flow in links:
            key = (flow.room, flow.owner if side == "left" else flow.purpose)
            amounts[key] = amounts.get(key, 0) + flow.amount_cents
        for room in ROOMS:
            for node in column:
                if not (cents := amounts.get((room, node.name))):
                    continue
                thick = max(cents * scale, THINNEST)
                outer, inner = nodes[node.name], halves[room]
                if side == "left":
                    drawn.append(
                        (room, _ribbon(x[1], outer.y + outer.used_right, x[2], inner.y + inner.used_left, thick))
                    )
                    outer.used_right += cents * scale
                    inner.used_left += cents * scale
                else:
                    drawn.append(
                        (room, _ribbon(x[3], inner.y + inner.used_right, x[4], outer.y + outer.used_left, thick))
                    )
                    inner.used_right += cents * scale
                    outer.used_left += cents * scale
    return [path(data, RIBBONS[room]) for room, data in sorted(drawn, key=lambda ribbon: ROOMS.index(ribbon[0]))]


def _ribbon(x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
    half = number((x1 + x2) / 2)
    a, b, c, d = number(y1), number(y2), number(y2 + thick), number(y1 + thick)
    return f"M{number(x1)} {a}C{half} {a} {half} {b} {number(x2)} {b}V{c}C{half} {c} {half} {d} {number(x1)} {d}z"


def _side_label(node: _Node, x: float, anchor: str | None) -> SafeString:
    """Lines beside the node, centred on it."""
    first = node.y + node.height / 2 - (len(node.lines) * LINE) / 2 + 15
    return _label(node, x, first, anchor)


def _above_label(node: _Node, x: float, anchor: str | None) -> SafeString:
    first = node.y - len(node.lines) * LINE + 13
    return _label(node, x, first, anchor)


def _label(node: _Node, x: float, first: float, anchor: str | None) -> SafeString:
    spans = []
    for index, line in enumerate(node.lines):
        name, _, money = line.partition("\t")
        spans.append(element("tspan", name, x=x, y=first + index * LINE, class_="vet"))
        if money:
            same_line = bool(name)
            spans.append(
                element(
                    "tspan",
                    f" {money}" if same_line else money,
                    x=None if same_line else x,
                    y=None if same_line else first + index * LINE,
                    class_="cijfer",
                )
            )
    return element("text", *spans, class_="halo", text_anchor=anchor)
