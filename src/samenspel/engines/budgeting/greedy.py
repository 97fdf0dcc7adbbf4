"""Utilitarian greedy: the most wanted first, whatever still fits.

With cost utility "most wanted" is the number of votes, as most cities count; with cardinality
utility it is votes per unit of money, with points the points per unit of money.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from samenspel.engines.budgeting.election import Election


def greedy_scores(election: Election, utility: str) -> list[Fraction]:
    """Per project, utility of all voters for each unit of money; a free project scores by utility."""
    weights = election.ballots.weights
    groups, points = election.by_project
    if utility == "points" and points is not None:
        totals = [int((weights[g] * p).sum()) for g, p in zip(groups, points, strict=True)]
    else:
        totals = list(election.votes)
    if utility == "cost":
        return [Fraction(total) for total in totals]
    pairs = zip(totals, election.projects, strict=True)
    return [Fraction(total, project.cost or 1) for total, project in pairs]


def greedy(
    election: Election,
    scores: Sequence[Fraction | int],
    tie_rank: Sequence[int],
    open_: Sequence[bool],
    chosen: Iterable[int] = (),
) -> list[int]:
    """Places of the projects taken, in order, after those already `chosen`.

    Projects without a vote come last; they too are taken while there is money, as the other public
    implementations do. A minimum of votes leaves them out.
    """
    order = list(chosen)
    left = election.budget - sum(election.projects[place].cost for place in order)
    taken = set(order)

    def rank(place: int) -> tuple[bool, Fraction | int, int]:
        free = not election.projects[place].cost and scores[place] > 0
        return (not free, -scores[place], tie_rank[place])

    for place in sorted(range(len(election.projects)), key=rank):
        if open_[place] and place not in taken and election.projects[place].cost <= left:
            order.append(place)
            left -= election.projects[place].cost
    return order
