"""Which statement someone sees next: those that tell most, and new ones, come first, drawn by chance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from samenspel.engines.opinions.votes import VoteMatrix


class RandomSource(Protocol):
    """Anything that gives numbers in [0, 1): `random.Random`, a numpy generator, a seeded test double."""

    def random(self) -> float: ...


@dataclass(frozen=True)
class StatementTally:
    """How people reacted to a statement so far, and its extremity on the last map (0 if it wasn't on it)."""

    statement: str
    agrees: int
    disagrees: int
    passes: int
    extremity: float = 0.0

    @property
    def priority(self) -> float:
        """[(1 − p)(E + 1)·a·(1 + 8·2^(−S/5))]² with a = (A+1)/(S+2), p = (P+1)/(S+2); over 0."""
        seen = self.agrees + self.disagrees + self.passes
        agreeing = (self.agrees + 1) / (seen + 2)
        passing = (self.passes + 1) / (seen + 2)
        newness = 1 + 8 * 2 ** (-seen / 5)
        return ((1 - passing) * (self.extremity + 1) * agreeing * newness) ** 2


def next_statement(tallies: Iterable[StatementTally], voted: Collection[str], rng: RandomSource) -> str | None:
    """A statement that the participant has not voted on, drawn in proportion to its priority; None if all are done.

    Statements that moderators took out are not in `tallies`.
    """
    done = set(voted)
    open_ones = [one for one in tallies if one.statement not in done]
    if not open_ones:
        return None
    reach = np.cumsum([one.priority for one in open_ones])
    place = int(np.searchsorted(reach, rng.random() * reach[-1], side="right"))
    return open_ones[min(place, len(open_ones) - 1)].statement


def statement_tallies(matrix: VoteMatrix, extremity: np.ndarray | None = None) -> tuple[StatementTally, ...]:
    """The tallies of a whole matrix; extremity (m,) from its map."""
    agrees, disagrees, passes = matrix.tallies
    far = np.zeros(matrix.shape[1]) if extremity is None else extremity
    return tuple(
        StatementTally(statement, int(agrees[i]), int(disagrees[i]), int(passes[i]), float(far[i]))
        for i, statement in enumerate(matrix.statements)
    )
