"""The fairest distribution over panels where fractional panels promise too much: column generation.

Levels are climbed as in `relaxation`, but each level must be reached by a mixture of known panels. When the
known ones fall short of the relaxation's level, the prices of the master programme ask for a panel that
helps: first by dives, then by an integer programme, whose optimum proves that there is none. So integer
programmes are solved only where fractional and real panels differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samenspel.engines.sortition.dive import dive
from samenspel.engines.sortition.linear import INFINITY, Program, panel_program
from samenspel.engines.sortition.mixture import Mixture
from samenspel.engines.sortition.relaxation import SLACKS, Climb
from samenspel.engines.sortition.space import Space

CLOSE = 1e-7
DIVES = 4


@dataclass(frozen=True, eq=False)
class Climbed:
    """mixture: the distribution; levels: what was reached, rising; bound: no distribution has a higher
    smallest chance; proved: every level was proved to be the highest possible."""

    mixture: Mixture
    levels: tuple[float, ...]
    bound: float
    proved: bool


def climb_over_panels(
    space: Space,
    start: np.ndarray,
    random: np.random.Generator,
    *,
    rounds: int | None = None,
    integer_programmes_max: int = 2000,
) -> Climbed:
    """Leximin (or, with rounds=1, maximin) over real panels.

    start: panels (P x T, at least one) to begin with. After integer_programmes_max integer programmes it
    returns the best mixture known, with proved=False.
    """
    for slack in SLACKS:
        found = _climb(space, start, random, rounds, integer_programmes_max, slack)
        if found is not None:
            return found
    raise ArithmeticError("levels that were feasible became infeasible by rounding")


def _climb(
    space: Space,
    start: np.ndarray,
    random: np.random.Generator,
    rounds: int | None,
    integer_programmes_max: int,
    slack: float,
) -> Climbed | None:
    relaxed = Climb(space, slack=slack, may_rise=True)
    master = _Master(space, start)
    pricer = _Pricer(space, random, integer_programmes_max)
    levels: list[float] = []
    bound, proved = 1.0, True
    while relaxed.free.any() and (rounds is None or len(levels) < rounds):
        view = relaxed.look()
        if view is None:
            return None
        state = master.solve()
        settled = True
        while state.level < view.level - CLOSE:
            panel = pricer.better(state)
            if panel is None:
                settled = pricer.proved
                break
            master.add(panel)
            state = master.solve()
        if state.level >= view.level - CLOSE:
            level, pressed = min(state.level, view.level), view.pressed
        else:
            level = state.level
            pressed = relaxed.free & (state.prices > 1e-9)
        if not levels:
            bound = level if settled else view.level
        proved = proved and settled
        levels.append(level)
        relaxed.fix(pressed, level)
        master.fix(pressed, level)
    return Climbed(master.mixture(), tuple(levels), max(bound, levels[0]), proved)


@dataclass(frozen=True, eq=False)
class _State:
    """The master's optimum: level, a price per kind (for its chance), and the value a new panel must beat."""

    level: float
    prices: np.ndarray
    hurdle: float


class _Master:
    """maximise the level of the free kinds over mixtures of the known panels."""

    def __init__(self, space: Space, panels: np.ndarray) -> None:
        self.space = space
        self.panels = [np.asarray(panel) for panel in panels]
        self.free = space.peopled
        self.floor = np.zeros(space.kinds_count)
        rows = space.kinds_count + 1
        chances = np.array([space.per_person(panel) for panel in self.panels]).T
        body = np.vstack([chances, np.ones(len(self.panels))])
        level = np.append(-space.peopled.astype(float), 0.0)[:, None]
        columns = len(self.panels) + 1
        self.program = Program(
            sparse.csc_array(np.hstack([level, body])),
            column_lower=np.zeros(columns),
            column_upper=np.append(1.0, np.full(columns - 1, INFINITY)),
            row_lower=np.append(np.zeros(space.kinds_count), 1.0),
            row_upper=np.append(np.full(space.kinds_count, INFINITY), 1.0),
            cost=np.append(1.0, np.zeros(columns - 1)),
        )
        self.rows = rows
        self.weights = np.zeros(len(self.panels))

    def add(self, panel: np.ndarray) -> None:
        self.panels.append(panel)
        column = np.append(self.space.per_person(panel), 1.0)
        rows = np.flatnonzero(column)
        self.program.add_column(0.0, 0.0, INFINITY, rows, column[rows])

    def solve(self) -> _State:
        for _ in range(8):
            found = self.program.solve()
            if found is not None:
                break
            # What was fixed is out of reach by a rounding error: give way a little.
            self.floor = np.maximum(0.0, self.floor - CLOSE)
            self._set_rows()
        else:
            raise ArithmeticError("the master programme is infeasible at levels that it reached before")
        self.weights = found.values[1:]
        return _State(
            level=found.objective,
            prices=np.abs(found.row_duals[:-1]),
            hurdle=float(found.row_duals[-1]),
        )

    def fix(self, pressed: np.ndarray, level: float) -> None:
        self.free &= ~pressed
        self.floor[pressed] = max(0.0, level - 1e-9)
        for kind in np.flatnonzero(pressed):
            self.program.set_coefficient(int(kind), 0, 0.0)
        self._set_rows()

    def _set_rows(self) -> None:
        self.program.set_row_bounds(
            np.append(self.floor, 1.0), np.append(np.full(self.space.kinds_count, INFINITY), 1.0)
        )

    def mixture(self) -> Mixture:
        used = np.flatnonzero(self.weights > 1e-12)
        weights = self.weights[used]
        return Mixture(np.array([self.panels[panel] for panel in used]), weights / weights.sum())


class _Pricer:
    """Finds the panel whose members' prices together are highest."""

    def __init__(self, space: Space, random: np.random.Generator, integer_programmes_max: int) -> None:
        self.space, self.random = space, random
        self.left = integer_programmes_max
        self.proved = True
        self.low, self.high = np.zeros(space.kinds_count), space.capacity.astype(float)
        self.fractional = panel_program(space)
        self.integral = panel_program(space, integral=True)

    def better(self, state: _State) -> np.ndarray | None:
        """A panel worth more than the hurdle; None when there is none, or (proved=False) none was found."""
        worth = self.space.per_person(state.prices)
        scale = max(float(worth.max()), 1e-12)
        for attempt in range(DIVES):
            noise = 0.0 if attempt == 0 else 0.02 * scale * self.random.standard_normal(len(worth))
            self.fractional.set_cost(worth + noise)
            panel = dive(self.fractional, self.low, self.high, self.random, setbacks_max=4)
            if panel is not None and worth @ panel > state.hurdle + CLOSE:
                return panel
        if self.left <= 0:
            self.proved = False
            return None
        self.left -= 1
        self.integral.set_cost(worth)
        values = self.integral.values()
        if values is None:
            self.proved = False
            return None
        panel = np.rint(values).astype(np.int64)
        return panel if worth @ panel > state.hurdle + CLOSE else None
