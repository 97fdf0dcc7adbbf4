"""Counting an election: one rule, one utility, one completion, one order for ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from samenspel.engines.budgeting.election import Election
from samenspel.engines.budgeting.equal_shares import Market, Run
from samenspel.engines.budgeting.greedy import greedy, greedy_scores
from samenspel.engines.budgeting.maximin_support import maximin_support
from samenspel.engines.budgeting.phragmen import phragmen
from samenspel.engines.errors import EngineError

RULES = ("equal-shares", "phragmen", "maximin-support", "greedy")
UTILITIES = ("cost", "cardinality", "points")
COMPLETIONS = ("none", "add1", "add1u")


@dataclass(frozen=True)
class Count:
    """What a rule elected, and how it was told to count.

    `winners` are project ids in the order bought, `spent` their cost in the election's integer
    units. For equal shares `voter_budget` is what every voter started with in the run that counts,
    and `completed` are the winners that the completion added after that run.
    """

    winners: tuple[str, ...]
    spent: int
    rule: str
    utility: str
    completion: str
    lot: tuple[str, ...]
    votes_min: int = 0
    voter_budget: Fraction | None = None
    completed: tuple[str, ...] = ()


def tie_order(election: Election, lot: Sequence[str] | None) -> list[int]:
    """Rank of each project among equals: lowest cost, then most votes, then the lot.

    `lot` lists project ids in the order drawn; without it the file's order stands. Raises EngineError
    `lot_does_not_match` unless it names every project once.
    """
    drawn = [project.id for project in election.projects] if lot is None else list(lot)
    if sorted(drawn) != sorted(election.position):
        raise EngineError("lot_does_not_match")
    lot_place = {name: number for number, name in enumerate(drawn)}
    costs, votes = [project.cost for project in election.projects], election.votes
    order = sorted(range(len(costs)), key=lambda p: (costs[p], -votes[p], lot_place[election.projects[p].id]))
    rank = [0] * len(order)
    for number, place in enumerate(order):
        rank[place] = number
    return rank


def count(
    election: Election,
    *,
    rule: str = "equal-shares",
    utility: str = "cost",
    completion: str = "none",
    lot: Sequence[str] | None = None,
    votes_min: int = 0,
) -> Count:
    """Count an election.

    `rule`: equal-shares, phragmen, maximin-support or greedy. `utility`: cost, cardinality, or points
    (ballots that give points). `completion`, for equal shares: none, add1 or add1u. Projects with
    fewer than `votes_min` votes and withdrawn ones cannot win. Raises EngineError
    `unknown_rule`, `unknown_utility`, `unknown_completion`, `no_points`,
    `completion_needs_equal_shares` or `lot_does_not_match`.
    """
    _check(election, rule, utility, completion)
    rank = tie_order(election, lot)
    open_ = _open(election, votes_min)
    start: Fraction | None = None
    before = 0
    if rule == "equal-shares":
        order, start, before = _equal_shares(election, utility, completion, rank, open_)
    elif rule == "phragmen":
        order = phragmen(election, rank, open_)
    elif rule == "maximin-support":
        order = maximin_support(election, rank, open_)
    else:
        order = greedy(election, greedy_scores(election, utility), rank, open_)
    winners = tuple(election.projects[place].id for place in order)
    return Count(
        winners=winners,
        spent=sum(election.projects[place].cost for place in order),
        rule=rule,
        utility=utility,
        completion=completion,
        lot=tuple(lot) if lot is not None else tuple(project.id for project in election.projects),
        votes_min=votes_min,
        voter_budget=start,
        completed=winners[before:] if start is not None else (),
    )


def recount(election: Election, counted: Count) -> Count:
    """Count another election by the same rule, utility, completion, lot and minimum of votes."""
    return count(
        election,
        rule=counted.rule,
        utility=counted.utility,
        completion=counted.completion,
        lot=counted.lot,
        votes_min=counted.votes_min,
    )


def market_of(election: Election, counted: Count) -> Market:
    """The market in which this count was held, to follow its run again."""
    return Market(election, counted.utility, tie_order(election, counted.lot), _open(election, counted.votes_min))


def _open(election: Election, votes_min: int) -> list[bool]:
    pairs = zip(election.projects, election.votes, strict=True)
    return [not project.withdrawn and votes >= votes_min for project, votes in pairs]


def _check(election: Election, rule: str, utility: str, completion: str) -> None:
    if rule not in RULES:
        raise EngineError("unknown_rule", rule=rule)
    if utility not in UTILITIES:
        raise EngineError("unknown_utility", utility=utility)
    if completion not in COMPLETIONS:
        raise EngineError("unknown_completion", completion=completion)
    if completion != "none" and rule != "equal-shares":
        raise EngineError("completion_needs_equal_shares", rule=rule)
    if utility == "points" and election.ballots.points is None:
        raise EngineError("no_points")


def _equal_shares(
    election: Election, utility: str, completion: str, rank: Sequence[int], open_: Sequence[bool]
) -> tuple[list[int], Fraction | None, int]:
    """Places bought, the start per voter that counts, and how many were bought before completion."""
    if not election.voters:
        return [], None, 0
    market = Market(election, utility, rank, open_)
    run = Run(market, Fraction(election.budget, election.voters)).execute()
    if completion != "none":
        run = _add_one(election, market, run)
    order = run.order
    if completion == "add1u":
        order = greedy(election, greedy_scores(election, utility), rank, open_, chosen=order)
    return order, run.start, len(run.order)


def _add_one(election: Election, market: Market, run: Run) -> Run:
    """Raise every voter's start by one unit of the file at a time.

    The run that counts is the first that leaves no supported project that still fits the budget, or
    else the last one before the budget is overspent (equalshares.net, "completion: add1"; the same
    as pabutools with voter_budget_increment=1).
    """
    while any(
        place not in run.order and market.costs[place] <= election.budget - run.spent for place in market.offered
    ):
        following = Run(market, run.start + election.scale).execute(overspent_at=election.budget)
        if following.spent > election.budget:
            break
        run = following
    return run
