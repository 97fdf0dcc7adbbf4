"""Sortition: fair chances for volunteers under quotas, and a lottery of panels anyone can check."""

from samenspel.engines.sortition.alternates import Alternates, alternates
from samenspel.engines.sortition.draw import (
    ALGORITHM_NAMES,
    PANELS,
    SEED,
    Draw,
    Meetings,
    QuotaUse,
    draw,
)
from samenspel.engines.sortition.infeasible import Clash, Relaxed
from samenspel.engines.sortition.pool import Person, Pool, Quota, Targets
from samenspel.engines.sortition.population import targets_from_population
from samenspel.engines.sortition.reading import read_pool, read_targets
from samenspel.engines.sortition.replacements import Miss, Replacements, misses, replacements

__all__ = [
    "ALGORITHM_NAMES",
    "PANELS",
    "SEED",
    "Alternates",
    "Clash",
    "Draw",
    "Meetings",
    "Miss",
    "Person",
    "Pool",
    "Quota",
    "QuotaUse",
    "Relaxed",
    "Replacements",
    "Targets",
    "alternates",
    "draw",
    "misses",
    "read_pool",
    "read_targets",
    "replacements",
    "targets_from_population",
]
