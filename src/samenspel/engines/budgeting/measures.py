"""How evenly a result serves the voters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from samenspel.engines.budgeting.election import Election


@dataclass(frozen=True)
class Measures:
    """Figures of one set of winners.

    `share_with_winner`: share of voters with at least one winner on their ballot. `money_per_voter`:
    per voter, each winner's cost divided equally over its supporters, added up; given as the
    deciles 10, 25, 50, 75 and 90 % in the election's integer units. `gini`: inequality of that money,
    0 (all the same) to 1.
    """

    share_with_winner: float
    money_per_voter: tuple[float, float, float, float, float]
    gini: float


def measure(election: Election, winners: Iterable[str]) -> Measures:
    """The measures of these winners (project ids)."""
    weights = election.ballots.weights
    if not election.voters:
        return Measures(0.0, (0.0,) * 5, 0.0)
    money = np.zeros(len(weights))
    served = np.zeros(len(weights), dtype=bool)
    for name in winners:
        place = election.position[name]
        groups = election.by_project[0][place]
        served[groups] = True
        if election.votes[place]:
            money[groups] += election.projects[place].cost / election.votes[place]
    order = np.argsort(money, kind="stable")
    sorted_money, sorted_weights = money[order], weights[order]
    ends = np.cumsum(sorted_weights)
    shares = [sorted_money[np.searchsorted(ends, q * election.voters)] for q in (0.1, 0.25, 0.5, 0.75, 0.9)]
    total = float(sorted_money @ sorted_weights)
    below = np.cumsum(sorted_money * sorted_weights)
    area = float((sorted_weights * (2 * below - sorted_money * sorted_weights)).sum())
    return Measures(
        share_with_winner=float(weights[served].sum() / election.voters),
        money_per_voter=tuple(float(share) for share in shares),  # type: ignore[arg-type]
        gini=1 - area / (election.voters * total) if total else 0.0,
    )
