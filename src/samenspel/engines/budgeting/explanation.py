"""Why a project won or lost, and what would have changed it, in figures.

Every "would have" is found by bisection and holds by recount: the election was counted again with
that cost or those votes, and again one step further, where the outcome is the other one. A rule is
not always monotone, so the figure is a border that exists, not proof that there is no other.

Extra votes are new voters who choose this project alone, with the same budget ("singleton-add" in
Boehmer, Faliszewski, Janeczko, Peters, Pierczyński, Schierreich, Skowron and Szufa, "Evaluation of
Project Performance in Participatory Budgeting", IJCAI 2024). Fewer votes take the project off
ballots spread evenly over its supporters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from samenspel.engines.budgeting.election import Ballots, Election
from samenspel.engines.budgeting.equal_shares import Market, Payment, Run
from samenspel.engines.budgeting.measures import Measures, measure
from samenspel.engines.budgeting.rules import Count, count, market_of, recount


@dataclass(frozen=True)
class ProjectFigures:
    """What happened to one project. Amounts are in the election's integer units.

    `code` says how it went: `bought` (in a round of equal shares or Phragmén), `free`, `completed` (by
    the utilitarian completion), `taken` (by greedy or maximin support), `withdrawn`, `too_few_votes`
    (under the minimum), `no_votes`, `supporters_short` (its supporters had too little left) or
    `did_not_fit` (no room left in the budget).

    For equal shares: `round` is the round in which it was bought, or after which its supporters could
    no longer pay it; `price` what each supporter who could paid; `paid_less` how many paid less, with
    their last money; `supporters_had` what all supporters held just before; `missing` what they were
    short. `cost_to_win` and `votes_to_win` say what would have made a loser win (`votes_to_win`:
    voters more, each choosing this project alone); `cost_until` and `votes_until` to what cost and
    with how few votes a winner would still have won. None where no such border was found or asked.
    """

    project_id: str
    name: str
    cost: int
    votes: int
    won: bool
    code: str
    round: int | None = None
    price: Fraction | None = None
    paid_less: int | None = None
    supporters_had: Fraction | None = None
    missing: Fraction | None = None
    cost_to_win: int | None = None
    votes_to_win: int | None = None
    cost_until: int | None = None
    votes_until: int | None = None


@dataclass(frozen=True)
class Round:
    """One purchase of equal shares; `price` as in ProjectFigures, `left` is what all hold after it."""

    number: int
    project_id: str
    price: Fraction
    paid_less: int
    left: Fraction


@dataclass(frozen=True)
class Explanation:
    """Figures per project in the election's order, the rounds, and how evenly the result serves."""

    projects: tuple[ProjectFigures, ...]
    rounds: tuple[Round, ...]
    measures: Measures
    measures_greedy: Measures
    greedy_winners: tuple[str, ...]
    by_id: Mapping[str, ProjectFigures] = field(default_factory=dict, repr=False, compare=False)


def explain(election: Election, counted: Count, *, would_have: bool | Collection[str] = True) -> Explanation:
    """Explain a count of this election.

    `would_have` says for which projects (all, none, or these ids) to look for what would have changed
    the outcome. That takes some 30 recounts a project: nothing for plain equal shares, Phragmén or
    greedy, long where a count is slow (add1, maximin support), so ask there for a few at a time.
    """
    greedy_count = count(election, rule="greedy", utility=counted.utility, lot=counted.lot, votes_min=counted.votes_min)
    figures, rounds = _what_happened(election, counted)
    asked = set(election.position) if would_have is True else set(would_have or ())
    figures = [_with_borders(election, counted, figure) if figure.project_id in asked else figure for figure in figures]
    return Explanation(
        projects=tuple(figures),
        rounds=tuple(rounds),
        measures=measure(election, counted.winners),
        measures_greedy=measure(election, greedy_count.winners),
        greedy_winners=greedy_count.winners,
        by_id={figure.project_id: figure for figure in figures},
    )


def _what_happened(election: Election, counted: Count) -> tuple[list[ProjectFigures], list[Round]]:
    won = set(counted.winners)
    figures = [
        ProjectFigures(project.id, project.name, project.cost, votes, project.id in won, "taken")
        for project, votes in zip(election.projects, election.votes, strict=True)
    ]
    story: dict[int, dict] = {}
    rounds: list[Round] = []
    if counted.voter_budget is not None:
        market = market_of(election, counted)
        story, rounds = _follow(market, counted.voter_budget)
    for place, figure in enumerate(figures):
        facts = story.get(place, {})
        figures[place] = replace(figure, **{**facts, "code": _code(election, counted, place, facts)})
    return figures, rounds


def _code(election: Election, counted: Count, place: int, facts: Mapping) -> str:
    project, votes = election.projects[place], election.votes[place]
    if project.id in counted.completed:
        return "completed"
    if project.id in counted.winners:
        return "free" if not project.cost else str(facts.get("code", "taken"))
    if project.withdrawn:
        return "withdrawn"
    if votes < counted.votes_min:
        return "too_few_votes"
    if not votes:
        return "no_votes"
    return str(facts.get("code", "did_not_fit"))


def _follow(market: Market, start: Fraction) -> tuple[dict[int, dict], list[Round]]:
    """Go through the run that counts once more and note, exactly, who held what in each round."""
    story: dict[int, dict] = {}
    rounds: list[Round] = []
    held = {place: start * support for place, support in market.support.items()}
    left = start * market.election.voters
    payments = Run(market, start).execute().payments()
    for number, payment in enumerate(payments):
        _note_who_fell_off(market, story, held, number)
        paid_less = int(market.weights[payment.poor].sum())
        story[payment.project] = {
            "code": "bought",
            "round": number + 1,
            "price": payment.price,
            "paid_less": paid_less,
            "supporters_had": held[payment.project],
        }
        left -= market.costs[payment.project]
        name = market.election.projects[payment.project].id
        rounds.append(Round(number + 1, name, payment.price, paid_less, left))
        _take_payment(market, start, held, payment, payments[:number])
    _note_who_fell_off(market, story, held, len(payments))
    return story, rounds


def _take_payment(
    market: Market, start: Fraction, held: dict[int, Fraction], payment: Payment, before: list[Payment]
) -> None:
    """What the supporters of each project lose when this payment is made."""
    full = market.sum_by_project(payment.full, payment.pull)
    poor = payment.poor
    gone = market.sum_by_project(poor, market.weights[poor])
    paid_before = []
    for earlier in before:
        # Who is poor now had money then, so paid in full for what was on the ballot.
        mine = np.isin(earlier.full, poor, assume_unique=True) if len(poor) else np.zeros(0, dtype=bool)
        if mine.any():
            sums = market.sum_by_project(earlier.full[mine], earlier.pull[mine])
            paid_before.append((earlier.price, sums))
    for place in held:
        loss = payment.price * full[place] + start * gone[place]
        loss -= sum((price * sums[place] for price, sums in paid_before if sums[place]), Fraction(0))
        held[place] -= loss


def _note_who_fell_off(market: Market, story: dict[int, dict], held: Mapping[int, Fraction], number: int) -> None:
    for place in market.offered:
        if place not in story and held[place] < market.costs[place]:
            story[place] = {
                "code": "supporters_short",
                "round": number,
                "supporters_had": held[place],
                "missing": market.costs[place] - held[place],
            }


def _with_borders(election: Election, counted: Count, figure: ProjectFigures) -> ProjectFigures:
    if figure.code in ("withdrawn", "free"):
        return figure
    name = figure.project_id

    def wins_at_cost(cost: int) -> bool:
        return name in recount(election.with_cost(name, cost), counted).winners

    def wins_with_votes(more: int) -> bool:
        changed = _more_votes(election, name, more) if more >= 0 else _fewer_votes(election, name, -more)
        return name in recount(changed, counted).winners

    unit = election.scale
    if figure.won:
        top = _last_true(lambda units: wins_at_cost(units * unit), -(-figure.cost // unit), election.budget // unit)
        fewest = _last_true(lambda fewer: wins_with_votes(-fewer), 0, figure.votes)
        return replace(
            figure,
            cost_until=max(top * unit, figure.cost) if top is not None else None,
            votes_until=None if fewest is None else figure.votes - fewest,
        )
    lowest = _last_true(lambda units: wins_at_cost(units * unit), 1, (figure.cost - 1) // unit)
    needed = _first_true(wins_with_votes, 1, max(election.voters, 1) * 4)
    return replace(figure, cost_to_win=None if lowest is None else lowest * unit, votes_to_win=needed)


def _last_true(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """A number at which it holds and one step above which it does not; None if not even at `low`."""
    if high < low or not holds(low):
        return None
    if holds(high):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            low = middle
        else:
            high = middle
    return low


def _first_true(holds: Callable[[int], bool], low: int, most: int) -> int | None:
    """A number at which it holds and one step below which it does not; None if not up to `most`."""
    if holds(low):
        return low
    step = 1
    while low + step <= most and not holds(low + step):
        low, step = low + step, step * 2
    high = low + step
    if high > most:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def _more_votes(election: Election, name: str, more: int) -> Election:
    """New voters who choose this project alone (with points: one point's worth each)."""
    ballots, place = election.ballots, election.position[name]
    points = ballots.points
    return election.with_ballots(
        Ballots(
            starts=np.append(ballots.starts, ballots.starts[-1] + 1),
            choices=np.append(ballots.choices, np.int32(place)),
            weights=np.append(ballots.weights, more),
            points=None if points is None else np.append(points, ballots.points_scale),
            points_scale=ballots.points_scale,
        )
    )


def _fewer_votes(election: Election, name: str, fewer: int) -> Election:
    """The project taken off `fewer` ballots, spread evenly over its supporters in the order of groups."""
    ballots, place = election.ballots, election.position[name]
    groups = election.by_project[0][place]
    weights = ballots.weights[groups]
    ends = np.cumsum(weights)
    total = int(ends[-1]) if len(ends) else 0
    if not total:
        return election
    gone_until = ends * fewer // total
    gone = np.diff(gone_until, prepend=0)
    split = np.flatnonzero(gone)
    rest = ballots.weights.copy()
    rest[groups] -= gone
    pieces, sizes = [ballots.choices], np.diff(ballots.starts).tolist()
    points = [] if ballots.points is None else [ballots.points]
    for group in groups[split].tolist():
        choices = ballots.choices_of(group)
        kept = choices != place
        pieces.append(choices[kept])
        if ballots.points is not None:
            points.append(ballots.points[ballots.starts[group] : ballots.starts[group + 1]][kept])
        sizes.append(int(kept.sum()))
    weights_now = np.concatenate((rest, gone[split]))
    cast = weights_now > 0  # a ballot that nobody casts any more is no ballot
    entries = np.repeat(cast, sizes)
    return election.with_ballots(
        Ballots(
            starts=np.concatenate(([0], np.cumsum(np.asarray(sizes)[cast]))),
            choices=np.concatenate(pieces)[entries],
            weights=weights_now[cast],
            points=None if ballots.points is None else np.concatenate(points)[entries],
            points_scale=ballots.points_scale,
        )
    )
