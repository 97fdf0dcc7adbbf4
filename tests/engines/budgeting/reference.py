"""The rules once more, slow and plain, in fractions: what the engine must agree with."""

from __future__ import annotations

from fractions import Fraction

from samenspel.engines.budgeting.election import Election


def ballots_one_by_one(election: Election) -> list[dict[int, int]]:
    """Per voter: utility share of each supported project (points, else 1)."""
    ballots = []
    for group, weight in enumerate(election.ballots.weights.tolist()):
        places = election.ballots.choices_of(group).tolist()
        points = election.ballots.points_of(group)
        shares = [1] * len(places) if points is None else points.tolist()
        ballots += [{p: s for p, s in zip(places, shares, strict=True) if s > 0}] * weight
    return ballots


def rank_of(election: Election, lot: list[str] | None = None) -> list[tuple[int, int, int]]:
    votes = [sum(place in ballot for ballot in ballots_one_by_one(election)) for place in range(len(election.projects))]
    drawn = lot or [project.id for project in election.projects]
    return [(p.cost, -votes[i], drawn.index(p.id)) for i, p in enumerate(election.projects)]


def rho(cost: int, supporters: list[tuple[Fraction, int]]) -> Fraction | None:
    """Lowest rho with sum of min(money, rho x utility) = cost, over (money, utility) of supporters."""
    if sum((money for money, _ in supporters), Fraction(0)) < cost:
        return None
    left, total = Fraction(cost), sum(utility for _, utility in supporters)
    for money, utility in sorted(supporters, key=lambda pair: pair[0] / pair[1]):
        if money * total >= left * utility:
            return left / total
        left -= money
        total -= utility
    raise AssertionError("unreachable: the supporters can pay")


def equal_shares(election: Election, utility: str, start: Fraction, lot: list[str] | None = None) -> list[int]:
    """Places bought when everyone starts with `start`; no completion, no projects that cost nothing."""
    ballots, rank = ballots_one_by_one(election), rank_of(election, lot)
    money = [start] * len(ballots)
    costs = [project.cost for project in election.projects]
    open_ = [place for place, project in enumerate(election.projects) if not project.withdrawn]

    def worth(voter: int, place: int) -> int:
        share = ballots[voter][place]
        return {"points": share, "cost": costs[place], "cardinality": 1}[utility]

    bought: list[int] = []
    while True:
        bids = []
        for place in open_:
            voters = [v for v, ballot in enumerate(ballots) if place in ballot]
            found = rho(costs[place], [(money[v], worth(v, place)) for v in voters]) if voters else None
            if found is not None:
                bids.append((found, rank[place], place))
        if not bids:
            return bought
        found, _, place = min(bids)
        for voter, ballot in enumerate(ballots):
            if place in ballot:
                money[voter] -= min(money[voter], found * worth(voter, place))
        bought.append(place)
        open_.remove(place)


def add_one(election: Election, utility: str, lot: list[str] | None = None) -> list[int]:
    ballots = ballots_one_by_one(election)
    costs = [project.cost for project in election.projects]
    supported = {place for ballot in ballots for place in ballot if not election.projects[place].withdrawn}
    start = Fraction(election.budget, len(ballots))
    bought = equal_shares(election, utility, start, lot)
    while True:
        spent = sum(costs[place] for place in bought)
        if all(place in bought or spent + costs[place] > election.budget for place in supported):
            return bought
        start += election.scale
        following = equal_shares(election, utility, start, lot)
        if sum(costs[place] for place in following) > election.budget:
            return bought
        bought = following
