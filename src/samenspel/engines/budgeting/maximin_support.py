"""Maximin support: each next project keeps the heaviest load as light as it can be.

Aziz, Lee and Talmon, "Proportionally Representative Participatory Budgeting: Axioms and Algorithms",
AAMAS 2018, there "generalised sequential Phragmén". Unlike in Phragmén's sequential rule the costs of
all projects bought so far are divided over their supporters anew at each step.

The lightest heaviest load of a set W is the largest cost(S) / voters(S) over its subsets S, where
voters(S) supports some project of S. A linear programme finds S; its fraction is then exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from samenspel.engines.budgeting.election import Election
from samenspel.engines.errors import EngineError

_NEAR = 1e-6  # relative distance within which the programme's value must meet the fraction


def maximin_support(election: Election, tie_rank: Sequence[int], open_: Sequence[bool]) -> list[int]:
    """Places of the projects bought, in order; those that no longer fit or have no vote are passed over.

    Raises EngineError `solver_failed` when the linear programme ends without an answer.
    """
    costs = [project.cost for project in election.projects]
    chosen: list[int] = []
    left = election.budget
    # A load can only grow when more is bought, so a load found earlier is a lower bound.
    bounds = {
        place: Fraction(costs[place], votes) for place, votes in enumerate(election.votes) if votes and open_[place]
    }
    while True:
        bounds = {place: bound for place, bound in bounds.items() if costs[place] <= left}
        if not bounds:
            return chosen
        found: dict[int, Fraction] = {}
        for place in sorted(bounds, key=lambda place: (bounds[place], tie_rank[place])):
            if found and bounds[place] > min(found.values()):
                break
            found[place] = bounds[place] = lightest_load(election, [*chosen, place])
        place = min(found, key=lambda place: (found[place], tie_rank[place]))
        chosen.append(place)
        left -= costs[place]
        del bounds[place]


def lightest_load(election: Election, places: Sequence[int]) -> Fraction:
    """The heaviest load of a voter when the cost of these projects is divided as well as can be."""
    patterns, weights = _patterns(election, places)
    costs = [election.projects[place].cost for place in places]
    if not sum(costs):
        return Fraction(0)
    level, value = _solve(patterns, weights, costs)
    best = Fraction(0)
    for border in sorted(set(level.tolist())):
        taken = level >= border
        voters = int(weights[patterns[:, taken].any(axis=1)].sum())
        if voters:
            cost = sum(cost for cost, is_in in zip(costs, taken.tolist(), strict=True) if is_in)
            best = max(best, Fraction(cost, voters))
    if not abs(float(best) - value) <= _NEAR * value:
        raise EngineError("solver_failed", reason="the set found does not carry the value")
    return best


def _patterns(election: Election, places: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """The distinct ways in which ballots meet these projects (rows of True/False), and their voters."""
    marks = np.zeros((len(election.ballots), len(places)), dtype=bool)
    for column, place in enumerate(places):
        marks[election.by_project[0][place], column] = True
    packed = np.ascontiguousarray(np.packbits(marks, axis=1))
    rows = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, inverse = np.unique(rows, return_index=True, return_inverse=True)
    weights = np.bincount(inverse.ravel(), election.ballots.weights).astype(np.int64)
    kept = marks[first].any(axis=1)
    return marks[first][kept], weights[kept]


def _solve(patterns: np.ndarray, weights: np.ndarray, costs: Sequence[int]) -> tuple[np.ndarray, float]:
    """Maximise sum cost x level over levels whose maximum per voter, added up, is 1.

    Variables: a level per project, then the highest level per pattern. At an optimum every set
    "projects with at least this level" attains the value, so the levels give the set.
    """
    size, rows = patterns.shape[1], len(patterns)
    at_row, at_project = np.nonzero(patterns)
    count = len(at_row)
    lines = np.concatenate((np.arange(count), np.arange(count), np.full(rows, count)))
    columns = np.concatenate((at_project, size + at_row, size + np.arange(rows)))
    whole = float(sum(costs))
    voters = float(weights.sum())
    values = np.concatenate((np.ones(count), -np.ones(count), weights / voters))
    limits = np.concatenate((np.zeros(count), [1.0]))
    solved = linprog(
        np.concatenate((-np.asarray(costs, dtype=float) / whole, np.zeros(rows))),
        A_ub=csr_matrix((values, (lines, columns)), shape=(count + 1, size + rows)),
        b_ub=limits,
        method="highs",
    )
    if solved.status != 0:
        raise EngineError("solver_failed", reason=str(solved.message))
    level = solved.x[:size]
    # Levels that differ by rounding only are one level.
    return np.round(level / max(level.max(), 1e-300), 7), -solved.fun * whole / voters
