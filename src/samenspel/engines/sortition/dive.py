"""One integral point of a box cut by rows, near a random linear programme's corner."""

from __future__ import annotations

import numpy as np

from samenspel.engines.sortition.linear import Program

INTEGRAL = 1e-6


def dive(
    program: Program,
    lower: np.ndarray,
    upper: np.ndarray,
    random: np.random.Generator,
    *,
    setbacks_max: int = 12,
    whole: int | None = None,
) -> np.ndarray | None:
    """Solve, fix a random third of what is fractional by randomised rounding, solve again, until integral.

    The program has its cost and row bounds set; lower and upper are integral column bounds. A fixing that
    leaves nothing feasible is undone and replaced by the opposite of one coordinate. None when it is stuck,
    which proves nothing. whole: only the first so many columns have to be integral; the answer holds these.
    """
    low, high = lower.astype(float), upper.astype(float)
    program.set_column_bounds(low, high)
    point = program.values()
    setbacks = 0
    while point is not None:
        point = point[:whole]
        nearest = np.rint(point)
        fractional = np.flatnonzero(np.abs(point - nearest) > INTEGRAL)
        if not len(fractional):
            return nearest.astype(np.int64)
        some = random.permutation(fractional)[: (len(fractional) + 2) // 3]
        rounded = np.floor(point[some] + random.random(len(some)))
        program.set_some_column_bounds(some, rounded, rounded)
        after = program.values()
        if after is None:
            setbacks += 1
            if setbacks > setbacks_max:
                return None
            program.set_some_column_bounds(some, low[some], high[some])
            one = some[:1]
            if len(some) == 1:
                rounded = np.where(rounded > point[one], np.floor(point[one]), np.ceil(point[one]))
            else:
                rounded = np.rint(point[one])
            program.set_some_column_bounds(one, rounded, rounded)
            after = program.values()
            if after is None and len(some) > 1:
                rounded = np.where(rounded > point[one], np.floor(point[one]), np.ceil(point[one]))
                program.set_some_column_bounds(one, rounded, rounded)
                after = program.values()
            low[one] = high[one] = rounded
        else:
            low[some] = high[some] = rounded
        point = after
    return None
