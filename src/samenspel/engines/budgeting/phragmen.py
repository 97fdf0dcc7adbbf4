"""Sequential Phragmén: supporters of a project share its cost so that nobody carries much.

Everybody earns money at the same pace; a project is bought as soon as its supporters have its cost
together, and they start anew from nothing. Equivalently each purchase gives all its supporters the
same load, (their loads so far + cost) / number, and the lowest is next. It stops when a project whose
turn it is no longer fits the budget (as pabutools' `sequential_phragmen`; Los, Christoff and Grossi,
"Proportional Budget Allocations: Towards a Systematization", IJCAI 2022).

A voter's load is the load of the last purchase on the ballot, so exact loads follow from counts of
voters per last purchase. Floats sort out what is clear, fractions what is near.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from samenspel.engines.budgeting.election import Election

_NEAR = 1e-9  # relative; sums of positive floats over fewer than a thousand rounds stay far closer


def phragmen(election: Election, tie_rank: Sequence[int], open_: Sequence[bool]) -> list[int]:
    """Places of the projects bought, in order. Projects without a vote are never bought."""
    supporters = election.by_project[0]
    weights = election.ballots.weights.astype(np.float64)
    weights_of = [weights[groups] for groups in supporters]
    costs = [project.cost for project in election.projects]
    waiting = {
        place
        for place, votes in enumerate(election.votes)
        if votes and open_[place] and costs[place] <= election.budget
    }
    loads = np.zeros(len(weights))
    last = np.zeros(len(weights), dtype=np.intp)  # 0: nothing bought yet, k: the k-th purchase
    exact_loads = [Fraction(0)]
    order: list[int] = []
    left = election.budget

    def exact_load(place: int) -> Fraction:
        counts = np.bincount(last[supporters[place]], weights_of[place]).tolist()
        carried = (load * int(count) for load, count in zip(exact_loads, counts, strict=False) if count)
        return (sum(carried, Fraction(0)) + costs[place]) / election.votes[place]

    while waiting:
        rough = {
            place: (loads[supporters[place]] @ weights_of[place] + costs[place]) / election.votes[place]
            for place in waiting
        }
        ceiling = min(rough.values()) * (1 + _NEAR)
        exact = {place: exact_load(place) for place, load in rough.items() if load <= ceiling}
        lowest = min(exact.values())
        tied = [place for place, load in exact.items() if load == lowest]
        if any(costs[place] > left for place in tied):
            break
        place = min(tied, key=tie_rank.__getitem__)
        order.append(place)
        waiting.remove(place)
        left -= costs[place]
        exact_loads.append(lowest)
        loads[supporters[place]] = float(lowest)
        last[supporters[place]] = len(order)
    return order
