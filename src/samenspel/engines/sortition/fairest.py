"""From an aim in the relaxation to a distribution over panels, with proof of how near it comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from samenspel.engines.errors import EngineError
from samenspel.engines.sortition.generation import approach, climb_over_panels
from samenspel.engines.sortition.linear import panel_program
from samenspel.engines.sortition.mixture import Mixture
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
    walked: the mixture comes from a walk, so that its aim splits easily; else from column generation.
    """

    mixture: Mixture
    aim: np.ndarray
    bound: float
    proved: bool
    walked: bool = True


def fairest_by_levels(
    space: Space,
    random: np.random.Generator,
    *,
    rounds: int | None,
    progress: Callable[[float], None] | None,
) -> Fairest:
    """Leximin (rounds=None) or maximin (rounds=1). Raises EngineError no_panel_possible."""
    relaxed = relaxed_leximin(space, rounds=rounds)
    if relaxed is None:
        raise EngineError("no_panel_possible")
    mixture = _walk_again(space, relaxed.expected, random, progress)
    if mixture is not None and mixture.remainder <= REMAINDER_ACCEPTED:
        return Fairest(mixture, relaxed.expected, relaxed.levels[0], True)
    start = mixture.panels if mixture is not None else any_panel(space)[None, :]
    climbed = climb_over_panels(space, start, random, rounds=rounds)
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
    mixture = _walk_again(space, expected, random, progress)
    if mixture is not None and mixture.remainder <= REMAINDER_ACCEPTED:
        return Fairest(mixture, expected, bound.levels[0], True)
    start = mixture.panels if mixture is not None else any_panel(space)[None, :]
    nearest = approach(space, start, expected, random)
    return Fairest(nearest, nearest.expected, bound.levels[0], False, walked=False)


def _walk_again(
    space: Space,
    expected: np.ndarray,
    random: np.random.Generator,
    progress: Callable[[float], None] | None,
) -> Mixture | None:
    """The first of some walks that leaves next to nothing, else the one that leaves least.

    Where a walk sticks is a matter of luck: other noise often gets through.
    """
    best: Mixture | None = None
    for _ in range(WALKS):
        mixture = walk(space, expected, random, remainder_max=REMAINDER_MAX, progress=progress)
        if mixture is not None and (best is None or mixture.remainder < best.remainder):
            best = mixture
        if mixture is None or mixture.remainder <= REMAINDER_ACCEPTED:
            break
    return best


def any_panel(space: Space) -> np.ndarray:
    """One panel. Raises EngineError no_panel_possible."""
    values = panel_program(space, integral=True, any_solution=True).values()
    if values is None:
        raise EngineError("no_panel_possible")
    return np.rint(values).astype(np.int64)
