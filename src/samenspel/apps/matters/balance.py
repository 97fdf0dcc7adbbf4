"""Are three values in balance? Scores 1 to 5 in, a finding as codes out; the words are given at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

VALUES = ("return", "engagement", "legitimacy")
# Scores that differ by no more than this are in balance: one point is within the width of a judgement.
EVEN_WITHIN = 1
STRONG_FROM, WEAK_TO = 4, 2


@dataclass(frozen=True)
class Balance:
    """`strong` and `weak` hold the highest and the lowest values, empty where the three are in balance.

    `level` is the level of an even weighing: 'high', 'middle' or 'low'; '' for an uneven one.
    """

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    level: str

    @property
    def is_even(self) -> bool:
        return not self.weak


def balance_of(scores: Mapping[str, int]) -> Balance:
    """Which values stand out above and below, by their scores (1 to 5) of all three."""
    highest, lowest = max(scores.values()), min(scores.values())
    if highest - lowest <= EVEN_WITHIN:
        level = "high" if lowest >= STRONG_FROM else "low" if highest <= WEAK_TO else "middle"
        return Balance((), (), level)
    strong = tuple(name for name in VALUES if scores[name] == highest)
    weak = tuple(name for name in VALUES if scores[name] == lowest)
    return Balance(strong, weak, "")
