"""Nash: the product of all people's chances as large as can be.

The logarithm of the product is a sum of concave functions, one per kind, so linear programmes can climb it:
each kind's count is a sum of segments of falling worth, fine around the present point and coarse further
off; the segments are refined until the gradient proves that nothing more than GAP is to be gained.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import sparse

from samenspel.engines.errors import EngineError
from samenspel.engines.sortition.fairest import Fairest, fairest_near
from samenspel.engines.sortition.linear import Program
from samenspel.engines.sortition.relaxation import relaxed_leximin
from samenspel.engines.sortition.space import Space

PROVED_WITHIN = 1e-4  # of the largest geometric mean that is possible
GAP = 1e-5  # of the mean logarithm of a chance
ROUNDS_MAX = 25
OFFSETS = np.array([-8.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 8.0])


def nash(space: Space, random: np.random.Generator, progress: Callable[[float], None] | None = None) -> Fairest:
    """The distribution with the largest product of chances; those who can't be chosen are left out of it.

    objective: the geometric mean of the chances; objective_bound: no distribution has a larger one.
    """
    point, bound = nash_point(space)
    found = fairest_near(space, point, random, progress=progress)
    counted = point > 1e-7
    value = float(np.exp(_mean_logarithm(space, found.mixture.expected, counted)))
    limit = max(float(np.exp(bound)), value)
    return replace(found, objective=value, objective_bound=limit, proved=value >= (1 - PROVED_WITHIN) * limit)


def nash_point(space: Space) -> tuple[np.ndarray, float]:
    """Expected seats per kind of the fractional optimum, and a bound on the mean logarithm of a chance.

    The function is concave, so its tangent at any point lies above it: the most that the tangent reaches over
    fractional panels bounds every distribution over panels. Raises EngineError no_panel_possible.
    """
    start = relaxed_leximin(space)
    if start is None:
        raise EngineError("no_panel_possible")
    point = start.expected
    counted = point > 1e-7
    width = np.where(counted, 0.25 * point, 0.0)
    value = _value(space, point, counted)
    people_counted, bound = int(space.size[counted].sum()), 0.0
    for _ in range(ROUNDS_MAX):
        gradient = np.where(counted, space.size / np.maximum(point, 1e-12), 0.0)
        more = max(0.0, _best(space, gradient) - float(gradient @ point))
        bound = min(bound, _mean_logarithm(space, point, counted) + more / people_counted)
        if more <= GAP * space.people_count:
            break
        candidate = _climb(space, point, counted, width)
        gained = _value(space, candidate, counted) - value
        if gained > 0:
            moved = np.abs(candidate - point)
            point, value = candidate, value + gained
            width = np.where(moved > 2 * width, 2 * width, 0.4 * width)
        else:
            width = 0.4 * width
    return point, bound


def _mean_logarithm(space: Space, expected: np.ndarray, counted: np.ndarray) -> float:
    """Of the chances of the people who count."""
    logarithms = np.log(np.maximum(space.per_person(expected), 1e-300))
    return float((space.size * logarithms)[counted].sum() / space.size[counted].sum())


def _value(space: Space, point: np.ndarray, counted: np.ndarray) -> float:
    return float((space.size * np.log(np.maximum(point, 1e-300)))[counted].sum())


def _best(space: Space, gradient: np.ndarray) -> float:
    found = Program(
        space.matrix,
        column_lower=np.zeros(space.kinds_count),
        column_upper=space.capacity,
        row_lower=space.lower,
        row_upper=space.upper,
        cost=gradient,
    ).solve()
    if found is None:
        raise EngineError("no_panel_possible")
    return found.objective


def _climb(space: Space, point: np.ndarray, counted: np.ndarray, width: np.ndarray) -> np.ndarray:
    """The optimum of the piecewise linear function with these segments."""
    kinds = np.flatnonzero(counted)
    capacity = space.capacity[kinds].astype(float)[:, None]
    knots = np.clip(point[kinds, None] + OFFSETS * width[kinds, None], 1e-9, capacity)
    knots = np.hstack([np.full((len(kinds), 1), 1e-9), knots, capacity])
    length = np.diff(knots, axis=1)
    rise = space.size[kinds, None] * np.diff(np.log(knots), axis=1)
    keep = length > 1e-12
    slope = np.divide(rise, length, out=np.zeros_like(rise), where=keep)
    owner = np.broadcast_to(kinds[:, None], keep.shape)[keep]
    matrix = sparse.csc_array(space.matrix[:, owner])
    found = Program(
        matrix,
        column_lower=np.zeros(len(owner)),
        column_upper=length[keep],
        row_lower=space.lower,
        row_upper=space.upper,
        cost=slope[keep],
    ).values()
    if found is None:
        return point
    return np.bincount(owner, weights=found, minlength=space.kinds_count)
