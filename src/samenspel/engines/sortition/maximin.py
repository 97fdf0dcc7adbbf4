"""Maximin: the smallest chance as large as can be; what is left after that goes as it falls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samenspel.engines.sortition.fairest import Fairest, fairest_by_levels
from samenspel.engines.sortition.space import Space


def maximin(space: Space, random: np.random.Generator, progress: Callable[[float], None] | None = None) -> Fairest:
    """A distribution with the largest possible smallest chance, exact to the gap that it reports."""
    return fairest_by_levels(space, random, rounds=1, progress=progress)
