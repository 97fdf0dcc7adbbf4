"""A round's rows to the counting engine and back: the published file, its commitment, the result."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils import timezone

from samenspel.engines import budgeting, opinions
from samenspel.engines.evidence import canonical_bytes

from .models import BudgetRound

CENTS = 100


def lot_commitment(order: Sequence[str], salt: str) -> str:
    """Hex SHA-256 of the lot and its salt: published before the vote, opened with the count."""
    return hashlib.sha256(canonical_bytes({"order": list(order), "salt": salt})).hexdigest()


def file_commitment(file: bytes) -> str:
    """Hex SHA-256 of the file of ballots, byte for byte."""
    return hashlib.sha256(file).hexdigest()


def result_hash(result: dict[str, Any]) -> str:
    """Hex SHA-256 of the result's canonical bytes."""
    return hashlib.sha256(canonical_bytes(result)).hexdigest()


def rules_of(budget_round: BudgetRound) -> dict[str, Any]:
    """The rules as the trail keeps them at the opening."""
    return {
        "title": budget_round.title,
        "budget_cents": budget_round.budget_cents,
        "rule": "equal-shares",
        "utility": budget_round.utility,
        "completion": budget_round.completion,
        "choices_min": budget_round.choices_min,
        "choices_max": budget_round.choices_max,
        "age_min": budget_round.age_min,
        "eligibility_source": budget_round.eligibility_source,
        "vote_from_at": budget_round.vote_from_at.isoformat(),
        "vote_until_at": budget_round.vote_until_at.isoformat(),
        "tie_commitment": budget_round.tie_commitment,
        "projects": [
            {"project": public_id, "title": title, "cost_cents": cost_cents}
            for public_id, title, cost_cents in budget_round.projects.filter(public_id__in=budget_round.tie_order)
            .order_by("public_id")
            .values_list("public_id", "title", "cost_cents")
        ],
    }


def ballots_file(budget_round: BudgetRound) -> bytes:
    """The Pabulib file of a closed round: no voter is in it, and ballots stand sorted by what they say.

    Projects stand in the order of the lot, so that any program that breaks ties by the file's order
    breaks them as the round does.
    """
    rows = {project.public_id: project for project in budget_round.projects.all()}
    projects = [
        budgeting.Project(
            id=public_id,
            cost=rows[public_id].cost_cents,
            withdrawn=rows[public_id].is_withdrawn,
            details={"name": rows[public_id].title},
        )
        for public_id in budget_round.tie_order
    ]
    ballots = sorted(budget_round.ballots.values_list("choices", flat=True))
    election = budgeting.make_election(
        projects, budget_round.budget_cents, ballots, scale=CENTS, meta=_meta(budget_round)
    )
    return budgeting.write_pabulib(election)


def _meta(budget_round: BudgetRound) -> dict[str, str]:
    meta = {
        "description": budget_round.title,
        "country": "Netherlands",
        "unit": budget_round.municipality.name,
        "subunit": budget_round.neighbourhood.name,
        "instance": budget_round.public_id,
        "date_begin": timezone.localdate(budget_round.vote_from_at).isoformat(),
        "date_end": timezone.localdate(budget_round.vote_until_at).isoformat(),
        "rule": "equalshares" if budget_round.completion == "none" else f"equalshares/{budget_round.completion}",
        "currency": "EUR",
        "min_length": str(budget_round.choices_min),
    }
    if budget_round.choices_max is not None:
        meta["max_length"] = str(budget_round.choices_max)
    return meta


def count_file(file: bytes, *, utility: str, completion: str, lot: Sequence[str]) -> dict[str, Any]:
    """Count the published bytes, as anyone would: winners in the order bought, and the figures behind them.

    Amounts are whole cents, rounded down; shares are counts of voters. `projects` has the figures of
    `budgeting.ProjectFigures` per public id; `greedy` is what the most votes alone would have chosen.
    """
    election = budgeting.read_pabulib(file)
    counted = budgeting.count(election, utility=utility, completion=completion, lot=lot)
    explained = budgeting.explain(election, counted)
    taken = explained.greedy_winners
    return {
        "winners": list(counted.winners),
        "spent_cents": _cents(election, counted.spent),
        "budget_cents": _cents(election, election.budget),
        "voters": election.voters,
        "share_cents": _maybe_cents(election, counted.voter_budget),
        "with_a_winner": _with_a_winner(election, counted.winners),
        "money_per_voter_cents": [int(money * CENTS / election.scale) for money in explained.measures.money_per_voter],
        "projects": {figure.project_id: _project(election, figure, counted.winners) for figure in explained.projects},
        "greedy": {
            "winners": list(taken),
            "spent_cents": _cents(election, sum(election.projects[election.position[name]].cost for name in taken)),
            "with_a_winner": _with_a_winner(election, taken),
        },
    }


def _project(election: budgeting.Election, figure: budgeting.ProjectFigures, winners: Sequence[str]) -> dict[str, Any]:
    return {
        "votes": figure.votes,
        "won": figure.won,
        "code": figure.code,
        "round": figure.round,
        "price_cents": _maybe_cents(election, figure.price),
        "paid_less": figure.paid_less,
        "supporters_had_cents": _maybe_cents(election, figure.supporters_had),
        "missing_cents": _maybe_cents(election, figure.missing),
        "cost_to_win_cents": _maybe_cents(election, figure.cost_to_win),
        "votes_to_win": figure.votes_to_win,
        "cost_until_cents": _maybe_cents(election, figure.cost_until),
        "votes_until": figure.votes_until,
        "often_with": _often_with(election, figure, winners),
    }


def _often_with(election: budgeting.Election, figure: budgeting.ProjectFigures, winners: Sequence[str]) -> list[str]:
    """At most two winners that at least a third of this project's supporters chose too, the most first."""
    together: Counter[str] = Counter()
    for ballot, weight in budgeting.identical_ballots(election):
        if figure.project_id in ballot:
            together.update({name: weight for name in ballot if name in winners and name != figure.project_id})
    return [name for name, times in together.most_common(2) if times * 3 >= figure.votes]


def hide_small(counts: Sequence[int]) -> list[int | None]:
    """Counts of people with None for those under five, and for what subtraction would tell."""
    return opinions.suppress_parts(counts) if counts else []


def _cents(election: budgeting.Election, amount: int | Fraction) -> int:
    """An amount of the election in whole cents, rounded down."""
    return int(Fraction(amount) * CENTS / election.scale)


def _maybe_cents(election: budgeting.Election, amount: int | Fraction | None) -> int | None:
    return None if amount is None else _cents(election, amount)


def _with_a_winner(election: budgeting.Election, winners: Sequence[str]) -> int:
    """How many voters see at least one project win that they chose."""
    won = set(winners)
    return sum(weight for ballot, weight in budgeting.identical_ballots(election) if won.intersection(ballot))
