"""The vote matrix keeps the last vote, tells a pass from not seen, and forgets what moderators took out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opinions_examples import dense, small_votes

from samenspel.engines.errors import EngineError
from samenspel.engines.opinions import VoteMatrix, votes


def by_hand(cast):
    return {(who, what): value for who, what, value in cast}


def as_dict(matrix):
    full = dense(matrix)
    return {
        (who, what): int(full[row, column])
        for row, who in enumerate(matrix.participants)
        for column, what in enumerate(matrix.statements)
        if not np.isnan(full[row, column])
    }


@given(small_votes)
def test_the_last_vote_of_each_pair_counts(cast):
    assert as_dict(VoteMatrix.from_votes(cast)) == by_hand(cast)


@given(small_votes)
def test_sorting_and_one_byte_per_cell_agree(cast):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(votes, "DENSE_CELLS_MAX", 0)
        assert as_dict(VoteMatrix.from_votes(cast)) == by_hand(cast)


def test_a_pass_is_stored_and_not_seen_is_not():
    matrix = VoteMatrix.from_votes([("alice", "park", 0), ("bob", "tree", 1)])
    assert matrix.votes_per_participant.tolist() == [1, 1]
    assert as_dict(matrix) == {("alice", "park"): 0, ("bob", "tree"): 1}


def test_ids_stand_in_order_as_numbers_or_as_text():
    assert VoteMatrix.from_votes([("10", "2", 1), ("9", "11", 1)]).participants == ("9", "10")
    assert VoteMatrix.from_votes([("b", "2", 1), ("a10", "11", 1)]).participants == ("a10", "b")


def test_people_and_statements_without_votes_can_be_named():
    matrix = VoteMatrix.from_votes([("1", "1", 1)], participants=["2"], statements=["7"])
    assert matrix.shape == (2, 2)
    assert matrix.votes_per_participant.tolist() == [1, 0]


@pytest.mark.parametrize("value", [2, -2, None, 0.5])
def test_another_value_is_refused(value):
    with pytest.raises(EngineError) as refusal:
        VoteMatrix.from_votes([("1", "1", value)])
    assert refusal.value.code == "vote_value"


@given(small_votes, st.sets(st.integers(0, 7).map(str)))
def test_moderated_out_statements_leave_and_do_not_count_as_seen(cast, out):
    matrix = VoteMatrix.from_votes(cast).without_statements(out)
    kept = {pair: value for pair, value in by_hand(cast).items() if pair[1] not in out}
    assert as_dict(matrix) == kept
    assert matrix.votes_per_participant.sum() == len(kept)
    assert not out & set(matrix.statements)


@given(small_votes, small_votes, st.integers(0, 3))
def test_newer_votes_give_the_matrix_of_all_votes(cast, newer, shift):
    newer = [(str(int(who) + 4 * shift), what, value) for who, what, value in newer]
    updated = VoteMatrix.from_votes(cast).with_votes(newer)
    whole = VoteMatrix.from_votes(cast + newer)
    assert updated.participants == whole.participants
    assert updated.statements == whole.statements
    assert as_dict(updated) == as_dict(whole)
    assert np.array_equal(updated.tallies, whole.tallies)


def test_no_newer_votes_change_nothing():
    matrix = VoteMatrix.from_votes([("1", "1", 1)])
    assert matrix.with_votes([]) is matrix


@given(small_votes)
def test_tallies_and_means_count_what_was_said(cast):
    matrix = VoteMatrix.from_votes(cast)
    full = dense(matrix)
    assert np.array_equal(matrix.tallies[0], (full == 1).sum(axis=0))
    assert np.array_equal(matrix.tallies[1], (full == -1).sum(axis=0))
    assert np.array_equal(matrix.tallies[2], (full == 0).sum(axis=0))
    assert np.allclose(matrix.means, np.nanmean(full, axis=0))
