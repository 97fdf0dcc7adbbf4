"""Expected counts as a mixture of real panels, found by walking from face to face.

Start at x in the relaxed polytope with mass 1. Each step takes an integral panel v on the face where the
rest stands and the largest weight w that leaves rest - w * v inside (mass - w) times the polytope. To make
the steps large, the panel is sought in a box that by itself guarantees a step of at least `share` of the
mass: a kind with little left may not be taken often, a row that is nearly tight must be met exactly.
The rest shrinks exponentially, so that what remains proves the distance to the optimum without any integer
proof.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samenspel.engines.sortition.dive import dive
from samenspel.engines.sortition.linear import Program
from samenspel.engines.sortition.mixture import Mixture
from samenspel.engines.sortition.space import Space

ZERO = 5e-8
NOISE = 0.05


def walk(
    space: Space,
    expected: np.ndarray,
    random: np.random.Generator,
    *,
    remainder_max: float = 1e-6,
    failures_max: int = 15,
    progress: Callable[[float], None] | None = None,
) -> Mixture | None:
    """A mixture of panels whose expected counts are `expected` but for a remainder.

    It ends when the remainder is at most remainder_max, or after failures_max fruitless searches in a row;
    None when not even one panel was found. The weights are scaled to add up to 1.
    """
    steps = _Walker(space, expected, random)
    while steps.mass > remainder_max and steps.failures < failures_max:
        if steps.step() and progress is not None:
            progress(steps.mass)
    if not steps.panels:
        return None
    weights = np.array(steps.weights)
    return Mixture(np.array(steps.panels), weights / weights.sum(), remainder=max(steps.mass, 0.0))


def walked_share(mass: float) -> float:
    """How far a walk is when so much mass is left, from 0 to 1: the mass shrinks exponentially."""
    return min(1.0, float(np.log(max(mass, 1e-6)) / np.log(1e-6)))


class _Walker:
    def __init__(self, space: Space, expected: np.ndarray, random: np.random.Generator) -> None:
        self.space, self.random = space, random
        self.capacity = space.capacity.astype(float)
        self.rest, self.mass = expected.astype(float).copy(), 1.0
        self.share = 0.5
        self.failures = 0
        self.panels: list[np.ndarray] = []
        self.weights: list[float] = []
        nothing = np.zeros(space.kinds_count)
        self.program = Program(
            space.matrix,
            column_lower=nothing,
            column_upper=self.capacity,
            row_lower=space.lower,
            row_upper=space.upper,
            cost=nothing,
            tolerance=1e-7,
        )

    def step(self) -> bool:
        """Try one step; a failure lowers the share asked for the next time."""
        panel = self._panel()
        weight = 0.0 if panel is None else self._largest_weight(panel)
        if panel is None or weight <= 0:
            self.share *= 0.9
            self.failures += panel is not None or self.share < 1e-3
            return False
        self.failures = 0
        self.panels.append(panel)
        self.weights.append(weight)
        self.share = min(0.9, 1.1 * max(self.share, weight / self.mass))
        self.rest = np.maximum(self.rest - weight * panel, 0.0)
        self.mass -= weight
        return True

    def _panel(self) -> np.ndarray | None:
        """An integral panel that allows a step of `share`, rich in kinds of which much is left."""
        space, mass = self.space, self.mass
        step = self.share * mass
        rows = space.matrix @ self.rest
        high = np.minimum(self.capacity, _whole_steps(self.rest, step))
        low = np.maximum(0.0, self.capacity - _whole_steps(mass * self.capacity - self.rest, step))
        row_low = np.maximum(space.lower, space.upper - _whole_steps(mass * space.upper - rows, step))
        row_high = np.minimum(space.upper, space.lower + _whole_steps(rows - mass * space.lower, step))
        if (low > high).any() or (row_low > row_high).any():
            return None
        part = np.clip(self.rest / (mass * self.capacity), 1e-9, 1 - 1e-9)
        odds = np.log(part / (1 - part))
        self.program.set_cost(odds + NOISE * self.random.standard_normal(len(odds)))
        self.program.set_row_bounds(row_low, row_high)
        return dive(self.program, low, high, self.random, setbacks_max=3)

    def _largest_weight(self, panel: np.ndarray) -> float:
        """The largest w with rest - w * panel inside (mass - w) times the polytope."""
        space, mass = self.space, self.mass
        taken, rows = space.matrix @ panel, space.matrix @ self.rest
        room = (
            (self.rest, panel),
            (mass * self.capacity - self.rest, self.capacity - panel),
            (rows - mass * space.lower, taken - space.lower),
            (mass * space.upper - rows, space.upper - taken),
        )
        weight = mass
        for left, used in room:
            uses = used > 0.5
            if uses.any():
                weight = min(weight, float((left[uses] / used[uses]).min()))
        return weight


def _whole_steps(left: np.ndarray, step: float) -> np.ndarray:
    """How often `step` fits into what is left, what is practically zero being zero."""
    return np.floor(np.where(left < ZERO, 0.0, left) / step + 1e-6)
