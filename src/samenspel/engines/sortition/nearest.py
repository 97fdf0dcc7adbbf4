"""The mixture of panels that comes nearest to expected counts: column generation towards one point.

For expected counts x it maximises the share s such that a mixture of panels gives every kind at least s times
what x gives it. At s = 1 the mixture *is* x, as both fill the seats. The master programme's prices y (with
y @ x = 1) ask for the panel of which most is wanted; no mixture has a share above the worth of the best panel,
so an integer programme proves how near one can come. Dives find most panels; walks that stuck at different
places together often need no new panel at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samenspel.engines.sortition.dive import dive
from samenspel.engines.sortition.linear import INFINITY, Program, panel_program
from samenspel.engines.sortition.mixture import Mixture
from samenspel.engines.sortition.space import Space

CLOSE = 1e-7
NOTHING = 1e-9
DIVES = 6


@dataclass(frozen=True, eq=False)
class Nearest:
    """mixture: with remainder 1 - share. bound: no mixture has a larger share; panels: all that were known."""

    mixture: Mixture
    bound: float
    panels: np.ndarray

    @property
    def share(self) -> float:
        """Every kind gets at least this part of what was expected."""
        return 1.0 - self.mixture.remainder


def nearest(
    space: Space,
    expected: np.ndarray,
    panels: Sequence[np.ndarray],
    random: np.random.Generator,
    *,
    remainder_max: float,
    rounds_max: int = 300,
    integer_programmes_max: int = 60,
) -> Nearest:
    """The nearest mixture of `panels` (at least one) and panels found on the way.

    It ends when the remainder is at most remainder_max, when no panel can bring it nearer, or after the given
    numbers of rounds and integer programmes.
    """
    search = _Search(space, expected, panels, random, integer_programmes_max)
    search.solve()
    for _ in range(rounds_max):
        if search.share >= 1.0 - remainder_max or not search.extend():
            break
        search.solve()
    return search.result()


class _Search:
    def __init__(
        self,
        space: Space,
        expected: np.ndarray,
        panels: Sequence[np.ndarray],
        random: np.random.Generator,
        integer_programmes_max: int,
    ) -> None:
        self.space, self.random, self.left = space, random, integer_programmes_max
        self.wanted = np.flatnonzero((expected > NOTHING) & space.peopled)
        self.panels = {panel.tobytes(): np.asarray(panel) for panel in panels}
        self.share, self.bound = 0.0, 1.0
        self.prices = np.zeros(space.kinds_count)
        self.weights = np.zeros(len(self.panels))
        self.low, self.high = np.zeros(space.kinds_count), space.capacity.astype(float)
        self.fractional = panel_program(space)
        known = np.array(list(self.panels.values())).T
        body = np.vstack([known[self.wanted], np.ones(known.shape[1])]).astype(float)
        share = np.append(-expected[self.wanted], 0.0)[:, None]
        rows, columns = len(self.wanted) + 1, known.shape[1] + 1
        self.program = Program(
            sparse.csc_array(np.hstack([share, body])),
            column_lower=np.zeros(columns),
            column_upper=np.append(1.0, np.full(columns - 1, INFINITY)),
            row_lower=np.append(np.zeros(rows - 1), 1.0),
            row_upper=np.append(np.full(rows - 1, INFINITY), 1.0),
            cost=np.append(1.0, np.zeros(columns - 1)),
        )

    def solve(self) -> None:
        found = self.program.solve()
        if found is None:
            raise ArithmeticError("a mixture of known panels always exists")
        self.share, self.weights = min(1.0, found.objective), found.values[1:]
        self.prices[self.wanted] = np.abs(found.row_duals[:-1])

    def extend(self) -> bool:
        """Add panels that may bring the mixture nearer; False when there is none, or none was found."""
        better = [panel for panel in (self._dive(attempt) for attempt in range(DIVES)) if self._helps(panel)]
        if not better:
            proof = self._best()
            if self._helps(proof):
                better = [proof]
        for panel in better:
            if panel is not None and panel.tobytes() not in self.panels:
                self.panels[panel.tobytes()] = panel
                column = np.append(panel[self.wanted], 1.0)
                rows = np.flatnonzero(column)
                self.program.add_column(0.0, 0.0, INFINITY, rows, column[rows])
        return bool(better)

    def _helps(self, panel: np.ndarray | None) -> bool:
        return panel is not None and bool(self.prices @ panel > self.share + CLOSE)

    def _dive(self, attempt: int) -> np.ndarray | None:
        scale = 0.05 * float(self.prices.max()) * self.random.random() if attempt else 0.0
        self.fractional.set_cost(self.prices + scale * self.random.standard_normal(len(self.prices)))
        return dive(self.fractional, self.low, self.high, self.random, setbacks_max=4)

    def _best(self) -> np.ndarray | None:
        """The best panel at these prices; its worth bounds the share of every mixture."""
        if self.left <= 0:
            return None
        self.left -= 1
        values = panel_program(self.space, cost=self.prices, integral=True).values()
        if values is None:
            return None
        panel = np.rint(values).astype(np.int64)
        self.bound = min(self.bound, float(self.prices @ panel) + CLOSE)
        return panel

    def result(self) -> Nearest:
        used = np.flatnonzero(self.weights > 1e-12)
        panels = np.array(list(self.panels.values()))
        weights = self.weights[used]
        mixture = Mixture(panels[used], weights / weights.sum(), remainder=max(0.0, 1.0 - self.share))
        return Nearest(mixture, max(self.bound, self.share), panels)
