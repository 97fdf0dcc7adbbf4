"""The figures of an explanation: exact, and every border holds by recount."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engines.budgeting.budgeting_elections import city_election, small_election
from engines.budgeting.reference import ballots_one_by_one
from samenspel.engines.budgeting import Project, count, explain, make_election, measure, recount
from samenspel.engines.budgeting.explanation import _fewer_votes, _more_votes


def held_in_each_round(election, explained, start):
    """Per round, what the supporters of each project hold, voter by voter."""
    ballots = ballots_one_by_one(election)
    money = [start] * len(ballots)
    history = []
    for one in [*explained.rounds, None]:
        history.append(
            [
                sum((m for m, b in zip(money, ballots, strict=True) if place in b), Fraction(0))
                for place in range(len(election.projects))
            ]
        )
        if one is not None:
            place = election.position[one.project_id]
            money = [m - min(m, one.price) if place in b else m for m, b in zip(money, ballots, strict=True)]
            assert sum(money) == one.left
    return history


@pytest.mark.parametrize("completion", ["none", "add1"])
def test_what_supporters_had_equals_a_count_voter_by_voter(completion):
    for seed in range(120):
        election = small_election(seed)
        counted = count(election, completion=completion)
        explained = explain(election, counted, would_have=False)
        history = held_in_each_round(election, explained, counted.voter_budget)
        for place, figure in enumerate(explained.projects):
            if figure.code == "bought":
                assert figure.supporters_had == history[figure.round - 1][place], seed
                assert figure.supporters_had >= figure.cost
            elif figure.code == "supporters_short":
                assert figure.supporters_had == history[figure.round][place] < figure.cost, seed
                assert figure.missing == figure.cost - figure.supporters_had
                if figure.round:
                    assert history[figure.round - 1][place] >= figure.cost, seed


@pytest.mark.parametrize("rule", ["equal-shares", "greedy", "phragmen"])
def test_every_border_holds_by_recount(rule):
    borders = 0
    for seed in range(40):
        election = small_election(seed)
        counted = count(election, rule=rule)
        for figure in explain(election, counted).projects:
            name = figure.project_id

            def wins(changed, name=name, counted=counted):
                return name in recount(changed, counted).winners

            if figure.cost_to_win is not None:
                assert wins(election.with_cost(name, figure.cost_to_win))
                assert not wins(election.with_cost(name, figure.cost_to_win + 1))
                borders += 1
            if figure.votes_to_win is not None:
                assert wins(_more_votes(election, name, figure.votes_to_win))
                borders += 1
            if figure.cost_until is not None:
                assert wins(election.with_cost(name, figure.cost_until))
                borders += 1
            if figure.votes_until is not None:
                assert wins(_fewer_votes(election, name, figure.votes - figure.votes_until))
                borders += 1
    assert borders > 100


def test_fewer_votes_are_taken_evenly_and_no_voter_is_lost():
    election = city_election(300, 12)
    name = max(election.projects, key=lambda p: election.votes[election.position[p.id]]).id
    place = election.position[name]
    for fewer in (0, 1, 50, election.votes[place]):
        changed = _fewer_votes(election, name, fewer)
        assert changed.voters == election.voters
        expected = list(election.votes)
        expected[place] -= fewer
        assert list(changed.votes) == expected
        assert (changed.ballots.weights > 0).all()


def test_the_reason_is_named():
    projects = [Project("a", 10), Project("b", 90), Project("c", 5), Project("d", 5, withdrawn=True)]
    projects += [Project("e", 5), Project("f", 0)]
    ballots = [["a", "b", "f"]] * 3 + [["c"]]
    election = make_election(projects, 40, ballots)
    explained = explain(election, count(election, votes_min=0), would_have=False)
    assert {f.project_id: f.code for f in explained.projects} == {
        "a": "bought", "b": "supporters_short", "c": "bought", "d": "withdrawn", "e": "no_votes", "f": "free",
    }  # fmt: skip
    few = explain(election, count(election, votes_min=2), would_have=False)
    assert few.by_id["c"].code == "too_few_votes"
    greedy = explain(election, count(election, rule="greedy"), would_have=False)
    assert greedy.by_id["b"].code == "did_not_fit"
    completed = explain(election, count(election, completion="add1u"), would_have=False)
    assert completed.by_id["e"].code == "completed"  # greedy takes even what nobody chose, if it fits


def test_measures_of_a_result_by_hand():
    election = make_election([Project("a", 8), Project("b", 10)], 20, [["a"], ["a"], ["b"], []])
    found = measure(election, ["a"])
    assert found.share_with_winner == 0.5
    assert found.money_per_voter == (0.0, 0.0, 0.0, 4.0, 4.0)
    assert found.gini == pytest.approx(0.5)
    assert measure(election, []).gini == 0.0


def test_only_the_projects_asked_for_get_borders():
    election = small_election(5)
    explained = explain(election, count(election), would_have=[election.projects[0].id])
    borders = [
        f.project_id
        for f in explained.projects
        if (f.cost_to_win, f.votes_to_win, f.cost_until, f.votes_until) != (None,) * 4
    ]
    assert borders in ([], [election.projects[0].id])
