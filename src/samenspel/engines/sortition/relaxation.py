"""Fairest chances over the linear relaxation: exact upper bounds, by a handful of small linear programmes.

Every distribution over panels has its expected counts in the relaxed polytope (fractional panels), so what
is fairest there bounds what is possible. The unknowns are written as x = size * level + extra with
extra >= 0: 'every free kind has at least this level' then needs no rows, and the programme keeps the size of
the quotas. A kind whose extra has a positive dual stands at the level in every optimum (complementary
slackness), so it is fixed there and the rest goes on to the next level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samenspel.engines.sortition.linear import INFINITY, Program
from samenspel.engines.sortition.space import Space

# Slack on the rows once levels are fixed, tried in turn: too little (1e-9 at 1,700 people) has made a
# feasible programme look infeasible, and every bit of it is lost precision.
SLACKS = (1e-8, 3e-7, 3e-6)
DUAL_TOLERANCE = 1e-7


@dataclass(frozen=True, eq=False)
class RelaxedOptimum:
    """expected: seats per kind of a feasible fractional panel; levels: the distinct chances, rising."""

    expected: np.ndarray
    levels: tuple[float, ...]


def relaxed_leximin(space: Space, *, rounds: int | None = None) -> RelaxedOptimum | None:
    """The leximin-optimal expected counts over fractional panels, or None when there is none at all.

    rounds: stop after so many levels (1 gives maximin); the point then is any one that has them.
    """
    for slack in SLACKS:
        climb = Climb(space, slack=slack)
        levels: list[float] = []
        while climb.free.any() and (rounds is None or len(levels) < rounds):
            view = climb.look()
            if view is None:
                break
            climb.fix(view.pressed, view.level)
            levels.append(view.level)
        else:
            return RelaxedOptimum(expected=climb.point, levels=tuple(levels))
        if not levels:
            return None
    raise ArithmeticError("the relaxation stays infeasible after fixing levels that were feasible")


@dataclass(frozen=True, eq=False)
class View:
    """The highest level that all free kinds can have together, and which of them can't go beyond it."""

    level: float
    pressed: np.ndarray


class Climb:
    """The state between levels: which kinds are free, what the others were fixed at, the programme.

    point: expected counts of the last look, with the fixed kinds at their level. may_rise: the fixed kinds
    may also stand above it, so that levels below the relaxation's own keep the programme feasible.
    """

    def __init__(self, space: Space, *, slack: float = SLACKS[0], may_rise: bool = False) -> None:
        self.space = space
        self._may_rise = may_rise
        self.slack = slack
        self.free = space.peopled
        self.point = np.zeros(space.kinds_count)
        self._fixed = np.zeros(space.kinds_count)
        self._row_of_capped: dict[int, int] = {}
        self._level_column = space.kinds_count
        self._rows_count = space.matrix.shape[0]
        self._level_coefficients = np.asarray(space.matrix @ space.size.astype(float))
        cost = np.zeros(space.kinds_count + 1)
        cost[self._level_column] = 1.0
        level = sparse.csc_array(self._level_coefficients[:, None])
        self._program = Program(
            sparse.csc_array(sparse.hstack([space.matrix, level])),
            column_lower=np.zeros(space.kinds_count + 1),
            column_upper=np.append(space.capacity.astype(float), 1.0),
            row_lower=space.lower,
            row_upper=space.upper,
            cost=cost,
        )

    def look(self) -> View | None:
        """Raise the free kinds to their highest common level; None when nothing is feasible."""
        while True:
            found = self._program.solve()
            if found is None:
                return None
            level, extra = found.objective, found.values[:-1]
            point = np.where(self.free, self.space.size * level, self._fixed) + extra
            if not self._cap_beyond_capacity(point):
                break
        self.point = np.clip(point, 0, self.space.capacity)
        pressed = self.free & (np.abs(found.column_duals[:-1]) > DUAL_TOLERANCE) & (extra < 1e-6)
        if not pressed.any():
            # Rounding hid the prices: all that stand at the level are fixed, which can only be cautious.
            pressed = self.free & (extra <= 1e-7)
        return View(level=level, pressed=pressed)

    def fix(self, pressed: np.ndarray, level: float) -> None:
        """Take kinds out at a level: their part moves from the level's column to the rows' bounds."""
        self.free &= ~pressed
        self._fixed[pressed] = self.space.size[pressed] * level
        self.point[pressed] = self._fixed[pressed]
        gone = self.space.matrix @ np.where(pressed, self.space.size, 0).astype(float)
        self._level_coefficients -= gone
        for row in np.flatnonzero(gone):
            self._program.set_coefficient(int(row), self._level_column, float(self._level_coefficients[row]))
        base = self.space.matrix @ np.where(self.free, 0.0, self._fixed)
        caps = np.full(len(self._row_of_capped), INFINITY)
        for number, (kind, cap_row) in enumerate(self._row_of_capped.items()):
            if self.free[kind]:
                caps[number] = self.space.capacity[kind]
            else:
                self._program.set_coefficient(cap_row, self._level_column, 0.0)
        self._program.set_row_bounds(
            np.append(self.space.lower - base - self.slack, np.full(len(caps), -INFINITY)),
            np.append(self.space.upper - base + self.slack, caps),
        )
        columns = np.flatnonzero(pressed)
        room = np.zeros(len(columns))
        if self._may_rise:
            room = np.maximum(room, self.space.capacity[columns] - self._fixed[columns])
        self._program.set_some_column_bounds(columns, np.zeros(len(columns)), room)

    def _cap_beyond_capacity(self, point: np.ndarray) -> bool:
        """Add the rows extra + size * level <= capacity that the point breaks; most never matter."""
        broken = [
            int(kind)
            for kind in np.flatnonzero(point > self.space.capacity + 1e-8)
            if self.free[kind] and int(kind) not in self._row_of_capped
        ]
        for kind in broken:
            self._row_of_capped[kind] = self._rows_count + len(self._row_of_capped)
            self._program.add_row(
                -INFINITY,
                float(self.space.capacity[kind]),
                np.array([kind, self._level_column]),
                np.array([1.0, float(self.space.size[kind])]),
            )
        return bool(broken)
