"""Equal shares against a slow count in fractions, on elections full of ties."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from engines.budgeting import reference
from engines.budgeting.budgeting_elections import city_election, small_election
from samenspel.engines.budgeting import Project, count, make_election
from samenspel.engines.errors import EngineError


def places(election, counted):
    return [election.position[name] for name in counted.winners]


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
def test_order_of_purchases_equals_the_slow_count(utility):
    for seed in range(300):
        election = small_election(seed)
        start = Fraction(election.budget, election.voters)
        expected = reference.equal_shares(election, utility, start)
        assert places(election, count(election, utility=utility)) == expected, seed


@pytest.mark.parametrize("ballot_type", ["cumulative", "scoring"])
def test_points_equal_the_slow_count(ballot_type):
    for seed in range(200):
        election = small_election(seed, ballot_type)
        if election.ballots.points is None:
            continue
        start = Fraction(election.budget, election.voters)
        expected = reference.equal_shares(election, "points", start)
        assert places(election, count(election, utility="points")) == expected, seed


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
def test_add1_equals_the_slow_count(utility):
    for seed in range(150):
        election = small_election(seed)
        expected = reference.add_one(election, utility)
        assert places(election, count(election, utility=utility, completion="add1")) == expected, seed


def test_any_lot_equals_the_slow_count():
    for seed in range(150):
        election = small_election(seed)
        lot = [project.id for project in election.projects]
        random.Random(seed).shuffle(lot)
        expected = reference.add_one(election, "cost", lot)
        assert places(election, count(election, completion="add1", lot=lot)) == expected, seed


def test_ties_go_to_the_cheapest_then_to_the_most_votes_then_to_the_lot():
    same = [Project("a", 10), Project("b", 10)]
    both = [["a", "b"]] * 2
    assert count(make_election(same, 10, both)).winners == ("a",)
    assert count(make_election(same, 10, both), lot=["b", "a"]).winners == ("b",)
    dear = [Project("dear", 20), Project("cheap", 10)]
    assert count(make_election(dear, 20, [["dear", "cheap"]] * 2)).winners == ("cheap",)
    # Equal rho and equal cost: two voters at 5 each against three of whom one is poor.
    assert count(make_election(same, 20, [["a"], ["b"], ["b"]])).winners[0] == "b"


def test_a_voter_spent_to_the_last_cent_counts_as_spent():
    """Prices with many denominators meet at an exact border; floats alone would miss it."""
    projects = [Project("a", 7), Project("b", 3), Project("c", 10)]
    ballots = [["a", "c"]] * 3 + [["b", "c"]] * 3 + [["a", "b"]]
    election = make_election(projects, 20, ballots)
    start = Fraction(20, 7)
    assert places(election, count(election)) == reference.equal_shares(election, "cost", start)


def test_a_city_is_counted_as_in_fractions():
    election = city_election(400, 25, seed=3)
    for utility in ("cost", "cardinality"):
        start = Fraction(election.budget, election.voters)
        expected = reference.equal_shares(election, utility, start)
        assert places(election, count(election, utility=utility)) == expected


def test_withdrawn_projects_and_those_under_the_minimum_never_win():
    projects = [Project("a", 10, withdrawn=True), Project("b", 10), Project("c", 10)]
    election = make_election(projects, 100, [["a", "b"]] * 3 + [["c"]])
    assert count(election, completion="add1u").winners == ("b", "c")
    assert count(election, completion="add1u", votes_min=2).winners == ("b",)


def test_nobody_voted():
    election = make_election([Project("a", 10)], 100, [])
    assert count(election).winners == ()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"rule": "dice"}, "unknown_rule"),
        ({"utility": "joy"}, "unknown_utility"),
        ({"completion": "all"}, "unknown_completion"),
        ({"utility": "points"}, "no_points"),
        ({"rule": "greedy", "completion": "add1"}, "completion_needs_equal_shares"),
        ({"lot": ["1"]}, "lot_does_not_match"),
    ],
)
def test_refusals(arguments, code):
    with pytest.raises(EngineError) as refused:
        count(small_election(3), **arguments)
    assert refused.value.code == code
