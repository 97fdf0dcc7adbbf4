"""The map equals principal components of the imputed matrix, in any order of votes, with one sign."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from opinions_examples import dense, noise, planted, small_votes

from samenspel.engines.opinions import VoteMatrix, project, projection


def imputed_components(matrix):
    """By the book: impute with the statement's mean, centre, full SVD."""
    full = dense(matrix)
    means = np.nanmean(full, axis=0)
    centred = np.where(np.isnan(full), means, full) - means
    _, strengths, vectors = np.linalg.svd(centred, full_matrices=False)
    return centred, strengths, vectors


@given(small_votes)
def test_axes_are_those_of_the_imputed_matrix(cast):
    matrix = VoteMatrix.from_votes(cast)
    centred, strengths, vectors = imputed_components(matrix)
    assume(len(strengths) > 2 and strengths[1] - strengths[2] > 1e-3 and strengths[0] - strengths[1] > 1e-3)
    where = project(matrix)
    scale = np.sqrt(matrix.shape[1] / matrix.votes_per_participant)
    for axis in range(2):
        expected = scale * (centred @ vectors[axis])
        sign = np.sign(where.components[axis] @ vectors[axis])
        assert np.allclose(where.participants[:, axis], sign * expected, atol=1e-9)
        statements = np.sqrt(matrix.shape[1]) * (1 - matrix.means) * vectors[axis]
        assert np.allclose(where.statements[:, axis], sign * statements, atol=1e-9)
    assert np.allclose(where.extremity, np.hypot(*where.statements.T))


@given(small_votes, st.randoms(use_true_random=False))
def test_the_order_of_votes_does_not_matter(cast, random):
    unique = [(who, what, value) for (who, what), value in {(w, s): v for w, s, v in cast}.items()]
    shuffled = random.sample(unique, len(unique))
    first, second = (project(VoteMatrix.from_votes(votes)) for votes in (unique, shuffled))
    assert np.array_equal(first.participants, second.participants)
    assert np.array_equal(first.statements, second.statements)


@given(st.integers(0, 40))
def test_iterating_and_the_dense_way_agree(seed):
    matrix = VoteMatrix.from_votes(planted((30, 20), 40, seed=seed))
    strengths, vectors = projection._dense(matrix.deviations)
    iterated_strengths, iterated = projection._iterated(matrix.deviations, 0.0, None)
    assert np.allclose(strengths, iterated_strengths, atol=1e-9)
    for one, other in zip(vectors, iterated, strict=True):
        assert np.allclose(one * np.sign(one @ other), other, atol=1e-7)


def test_more_statements_than_people_can_be_iterated_too():
    matrix = VoteMatrix.from_votes(noise(20, 60, seed=3))
    _, vectors = projection._dense(matrix.deviations)
    _, iterated = projection._iterated(matrix.deviations, 0.0, None)
    assert np.allclose(np.abs(np.sum(vectors * iterated, axis=1)), 1, atol=1e-9)


@given(small_votes)
def test_the_strongest_loading_is_positive(cast):
    components = project(VoteMatrix.from_votes(cast)).components
    for row in components:
        assert row.max(initial=0) >= -row.min(initial=0) * (1 - 1e-6)


def test_a_missing_vote_moves_nobody_along_its_statement():
    votes = planted((20, 20), 12, seed=1)
    matrix = VoteMatrix.from_votes([*votes, ("999", "0", 1)])
    where = project(matrix)
    expected = np.sqrt(12) * (1 - matrix.means[0]) * where.components[:, 0]
    assert np.allclose(where.participants[matrix.participants.index("999")], expected)


def test_someone_without_votes_stands_in_the_middle():
    matrix = VoteMatrix.from_votes(planted((20, 20), 12), participants=["999"])
    assert project(matrix).participants[-1].tolist() == [0, 0]


@pytest.mark.parametrize(
    "votes",
    [
        [("1", "1", 1)],
        [("1", "1", 1), ("2", "1", 1), ("2", "2", -1)],
        [("1", "1", 0), ("2", "1", 0)],
        [],
    ],
)
def test_without_difference_there_is_no_axis(votes):
    where = project(VoteMatrix.from_votes(votes))
    assert not where.participants.any()
    assert not where.components.any()


def test_with_one_axis_the_other_is_zero():
    where = project(VoteMatrix.from_votes([("1", "1", 1), ("2", "1", -1), ("1", "2", 1), ("2", "2", -1)]))
    assert where.components[0].any()
    assert not where.components[1].any()
    assert not where.statements[:, 1].any()


def test_a_later_map_keeps_the_direction_of_the_earlier_one():
    matrix = VoteMatrix.from_votes(planted((30, 25), 20, seed=2))
    plain = project(matrix)
    turned = project(matrix, previous=-plain.components)
    assert np.allclose(turned.participants, -plain.participants, atol=1e-9)
