"""Goldilocks: no chance too small and none too large.

Minimises largest / even + weight * even / smallest, where `even` is the chance that everyone would have
without quotas (Baharav & Flanigan 2024, 'Fair, manipulation-robust, and transparent sortition'). The term in
the smallest chance is convex; tangents to it, added where the last optimum lay, make it linear.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import sparse

from samenspel.engines.errors import EngineError
from samenspel.engines.sortition.fairest import Fairest, fairest_near
from samenspel.engines.sortition.linear import INFINITY, Program
from samenspel.engines.sortition.relaxation import relaxed_leximin
from samenspel.engines.sortition.space import Space

WEIGHT = 1.0
CUTS_MAX = 40
PROVED_WITHIN = 1e-4  # of the smallest value that is possible


def goldilocks(space: Space, random: np.random.Generator, progress: Callable[[float], None] | None = None) -> Fairest:
    """The distribution that balances the smallest and the largest chance.

    objective: the value of the module's formula; objective_bound: no distribution has a smaller one.
    """
    point, bound = goldilocks_point(space)
    found = fairest_near(space, point, random, progress=progress)
    value = goldilocks_value(space, found.mixture.expected, point > 1e-7 * space.size)
    limit = min(bound, value)
    return replace(found, objective=value, objective_bound=limit, proved=value <= (1 + PROVED_WITHIN) * limit)


def goldilocks_value(space: Space, expected: np.ndarray, counted: np.ndarray, weight: float = WEIGHT) -> float:
    """What is minimised, over the kinds that count."""
    chances = space.per_person(expected)[counted]
    even = space.lower[0] / space.people_count
    return float(chances.max() / even + weight * even / max(chances.min(), 1e-12))


def goldilocks_point(space: Space, weight: float = WEIGHT) -> tuple[np.ndarray, float]:
    """Expected seats per kind of the fractional optimum, and a bound: no distribution has a smaller value.

    Those who can't be chosen don't count. Tangents lie below what they touch, so the optimum with them is a
    bound at any moment. Raises EngineError no_panel_possible.
    """
    start = relaxed_leximin(space)
    if start is None:
        raise EngineError("no_panel_possible")
    chances = start.expected / space.size
    counted = chances > 1e-7
    even = space.lower[0] / space.people_count
    program, smallest, inverse = _programme(space, counted, weight * even, 1 / even)
    tangent = float(chances[counted].min())
    point, bound = start.expected, 0.0
    for _ in range(CUTS_MAX):
        # inverse >= 1/tangent - (smallest - tangent)/tangent^2
        program.add_row(2 / tangent, INFINITY, np.array([smallest, inverse]), np.array([tangent**-2, 1.0]))
        values = program.values()
        if values is None:
            break
        level = max(float(values[smallest]), 1e-9)
        point = values[: space.kinds_count]
        bound = float(values[smallest + 1] / even + weight * even * values[inverse])
        if 1 / level - values[inverse] <= 1e-9 / level:
            break
        tangent = level
    return np.clip(point, 0, space.capacity), bound


def _programme(space: Space, counted: np.ndarray, inverse_cost: float, largest_cost: float) -> tuple[Program, int, int]:
    """Columns: the counts, the smallest chance, the largest chance, and what stands for 1 / smallest."""
    kinds_count, kinds = space.kinds_count, np.flatnonzero(counted)
    smallest, largest, inverse = kinds_count, kinds_count + 1, kinds_count + 2
    number = np.arange(len(kinds))
    ones, sizes = np.ones(len(kinds)), space.size[kinds].astype(float)

    def beside(column: int) -> sparse.csc_array:
        rows = np.concatenate([number, number])
        columns = np.concatenate([kinds, np.full(len(kinds), column)])
        shape = (len(kinds), kinds_count + 3)
        return sparse.csc_array((np.concatenate([ones, -sizes]), (rows, columns)), shape=shape)

    quotas = sparse.hstack([space.matrix, sparse.csc_array((space.matrix.shape[0], 3))])
    program = Program(
        sparse.csc_array(sparse.vstack([quotas, beside(smallest), beside(largest)])),
        column_lower=np.zeros(kinds_count + 3),
        column_upper=np.concatenate([space.capacity, [1.0, 1.0, INFINITY]]),
        row_lower=np.concatenate([space.lower, 0 * ones, np.full(len(kinds), -INFINITY)]),
        row_upper=np.concatenate([space.upper, np.full(len(kinds), INFINITY), 0 * ones]),
        cost=np.concatenate([np.zeros(kinds_count + 1), [-largest_cost, -inverse_cost]]),
    )
    return program, smallest, inverse
