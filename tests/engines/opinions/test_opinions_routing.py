"""The next statement: unseen, drawn in proportion to its priority, new ones first."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opinions_examples import small_votes
from scipy.stats import chisquare

from samenspel.engines.opinions import StatementTally, VoteMatrix, next_statement, project, statement_tallies

counts = st.integers(0, 500)


def test_the_priority_by_hand():
    tally = StatementTally("s", agrees=6, disagrees=3, passes=1, extremity=1.5)
    a, p = 7 / 12, 2 / 12
    assert tally.priority == pytest.approx(((1 - p) * 2.5 * a * (1 + 8 * 2 ** (-10 / 5))) ** 2)


@given(counts, counts, counts, st.floats(0, 20))
def test_priority_is_always_above_zero(agrees, disagrees, passes, extremity):
    assert StatementTally("s", agrees, disagrees, passes, extremity).priority > 0


def test_a_new_statement_goes_before_one_that_many_saw():
    assert StatementTally("new", 0, 0, 0).priority > 5 * StatementTally("old", 40, 40, 5).priority


def test_drawn_in_proportion():
    tallies = [
        StatementTally("a", 10, 5, 1, 0.5),
        StatementTally("b", 2, 9, 4, 1.0),
        StatementTally("c", 30, 1, 0, 0.1),
        StatementTally("d", 5, 5, 5, 2.0),
    ]
    rng = random.Random(4)
    draws = Counter(next_statement(tallies, ["b"], rng) for _ in range(20_000))
    assert set(draws) == {"a", "c", "d"}
    weights = np.array([one.priority for one in tallies if one.statement != "b"])
    observed = [draws[name] for name in "acd"]
    assert chisquare(observed, 20_000 * weights / weights.sum()).pvalue > 0.001


def test_none_when_all_are_done():
    tallies = [StatementTally("a", 0, 0, 0)]
    assert next_statement(tallies, ["a"], random.Random(1)) is None
    assert next_statement([], [], random.Random(1)) is None


@pytest.mark.parametrize("edge", [0.0, 1 - 2**-53])
def test_the_ends_of_the_random_range_are_safe(edge):
    class Edge:
        def random(self):
            return edge

    tallies = [StatementTally(name, 1, 1, 1) for name in "abc"]
    assert next_statement(tallies, [], Edge()) in {"a", "c"}


def test_a_numpy_generator_will_do():
    assert next_statement([StatementTally("a", 0, 0, 0)], [], np.random.default_rng(1)) == "a"


@given(small_votes)
def test_tallies_of_a_matrix(cast):
    matrix = VoteMatrix.from_votes(cast)
    tallies = statement_tallies(matrix, project(matrix).extremity)
    assert [one.statement for one in tallies] == list(matrix.statements)
    assert sum(one.agrees + one.disagrees + one.passes for one in tallies) == matrix.cells.nnz
