"""What a group says in its own words, and what all share: formulas worked by hand, thresholds at the edge."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opinions_examples import planted

from samenspel.engines.opinions import VoteMatrix, opinion_map
from samenspel.engines.opinions.representative import (
    benjamini_hochberg,
    common_ground,
    differences,
    group_statistics,
    representative_statements,
    score_intervals,
    uncertain_statements,
)


def tallies(*groups):
    """Per group a list of (agrees, disagrees, passes) per statement."""
    return np.array(groups).transpose(0, 2, 1)


def rng():
    return np.random.default_rng(1)


def test_the_formulas_by_hand():
    found = group_statistics(tallies([(8, 1, 1)], [(2, 9, 4)]))
    na, ns, other_na, other_ns = 8, 10, 2, 15
    assert found.p[0, 0, 0] == pytest.approx((na + 1) / (ns + 2))
    assert found.pt[0, 0, 0] == pytest.approx(2 * math.sqrt(ns + 1) * ((na + 1) / (ns + 1) - 0.5))
    pooled = (na + 1 + other_na + 1) / (ns + 1 + other_ns + 1)
    rt = ((na + 1) / (ns + 1) - (other_na + 1) / (other_ns + 1)) / math.sqrt(
        pooled * (1 - pooled) * (1 / (ns + 1) + 1 / (other_ns + 1))
    )
    assert found.rt[0, 0, 0] == pytest.approx(rt)
    assert found.r[0, 0, 0] == pytest.approx(((na + 1) / (ns + 2)) / ((other_na + 1) / (other_ns + 2)))
    assert found.p[1, 1, 0] == pytest.approx(10 / 17)
    assert found.order[0, 0, 0] == pytest.approx(
        found.r[0, 0, 0] * found.rt[0, 0, 0] * found.p[0, 0, 0] * found.pt[0, 0, 0]
    )


def test_when_all_say_the_same_nothing_is_told_apart():
    assert group_statistics(tallies([(10, 0, 0)], [(5, 0, 0)])).rt[0, 0, 0] == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_by_definition(p_values):
    ordered = sorted(p_values)
    limits = [p for rank, p in enumerate(ordered, 1) if p <= 0.1 * rank / len(ordered)]
    bar = max(limits, default=-1)
    assert benjamini_hochberg(np.array(p_values)).tolist() == [p <= bar for p in p_values]


def test_a_group_gets_its_statement_and_in_which_direction():
    counts = tallies([(30, 2, 0), (16, 15, 1)], [(3, 30, 0), (15, 16, 1)])
    first, second = representative_statements(counts, ("tree", "park"))
    assert [(one.statement, one.direction) for one in first] == [("tree", "agree")]
    assert [(one.statement, one.direction) for one in second] == [("tree", "disagree")]
    assert first[0].share == pytest.approx(31 / 34)
    assert first[0].share_elsewhere == pytest.approx(4 / 35)


def test_at_most_five_strongest_first():
    counts = tallies([(30 + i, 2, 0) for i in range(8)], [(3, 30, 0)] * 8)
    first, _ = representative_statements(counts, tuple("abcdefgh"))
    assert len(first) == 5
    assert [one.strength for one in first] == sorted((one.strength for one in first), reverse=True)
    assert first[0].statement == "h"


def test_one_significant_test_among_many_does_not_stand():
    """z about 2 passes alone; among four hundred tests Benjamini-Hochberg takes it for chance."""
    alone = tallies([(19, 7, 0)], [(13, 17, 0)])
    assert representative_statements(alone, ("s",))[0]
    many = tallies([(19, 7, 0)] + [(15, 15, 0)] * 99, [(13, 17, 0)] + [(15, 15, 0)] * 99)
    assert representative_statements(many, tuple(map(str, range(100))))[0] == ()


def test_a_handful_of_votes_tells_no_group_apart():
    counts = tallies([(4, 0, 0)], [(0, 40, 0)])
    assert representative_statements(counts, ("s",))[0] == ()
    assert representative_statements(tallies([(5, 0, 0)], [(0, 40, 0)]), ("s",))[0]


def test_common_ground_is_the_geometric_mean_over_groups():
    (one,) = common_ground(tallies([(18, 1, 1)], [(8, 2, 0)]), np.array([25, 12]), ("s",), rng())
    assert one.score == pytest.approx(math.sqrt(19 / 22 * 9 / 12))
    assert one.low <= one.score <= one.high


@pytest.mark.parametrize(
    ("votes", "shown"),
    [((7, 0, 0), True), ((6, 0, 0), False), ((2, 1, 0), False), ((5, 3, 0), True), ((5, 4, 0), False)],
)
def test_common_ground_needs_seven_votes_and_six_tenths(votes, shown):
    found = common_ground(tallies([votes]), np.array([20]), ("s",), rng())
    assert bool(found) is shown


def test_one_group_against_it_is_no_common_ground():
    assert not common_ground(tallies([(99, 0, 1)], [(2, 8, 0)]), np.array([120, 12]), ("s",), rng())


def test_intervals_are_those_of_drawing_people_anew():
    """Against the bootstrap spelled out: people of each group drawn with replacement, score recomputed."""
    source = np.random.default_rng(7)
    groups = [np.repeat([1, -1, 0, 9], counts) for counts in ((25, 5, 4, 10), (12, 6, 2, 5))]
    scores = []
    for _ in range(2000):
        shares = []
        for people in groups:
            drawn = source.choice(people, len(people))
            shares.append(((drawn == 1).sum() + 1) / ((drawn != 9).sum() + 2))
        scores.append(math.sqrt(math.prod(shares)))
    counts = tallies(*[[tuple((people == v).sum() for v in (1, -1, 0))] for people in groups])
    low, high = score_intervals(counts, np.array([len(people) for people in groups]), rng())
    assert low[0] == pytest.approx(np.quantile(scores, 0.025), abs=0.03)
    assert high[0] == pytest.approx(np.quantile(scores, 0.975), abs=0.03)


def test_more_people_make_it_surer():
    few = common_ground(tallies([(9, 1, 0)]), np.array([10]), ("s",), rng())[0]
    many = common_ground(tallies([(900, 100, 0)]), np.array([1000]), ("s",), rng())[0]
    assert many.high - many.low < (few.high - few.low) / 3


def test_uncertain_tells_passes_from_too_few():
    found = uncertain_statements(
        tallies([(5, 2, 6), (9, 0, 0), (9, 1, 0)], [(5, 2, 6), (3, 0, 0), (9, 1, 0)]), ("a", "b", "c")
    )
    assert [(one.statement, one.reason) for one in found] == [("a", "many_pass"), ("b", "few_votes")]


def test_differences_are_those_beyond_chance():
    found = differences(tallies([(30, 2, 0), (15, 14, 0)], [(3, 30, 0), (14, 15, 0)]), ("tree", "park"))
    assert [one.statement for one in found] == ["tree"]
    assert found[0].agree_shares == pytest.approx((31 / 34, 4 / 35))
    assert differences(tallies([(30, 2, 0)]), ("tree",)) == ()


def test_a_planted_conversation_is_heard():
    found = opinion_map(VoteMatrix.from_votes(planted((50, 40), 20, shared=4, seed=2)), seed=1)
    assert {"0", "1", "2", "3"} <= {one.statement for one in found.common_ground}
    for group in found.groups:
        assert group.representative
        assert not {one.statement for one in group.representative} & {"0", "1", "2", "3"}
    assert not {one.statement for one in found.differences[:16]} & {"0", "1", "2", "3"}


def test_without_clear_groups_common_ground_is_everyones():
    votes = [(str(who), "0", 1) for who in range(30)]
    found = opinion_map(VoteMatrix.from_votes(votes), seed=1)
    assert found.groups == ()
    assert [one.statement for one in found.common_ground] == ["0"]
    assert found.common_ground[0].score == pytest.approx(31 / 32)
