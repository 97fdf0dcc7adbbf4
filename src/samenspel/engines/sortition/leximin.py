"""Leximin: the smallest chance as large as can be, then the next smallest, and so on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samenspel.engines.sortition.fairest import Fairest, fairest_by_levels
from samenspel.engines.sortition.space import Space


def leximin(space: Space, random: np.random.Generator, progress: Callable[[float], None] | None = None) -> Fairest:
    """The leximin-optimal distribution, exact to the gap that it reports."""
    return fairest_by_levels(space, random, rounds=None, progress=progress)
