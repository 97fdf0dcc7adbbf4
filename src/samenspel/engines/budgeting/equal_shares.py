"""The method of equal shares, exact and fast.

Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities",
NeurIPS 2021. Every voter gets an equal share of the budget. A project c is bought at the lowest rho
at which its supporters can pay for it when each pays min(money left, rho x utility of c). The
project with the lowest rho is bought, until no project can be paid by its supporters.

How it is exact: floats carry bounds on their error and only sort out what is clear. A border that
falls within the bounds (a tie, a project just affordable, a voter spent to the last cent) is decided
with fractions. They are at hand because a voter with money left has paid the full price for every
bought project on the ballot, so that

    money left = start - sum of the full prices of the bought projects on the ballot

and the exact price of each round follows from the start and from integer counts of ballots.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import inf
from typing import NamedTuple

import numpy as np
from numpy import count_nonzero, less

from samenspel.engines.budgeting.election import Election

View = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None]  # groups, weights, pull, share

_ULP = 2.0**-52  # twice what one rounding can cost
_sum = np.add.reduce
_max = np.maximum.reduce
_SUMMING = 64 * _ULP  # numpy adds pairwise: blocks of 128 in 8 lanes, then a tree; good to 2**40 terms
_DRIFT_CARE = 1e-13  # of a voter's start
_DRIFT_LIMIT = 1e-7  # of a voter's start: refresh the floats from fractions beyond this


class Market:
    """What stays the same in every run over one election: supporters, weights, utilities, ties.

    `utility` is "cost", "cardinality" or "points"; `tie_rank[c]` orders projects of equal rho (lowest
    first); `open_[c]` says whether project c takes part. Projects that cost nothing and have a
    supporter are `free`: they are bought before the first round.
    """

    def __init__(self, election: Election, utility: str, tie_rank: Sequence[int], open_: Sequence[bool]):
        ballots = election.ballots
        self.election = election
        self.tie_rank = tie_rank
        self.costs = [project.cost for project in election.projects]
        self.value = self.costs if utility == "cost" else [1] * len(self.costs)
        self.weights = ballots.weights.astype(np.float64)
        supporters, points = election.by_project
        self.factor = None if ballots.points is None else (ballots.points > 0).astype(np.float64)
        shares = None
        if utility == "points" and ballots.points is not None and points is not None:
            self.factor = np.maximum(ballots.points, 0).astype(np.float64)
            shares = [share.astype(np.float64) for share in points]
        weights = ballots.weights
        offered = [place for place, groups in enumerate(supporters) if open_[place] and weights[groups].any()]
        self.free = sorted((place for place in offered if not self.costs[place]), key=tie_rank.__getitem__)
        self.offered = [place for place in offered if self.costs[place]]
        self.views: dict[int, View] = {}
        for place in self.offered:
            weights = self.weights[supporters[place]]
            share = None if shares is None else shares[place]
            pull = weights if share is None else weights * share
            self.views[place] = (supporters[place].astype(np.intp), weights, pull, share)
        self.support = {place: int(view[1].sum()) for place, view in self.views.items()}
        self.pull = {place: int(view[2].sum()) for place, view in self.views.items()}

    def pull_by_project(self, groups: np.ndarray) -> np.ndarray:
        """Per project, the sum over these groups of weight x utility share (whole numbers as floats)."""
        entries, sizes = self._entries(groups)
        weights = np.repeat(self.weights[groups], sizes)
        if self.factor is not None:
            weights = weights * self.factor[entries]
        choices = self.election.ballots.choices[entries]
        return np.bincount(choices, weights, minlength=len(self.costs))

    def sum_by_project(self, groups: np.ndarray, amounts: np.ndarray) -> list[int]:
        """Per project, the sum of `amounts` (whole numbers, one a group) over the groups that support it."""
        entries, sizes = self._entries(groups)
        values = np.repeat(amounts, sizes)
        if self.factor is not None:
            values = values * (self.factor[entries] > 0)
        choices = self.election.ballots.choices[entries]
        return [int(total) for total in np.bincount(choices, values, minlength=len(self.costs)).tolist()]

    def _entries(self, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places in `choices` of all that these groups chose, and how many each group chose."""
        starts = self.election.ballots.starts
        begin = starts[groups]
        sizes = starts[groups + 1] - begin
        ends = np.cumsum(sizes)
        return np.repeat(begin - ends + sizes, sizes) + np.arange(ends[-1] if len(ends) else 0), sizes

    def shares_on_ballot(self, group: int, bought: dict[int, int]) -> tuple[tuple[int, int], ...]:
        """Of one group: (round in which a project on its ballot was bought, utility share)."""
        ballots = self.election.ballots
        begin, end = int(ballots.starts[group]), int(ballots.starts[group + 1])
        places = ballots.choices[begin:end].tolist()
        factors = [1] * len(places) if self.factor is None else self.factor[begin:end].tolist()
        found = [(bought[p], int(f)) for p, f in zip(places, factors, strict=True) if f and p in bought]
        return tuple(sorted(found))


class Bid(NamedTuple):
    """What a project asks this round, as far as floats can tell.

    `price` is what a supporter with enough money pays per utility share, true to within `error`;
    rho lies between `low` and `high`.
    """

    low: float
    high: float
    project: int
    price: float
    error: float


class Payment(NamedTuple):
    """One round: `full` paid `price` for each utility share; `poor` gave their last money, less than it.

    `weights` and `pull` (weight x utility share) stand beside `full`.
    """

    project: int
    price: Fraction
    full: np.ndarray
    weights: np.ndarray
    pull: np.ndarray
    poor: np.ndarray


class Run:
    """One run of the method in which every voter starts with `start`.

    `order` lists the projects bought, free ones first; `spent` is their cost. `execute` runs it.
    """

    def __init__(self, market: Market, start: Fraction) -> None:
        self.market = market
        self.start = start
        self.order: list[int] = list(market.free)
        self.spent = 0
        self._views = dict(market.views)
        self._money = np.full(len(market.weights), float(start))
        self._money_first = float(start)
        self._marks = np.empty(len(market.weights))  # room for the bids' comparisons
        self._drift = float(start) * _ULP  # no float in _money is further from the truth
        self._floor = dict.fromkeys(market.offered, 0.0)
        self._round_of: dict[int, int] = {}
        self._poor: list[np.ndarray] = []
        self._to_the_cent: list[np.ndarray] = []
        self._rich_pull: list[int] = []
        self._prices: list[Fraction] = []

    def execute(self, overspent_at: int | None = None) -> Run:
        """Buy until nothing can be bought, or until more than `overspent_at` is spent."""
        heap = self._first_bounds()
        while heap:
            bids: list[Bid] = []
            ceiling = inf
            while heap and heap[0][0] <= ceiling:
                bid = self._bid(heappop(heap)[1])
                if bid is not None:
                    bids.append(bid)
                    ceiling = min(ceiling, bid.high)
            if not bids:
                break
            tied = [bid for bid in bids if bid.low <= ceiling]
            winner = tied[0] if len(tied) == 1 else self._settle(tied)
            for bid in bids:
                if bid is not winner:
                    heappush(heap, (bid.low, bid.project))
            self._buy(winner)
            if overspent_at is not None and self.spent > overspent_at:
                break
        return self

    def _first_bounds(self) -> list[tuple[float, int]]:
        """Lower bounds on rho: while nobody is short of money it is cost / (pull x value)."""
        market, start = self.market, self.start
        heap = []
        for place in market.offered:
            cost = market.costs[place]
            if market.support[place] * start.numerator >= cost * start.denominator:
                bound = cost / (market.pull[place] * market.value[place])
                heap.append((bound * (1 - 8 * _ULP), place))
        heapify(heap)
        return heap

    def _view(self, place: int) -> View:
        """The supporters who have money left."""
        groups, weights, pull, share = self._views[place]
        alive = self._money[groups] > 0
        if not alive.all():
            groups, weights = groups[alive], weights[alive]
            share = None if share is None else share[alive]
            self._views[place] = (groups, weights, weights if share is None else pull[alive], share)
        return self._views[place]

    def _bid(self, place: int) -> Bid | None:
        """This round's bid of a project; None, for good, if its supporters cannot pay it.

        Rich and poor are parted by turns: who has less than the price gives all, and the price rises
        for the others, until nobody new is short. Money already gone needs no care: it gives nothing.
        """
        cost = self.market.costs[place]
        # Money long gone would blow up the bound on the error, so leave it out once that matters.
        careful = self._drift > _DRIFT_CARE * self._money_first
        groups, weights, pull, share = self._view(place) if careful else self._views[place]
        if not len(groups):
            return None
        money = self._money[groups]
        short, marks = money * weights, self._marks[: len(groups)]
        whole_pull = rich_pull = _sum(pull)
        left = float(cost)
        price = max(left / rich_pull, self._floor[place])
        while True:
            less(money, price if share is None else price * share, out=marks)
            rich_now = whole_pull - marks.dot(pull)  # whole numbers, so exact
            if rich_now == rich_pull:
                break
            if rich_now <= 0:
                return self._last_bid(place)
            rich_pull = rich_now
            left = cost - _sum(marks * short)
            price = max(left / rich_pull, price)
        poor_weight = whole_pull - rich_pull if share is None else float(self.market.support[place])
        error = (2 * _SUMMING * cost + self._drift * poor_weight) / rich_pull + 8 * _ULP * price
        margin = error + self._drift + 4 * _ULP * price
        richest = _max(money) if share is None else _max(money / share)
        if richest <= price + margin:  # all give all they have, as far as floats can tell
            return self._last_bid(place)
        if 4 * rich_pull < whole_pull and not careful:
            self._view(place)
        return self._as_bid(place, price, error)

    def _last_bid(self, place: int) -> Bid | None:
        """The bid of a project that takes its supporters' last cent, or more than they have."""
        groups, weights, _, _ = self._view(place)
        cost = self.market.costs[place]
        total = _sum(self._money[groups] * weights)
        slack = _SUMMING * (total + cost) + self._drift * self.market.support[place]
        if total < cost + slack and (total < cost - slack or self.money_left(groups) < cost):
            return None
        price = float(self._exact_price(place, 0.0, inf)[0])
        return self._as_bid(place, price, price * 4 * _ULP)

    def _as_bid(self, place: int, price: float, error: float) -> Bid:
        value = self.market.value[place]
        low = (price - error) / value * (1 - 4 * _ULP)
        self._floor[place] = max(self._floor[place], price - 2 * error)
        return Bid(low, (price + error) / value * (1 + 4 * _ULP), place, price, error)

    def _settle(self, tied: list[Bid]) -> Bid:
        """The lowest exact rho; among equals the tie order."""

        def exact(bid: Bid) -> tuple[Fraction, int]:
            price = self._exact_price(bid.project, bid.price, bid.error)[0]
            return price / self.market.value[bid.project], self.market.tie_rank[bid.project]

        return min(tied, key=exact)

    def _buy(self, bid: Bid) -> None:
        place = bid.project
        groups, _, pull, share = self._view(place)
        price, error = bid.price, bid.error
        owed = price if share is None else price * share
        rest = self._money[groups] - owed
        margin = (error if share is None else error * share) + self._drift + 4 * _ULP * owed
        if count_nonzero(np.abs(rest) <= margin):
            exact, poor, rest = self._exact_price(place, price, error)
            price, error = float(exact), float(exact) * _ULP
        else:
            poor = rest < 0
            np.maximum(rest, 0.0, out=rest)
        self._money[groups] = rest
        self._poor.append(groups[poor])
        self._to_the_cent.append(groups[(rest == 0) & ~poor])
        self._rich_pull.append(int(_sum(pull) - _sum(pull[poor])))
        self._round_of[place] = len(self._poor) - 1
        self.order.append(place)
        self.spent += self.market.costs[place]
        most = 1.0 if share is None else float(share.max())
        self._drift += (error + 2 * _ULP * price) * most + float(self.start) * _ULP
        if self._drift > _DRIFT_LIMIT * float(self.start):
            self._refresh()

    # What follows is exact.

    def prices(self) -> list[Fraction]:
        """Per round, the price of a utility share: for approvals, what a supporter paid in full."""
        market = self.market
        bought = self.order[len(market.free) :]
        for number in range(len(self._prices), len(bought)):
            left = market.costs[bought[number]] - self._paid_up(self._poor[number])
            self._prices.append(left / self._rich_pull[number])
        return self._prices

    def payments(self) -> list[Payment]:
        """Per round who paid: groups in full, and groups that gave their last money instead."""
        alive = np.ones(len(self.market.weights), dtype=bool)
        payments = []
        bought = self.order[len(self.market.free) :]
        rounds = zip(bought, self.prices(), self._poor, self._to_the_cent, strict=True)
        for place, price, poor, to_the_cent in rounds:
            groups, weights, pull, _ = self.market.views[place]
            alive[poor] = False
            full = alive[groups]
            payments.append(Payment(place, price, groups[full], weights[full], pull[full], poor))
            alive[to_the_cent] = False
        return payments

    def money_left(self, groups: np.ndarray) -> Fraction:
        """What these groups of ballots hold together now; only for groups that are not out of money."""
        self.prices()
        return self._paid_up(groups)

    def _paid_up(self, groups: np.ndarray) -> Fraction:
        """The start of these groups less all prices known so far, which each of them paid in full."""
        if not len(groups):
            return Fraction(0)
        counts = self.market.pull_by_project(groups).tolist()
        bought = self.order[len(self.market.free) :]
        money = self.start * int(self.market.weights[groups].sum())
        for price, place in zip(self._prices, bought, strict=False):
            if counts[place]:
                money -= price * int(counts[place])
        return money

    def _exact_price(self, place: int, price: float, error: float) -> tuple[Fraction, np.ndarray, np.ndarray]:
        """The exact price, who is too poor for it, and what is left after paying it.

        `price` and `error` say which supporters are poor or rich beyond doubt; for the others their
        exact money decides. The arrays stand beside the supporters of `_view`.
        """
        groups, weights, pull, share = self._view(place)
        owed = price if share is None else price * share
        rest = self._money[groups] - owed
        margin = (error if share is None else error * share) + self._drift + 4 * _ULP * owed
        poor = rest < -margin
        unsure = np.flatnonzero(np.abs(rest) <= margin)
        money = self._exact_money_each(groups[unsure])
        shares = [1] * len(unsure) if share is None else [int(s) for s in share[unsure]]
        left = self.market.costs[place] - self.money_left(groups[poor])
        rich_pull = int(pull[~poor].sum())
        exact = Fraction(left, rich_pull)
        by_threshold = sorted(range(len(unsure)), key=lambda i: money[i] / shares[i])
        for i in by_threshold:
            if money[i] >= exact * shares[i]:
                break
            poor[unsure[i]] = True
            left -= money[i] * int(weights[unsure[i]])
            rich_pull -= int(pull[unsure[i]])
            exact = Fraction(left, rich_pull)
        rest = self._money[groups] - (float(exact) if share is None else float(exact) * share)
        for i, at in enumerate(unsure):
            rest[at] = float(money[i] - exact * shares[i])
        rest[poor] = 0.0
        return exact, poor, rest

    def _exact_money_each(self, groups: np.ndarray) -> list[Fraction]:
        """What one voter of each of these groups holds; for groups that are not out of money."""
        prices = self.prices()
        known: dict[tuple[tuple[int, int], ...], Fraction] = {}
        each = []
        for group in groups.tolist():
            history = self.market.shares_on_ballot(group, self._round_of)
            if history not in known:
                paid = (prices[number] * share for number, share in history)
                known[history] = self.start - sum(paid, Fraction(0))
            each.append(known[history])
        return each

    def _refresh(self) -> None:
        """Work the floats out anew from the exact prices, so that their errors do not add up."""
        money = np.full(len(self.market.weights), float(self.start))
        for price, place in zip(self.prices(), self.order[len(self.market.free) :], strict=True):
            groups, _, _, share = self.market.views[place]
            money[groups] -= float(price) if share is None else float(price) * share
        self._drift = float(self.start) * _ULP * 4 * (len(self._poor) + 1)
        # Who has money left keeps some, however little: the exact borders said so.
        self._money = np.where(self._money > 0, np.maximum(money, self._drift * 1e-3), 0.0)
