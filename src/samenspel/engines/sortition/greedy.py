"""Greedy: what many draws do now, for comparison. Fill the most urgent quota with a random person, again.

It gives no promise about chances: they are estimated from the panels that it makes.
"""

from __future__ import annotations

import numpy as np

from samenspel.engines.errors import EngineError
from samenspel.engines.sortition.space import Space

TRIES = 200


def greedy_panels(space: Space, panels_count: int, random: np.random.Generator) -> np.ndarray:
    """Panels as counts (M x T), each found by at most TRIES attempts.

    Raises EngineError greedy_stuck when an attempt never ends well.
    """
    matrix = space.matrix.toarray().astype(np.int64)
    return np.array([_panel(space, matrix, random) for _ in range(panels_count)])


def _panel(space: Space, matrix: np.ndarray, random: np.random.Generator) -> np.ndarray:
    for _ in range(TRIES):
        panel = _attempt(space, matrix, random)
        if panel is not None:
            return panel
    raise EngineError("greedy_stuck", tries=TRIES)


def _attempt(space: Space, matrix: np.ndarray, random: np.random.Generator) -> np.ndarray | None:
    panel = np.zeros(space.kinds_count, dtype=np.int64)
    quota_rows = np.arange(1, 1 + len(space.quotas))
    seats = int(space.lower[0])
    rows = np.zeros(matrix.shape[0], dtype=np.int64)
    for _ in range(seats):
        full = rows >= space.upper
        open_kinds = (panel < space.capacity) & ~(matrix[full].any(axis=0) if full.any() else False)
        people = np.where(open_kinds, space.size - panel, 0)
        left = matrix[quota_rows] @ people
        need = np.maximum(space.lower[quota_rows] - rows[quota_rows], 0)
        if (left < need).any() or not people.any():
            return None
        urgency = np.where(need > 0, need / np.maximum(left, 1), -1.0)
        most = int(np.argmax(urgency))
        among = people * matrix[quota_rows[most]] if urgency[most] > 0 else people
        kind = random.choice(len(among), p=among / among.sum())
        panel[kind] += 1
        rows += matrix[:, kind]
    return panel if space.allows(panel) else None
