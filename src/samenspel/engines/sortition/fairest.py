"""From an aim in the relaxation to a distribution over panels, with proof of how near it comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from samenspel.engines.errors import EngineError
from samenspel.engines.sortition.generation import climb_over_panels
from samenspel.engines.sortition.linear import panel_program
from samenspel.engines.sortition.mixture import Mixture
from samenspel.engines.sortition.nearest import Nearest, nearest
from samenspel.engines.sortition.relaxation import relaxed_leximin
from samenspel.engines.sortition.space import Space
from samenspel.engines.sortition.walk import walk

REMAINDER_MAX = 1e-6
REMAINDER_ACCEPTED = 1e-5
WALKS = 4


@dataclass(frozen=True, eq=False)
class Fairest:
    """A distribution over panels, and how it compares with what is possible.

    bound: no distribution over panels has a larger smallest chance.
    aim: expected seats per kind that the lottery is to give: the optimum itself where the mixture comes
    within REMAINDER_ACCEPTED of it, else what the mixture gives.
    proved: the mixture is optimal for its algorithm, to within its remainder.
    objective, objective_bound: what nash and goldilocks optimise, and how far any distribution could come.
    walked: the mixture comes from walks, so that its aim splits easily; else from column generation.
    """

    mixture: Mixture
    aim: np.ndarray
    bound: float
    proved: bool
    walked: bool = True
    objective: float | None = None
    objective_bound: float | None = None


def fairest_by_levels(
    space: Space,
    random: np.random.Generator,
    *,
    rounds: int | None,
    progress: Callable[[float], None] | None,
) -> Fairest:
    """Leximin (rounds=None) or maximin (rounds=1). Raises EngineError no_panel_possible.

    Both first aim at leximin over fractional panels: that is a maximin too, and as nobody in it has less than
    is needed it lies away from the edges, where walks are quick. Where real panels can't give it, levels are
    climbed over real panels.
    """
    relaxed = relaxed_leximin(space)
    if relaxed is None:
        raise EngineError("no_panel_possible")
    near = realise(space, relaxed.expected, random, progress)
    if near.mixture.remainder <= REMAINDER_ACCEPTED:
        return Fairest(near.mixture, relaxed.expected, relaxed.levels[0], True)
    climbed = climb_over_panels(space, near.panels, random, rounds=rounds)
    return Fairest(climbed.mixture, climbed.mixture.expected, climbed.bound, climbed.proved, walked=False)


def fairest_near(
    space: Space,
    expected: np.ndarray,
    random: np.random.Generator,
    *,
    progress: Callable[[float], None] | None,
) -> Fairest:
    """A distribution whose chances are `expected` where panels allow it, else nowhere much below it."""
    bound = relaxed_leximin(space, rounds=1)
    if bound is None:
        raise EngineError("no_panel_possible")
    near = realise(space, expected, random, progress)
    if near.mixture.remainder <= REMAINDER_ACCEPTED:
        return Fairest(near.mixture, expected, bound.levels[0], True)
    return Fairest(near.mixture, near.mixture.expected, bound.levels[0], False, walked=False)


def realise(
    space: Space,
    expected: np.ndarray,
    random: np.random.Generator,
    progress: Callable[[float], None] | None,
) -> Nearest:
    """Expected counts as a mixture of panels, as nearly as can be. Raises EngineError no_panel_possible.

    The first walk that leaves next to nothing; else the panels of all walks together, each of which stuck
    elsewhere, and then column generation.
    """
    panels: list[np.ndarray] = []
    for attempt in range(WALKS):
        mixture = walk(space, expected, random, remainder_max=REMAINDER_MAX, progress=progress)
        if mixture is None:
            break
        if mixture.remainder <= REMAINDER_MAX:
            return Nearest(mixture, 1.0, mixture.panels)
        panels.extend(mixture.panels)
        if attempt:
            together = nearest(space, expected, panels, random, remainder_max=REMAINDER_MAX, rounds_max=0)
            if together.mixture.remainder <= REMAINDER_MAX:
                return together
    return nearest(space, expected, panels or [any_panel(space)], random, remainder_max=REMAINDER_MAX)


def any_panel(space: Space) -> np.ndarray:
    """One panel. Raises EngineError no_panel_possible."""
    values = panel_program(space, integral=True, any_solution=True).values()
    if values is None:
        raise EngineError("no_panel_possible")
    return np.rint(values).astype(np.int64)
