"""From counts per kind to people: every member of a kind gets equally often a seat, to within one.

Within a kind whose households hold no other kind, members take turns. Where a sort of household couples
several kinds, panels on one side and kinds on the other form a bipartite multigraph, households are its
colours, and an equitable edge colouring (de Werra 1971) gives each household at most one seat in a panel
and each kind's seats evenly over the households.
"""

from __future__ import annotations

import numpy as np

from samenspel.engines.sortition.space import Space


def seat_people(space: Space, panels: np.ndarray, random: np.random.Generator) -> list[list[int]]:
    """For panels as counts (M x T): the pool indices of each panel's members, rising.

    Over all panels, two members of one kind differ by at most one seat.
    """
    seated: list[list[int]] = [[] for _ in range(len(panels))]
    kinds_of_sort: dict[int, list[int]] = {}
    for number, kind in enumerate(space.kinds):
        if not kind.households:
            continue  # it holds nobody
        kinds_of_sort.setdefault(kind.sort, []).append(number)
    for kinds in kinds_of_sort.values():
        homes_count = len(space.kinds[kinds[0]].households)
        order = random.permutation(homes_count)
        if len(kinds) == 1:
            colours = _turns(panels[:, kinds[0]], homes_count)
        else:
            colours = _equitable_colours(panels[:, kinds], homes_count)
        _seat(space, kinds, colours, order, seated)
    return [sorted(panel) for panel in seated]


def _seat(
    space: Space,
    kinds: list[int],
    colours: list[tuple[int, int, int]],
    order: np.ndarray,
    seated: list[list[int]],
) -> None:
    """Hand out seats: within a household the members of one kind take turns."""
    turns: dict[tuple[int, int], int] = {}
    for panel, position, colour in colours:
        home = int(order[colour])
        members = space.kinds[kinds[position]].households[home]
        turn = turns.get((position, home), 0)
        turns[position, home] = turn + 1
        seated[panel].append(members[turn % len(members)])


def _turns(counts: np.ndarray, homes_count: int) -> list[tuple[int, int, int]]:
    """(panel, 0, household) with the households taking turns over the panels."""
    seats: list[tuple[int, int, int]] = []
    for panel in np.flatnonzero(counts):
        for _ in range(int(counts[panel])):
            seats.append((int(panel), 0, len(seats) % homes_count))
    return seats


def _equitable_colours(counts: np.ndarray, colours_count: int) -> list[tuple[int, int, int]]:
    """(panel, kind's position, household) such that a panel has each household at most once.

    A kind's vertex is cut into vertices of at most colours_count edges, which a proper colouring then gives
    different colours: so the kind's seats are spread evenly. Proper colouring by alternating paths (König).
    """
    at: dict[tuple[str, int, int], dict[int, int]] = {}
    edges: list[tuple[int, int, int]] = []
    colour_of: list[int] = []
    degree = [0] * counts.shape[1]
    for panel, position in zip(*np.nonzero(counts), strict=True):
        for _ in range(int(counts[panel, position])):
            edges.append((int(panel), int(position), degree[position] // colours_count))
            degree[position] += 1
    for number, (panel, position, part) in enumerate(edges):
        left = at.setdefault(("panel", panel, 0), {})
        right = at.setdefault(("kind", position, part), {})
        free_left = next(c for c in range(colours_count) if c not in left)
        free_right = next(c for c in range(colours_count) if c not in right)
        colour_of.append(free_left)
        if free_left in right:
            _swap_path(edges, at, colour_of, ("kind", position, part), free_left, free_right)
        left[free_left] = number
        right[free_left] = number
    return [(panel, position, colour) for (panel, position, _), colour in zip(edges, colour_of, strict=True)]


def _swap_path(
    edges: list[tuple[int, int, int]],
    at: dict[tuple[str, int, int], dict[int, int]],
    colour_of: list[int],
    start: tuple[str, int, int],
    first: int,
    second: int,
) -> None:
    """Exchange two colours along the path from `start` that begins with colour `first`."""
    path: list[int] = []
    vertex, colour = start, first
    while colour in at[vertex]:
        edge = at[vertex][colour]
        path.append(edge)
        panel, position, part = edges[edge]
        vertex = ("kind", position, part) if vertex[0] == "panel" else ("panel", panel, 0)
        colour = second if colour == first else first
    for edge in path:
        panel, position, part = edges[edge]
        for end in (("panel", panel, 0), ("kind", position, part)):
            if at[end].get(colour_of[edge]) == edge:
                del at[end][colour_of[edge]]
    for edge in path:
        panel, position, part = edges[edge]
        colour_of[edge] = second if colour_of[edge] == first else first
        at["panel", panel, 0][colour_of[edge]] = edge
        at["kind", position, part][colour_of[edge]] = edge
