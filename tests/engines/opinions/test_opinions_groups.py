"""Groups are shown when they are there, and not when chance would show as much."""

import numpy as np
import pytest
from hypothesis import given
from opinions_examples import dense, noise, planted, small_votes

from samenspel.engines.opinions import Guard, Memory, VoteMatrix, opinion_map, read_votes
from samenspel.engines.opinions.clustering import adjusted_rand
from samenspel.engines.opinions.groups import (
    UPDATES_TO_CHANGE,
    grouped_rows,
    shuffle_within_statements,
    split_points,
)
from samenspel_testing import shared_data

SURE = Guard(silhouette=0.9, silhouette_by_chance=0.3, stability=1.0, participants=100)


@pytest.mark.parametrize("sizes", [(40, 40), (60, 20), (40, 30, 30)])
def test_planted_groups_are_found(sizes):
    found = opinion_map(VoteMatrix.from_votes(planted(sizes, 24, seed=4)), seed=1)
    truth = np.repeat(np.arange(len(sizes)), sizes)
    assert len(found.groups) == len(sizes)
    of = {who: group.number for group in found.groups for who in group.participants}
    people = [who for who in found.participants if who in of]
    assert adjusted_rand(np.array([of[who] for who in people]), truth[[int(who) for who in people]]) > 0.9
    assert [len(group.participants) for group in found.groups] == sorted(
        (len(group.participants) for group in found.groups), reverse=True
    )


@pytest.mark.parametrize("seed", range(12))
def test_pure_noise_shows_no_groups(seed):
    found = opinion_map(VoteMatrix.from_votes(noise(60, 20, seed=seed)), seed=seed)
    assert found.groups == ()
    assert not found.labels.max(initial=-1) >= 0


@pytest.mark.parametrize(
    ("name", "clear"),
    [
        ("15-per-hour-seattle", False),
        ("london.youth.policing", False),
        pytest.param("canadian-electoral-reform", True, marks=pytest.mark.deep),
        ("scoop-hivemind.biodiversity", True),
        pytest.param("vtaiwan.uberx", True, marks=pytest.mark.deep),
    ],
)
def test_real_conversations(name, clear):
    matrix = read_votes(shared_data("polis", name, "participants-votes.csv"))
    for seed in (1, 2):
        found = opinion_map(matrix, seed=seed, second_opinion=False)
        assert bool(found.groups) is clear
        assert found.guard is not None
        assert all(len(group.participants) >= 5 for group in found.groups)


@pytest.mark.parametrize(
    ("guard", "passed"),
    [
        (Guard(0.43, 0.40, 0.6, 50), True),
        (Guard(0.42, 0.405, 0.9, 50), False),
        (Guard(0.50, 0.40, 0.59, 50), False),
        (Guard(0.50, 0.40, None, 50), False),
    ],
)
def test_both_margins_must_hold(guard, passed):
    assert guard.passed is passed


def test_a_division_the_guard_refuses_is_not_shown():
    matrix = VoteMatrix.from_votes(planted((40, 40), 24, seed=4))
    assert opinion_map(matrix, seed=1, guard=SURE).groups
    weak = Guard(silhouette=0.9, silhouette_by_chance=0.89, stability=1.0, participants=80)
    assert opinion_map(matrix, seed=1, guard=weak).groups == ()


def test_a_few_far_away_are_no_group():
    rng = np.random.default_rng(0)
    crowd = rng.normal(0, 1, (80, 2))
    for loners in (1, 4):
        points = np.concatenate([crowd, rng.normal(60, 0.1, (loners, 2))])
        split = split_points(points, np.random.default_rng(1))
        assert split is None or np.bincount(split.labels).min() >= 5


def test_five_apart_are_a_group():
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(0, 1, (80, 2)), rng.normal(60, 0.1, (5, 2))])
    split = split_points(points, np.random.default_rng(1))
    assert split is not None
    assert sorted(np.bincount(split.labels)) == [5, 80]


@given(small_votes)
def test_shuffling_keeps_who_saw_what_and_each_tally(cast):
    matrix = VoteMatrix.from_votes(cast)
    shuffled = shuffle_within_statements(matrix, np.random.default_rng(1))
    assert np.array_equal(np.isnan(dense(matrix)), np.isnan(dense(shuffled)))
    assert np.array_equal(matrix.tallies, shuffled.tallies)


def test_shuffling_shuffles():
    matrix = VoteMatrix.from_votes(planted((30, 30), 10))
    assert not np.array_equal(matrix.cells.data, shuffle_within_statements(matrix, np.random.default_rng(1)).cells.data)


def voters(*counts):
    return VoteMatrix.from_votes((str(who), str(what), 1) for who, count in enumerate(counts) for what in range(count))


def test_seven_votes_are_needed_to_be_grouped():
    assert grouped_rows(voters(*[10] * 15, 7, 6)).tolist() == list(range(16))


def test_with_few_statements_all_of_them_are_needed():
    assert grouped_rows(voters(*[3] * 15, 2)).tolist() == list(range(15))


def test_fewer_than_fifteen_are_topped_up_with_the_most_active():
    rows = grouped_rows(voters(*[9] * 10, 1, 2, 3, 4, 5, 6))
    assert len(rows) == 15
    assert 10 not in rows


def test_someone_without_votes_is_never_topped_up():
    matrix = VoteMatrix.from_votes([("1", "1", 1)], participants=["2", "3"])
    assert grouped_rows(matrix).tolist() == [0]


def test_once_grouped_always_grouped():
    matrix = voters(*[10] * 20, 2)
    assert 20 not in grouped_rows(matrix)
    assert 20 in grouped_rows(matrix, always=["20"])


def test_the_number_of_groups_changes_only_after_four_updates():
    matrix = VoteMatrix.from_votes(planted((40, 30, 30), 24, seed=4))
    memory = Memory(group_count=2)
    counts = []
    for _ in range(UPDATES_TO_CHANGE + 1):
        found = opinion_map(matrix, seed=1, previous=memory, guard=SURE)
        memory = found.memory
        counts.append(len(found.groups))
    assert counts == [2, 2, 2, 3, 3]


def test_a_wish_that_wavers_starts_counting_anew():
    matrix = VoteMatrix.from_votes(planted((40, 30, 30), 24, seed=4))
    memory = Memory(group_count=2, pending_count=4, pending_updates=3)
    assert opinion_map(matrix, seed=1, previous=memory, guard=SURE).memory.pending_updates == 1


def test_group_numbers_and_axes_keep_their_sense():
    votes = planted((40, 30, 30), 24, seed=4)
    first = opinion_map(VoteMatrix.from_votes(votes), seed=1, guard=SURE)
    turned = {0: 1, 1: 2, 2: 0}
    memory = Memory(
        grouped=first.memory.grouped,
        labels=tuple((who, turned[label]) for who, label in first.memory.labels),
        group_count=3,
        components=tuple((what, -x, -y) for what, x, y in first.memory.components),
    )
    second = opinion_map(VoteMatrix.from_votes(votes), seed=2, previous=memory, guard=SURE)
    people = [who for group in first.groups for who in group.participants]
    kept = sum(second.group_of(who) == turned[first.group_of(who)] for who in people)
    assert kept > 0.95 * len(people) > 80
    assert np.allclose(second.coordinates, -first.coordinates, atol=1e-6)


def test_same_votes_same_seed_same_map():
    votes = planted((40, 30), 20, seed=9)
    first = opinion_map(VoteMatrix.from_votes(votes), seed=3)
    second = opinion_map(VoteMatrix.from_votes(reversed(votes)), seed=3)
    assert first.groups == second.groups
    assert first.common_ground == second.common_ground
    assert first.second_opinion == second.second_opinion
    assert first.projection == second.projection


@given(small_votes)
def test_any_small_conversation_gets_a_map(cast):
    found = opinion_map(VoteMatrix.from_votes(cast), seed=1)
    assert set(found.projection) == {who for who, _, _ in cast}
    assert set(found.statement_positions) == {what for _, what, _ in cast}
    assert all(0.6 <= one.score <= 1 and one.low <= one.high for one in found.common_ground)


def test_a_conversation_without_votes_gets_an_empty_map():
    found = opinion_map(VoteMatrix.from_votes([]), seed=1)
    assert found.projection == {}
    assert found.common_ground == ()
    assert opinion_map(VoteMatrix.from_votes([("1", "1", 1)]), seed=1, moderated_out=["1"]).statements == ()
