"""The groupless second opinion: support over the divide counts, a majority on one side doesn't."""

import numpy as np
import pytest
from opinions_examples import dense, planted

from samenspel.engines.opinions import VoteMatrix, opinion_map, project
from samenspel.engines.opinions.bridging import (
    FACTOR_RIDGE,
    INTERCEPT_RIDGE,
    _solve,
    _sums,
    bridging,
)


def fitted(votes, seed=1):
    matrix = VoteMatrix.from_votes(votes)
    return matrix, bridging(matrix, project(matrix).components[0], np.random.default_rng(seed))


def test_what_both_sides_support_scores_above_what_a_large_side_supports():
    votes = planted((80, 20), 20, shared=4, seed=3)
    _, found = fitted(votes)
    bridges = found.scores[:4]
    others = found.scores[4:]
    assert bridges.min() > others.max()
    assert found.low[:4].min() > 0
    assert np.all(found.low <= found.scores + 1e-9)
    assert np.all(found.scores <= found.high + 1e-9)


def test_one_side_of_the_update_is_ridge_regression():
    matrix = VoteMatrix.from_votes(planted((8, 6), 9, seed=1))
    full = dense(matrix)
    rng = np.random.default_rng(2)
    intercepts, factors, mean = rng.normal(size=9), rng.normal(size=9), 0.2
    votes = matrix.cells.astype(float)
    seen = votes.copy()
    seen.data[:] = 1
    got = _solve(_sums(seen, votes, intercepts, factors, mean))
    for row in range(matrix.shape[0]):
        cast = ~np.isnan(full[row])
        design = np.stack([np.ones(cast.sum()), factors[cast]], axis=1)
        target = full[row, cast] - mean - intercepts[cast]
        ridge = np.diag([INTERCEPT_RIDGE, FACTOR_RIDGE])
        expected = np.linalg.solve(design.T @ design + ridge, design.T @ target)
        assert np.allclose([got[0][row], got[1][row]], expected)


def test_intervals_narrow_with_more_people():
    _, few = fitted(planted((20, 15), 12, seed=3))
    _, many = fitted(planted((200, 150), 12, seed=3))
    assert np.mean(many.high - many.low) < 0.5 * np.mean(few.high - few.low)


def test_above_the_limit_a_seeded_sample_is_fitted(monkeypatch):
    monkeypatch.setattr("samenspel.engines.opinions.bridging.SAMPLE_MAX", 60)
    _, found = fitted(planted((80, 60), 12, seed=3))
    _, again = fitted(planted((80, 60), 12, seed=3))
    assert np.array_equal(found.scores, again.scores)
    assert found.scores[:4].min() > found.scores[4:].max()


def test_without_votes_there_is_no_support():
    _, found = fitted([])
    assert found.scores.tolist() == []
    matrix = VoteMatrix.from_votes([("1", "1", 1)], statements=["2"])
    found = bridging(matrix, project(matrix).components[0], np.random.default_rng(1))
    assert found.scores[1] == pytest.approx(0)


def test_where_the_two_opinions_differ_is_said():
    found = opinion_map(VoteMatrix.from_votes(planted((50, 40), 20, shared=4, seed=2)), seed=1)
    second = found.second_opinion
    assert second is not None
    assert {one.statement for one in second.scores} == set(found.statements)
    assert [one.score for one in second.scores] == sorted((one.score for one in second.scores), reverse=True)
    shown = {one.statement for one in found.common_ground}
    assert set(second.only_by_groups) <= shown
    assert not set(second.only_over_divide) & shown
    assert (
        opinion_map(VoteMatrix.from_votes(planted((20, 20), 10)), seed=1, second_opinion=False).second_opinion is None
    )
