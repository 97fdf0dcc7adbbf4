"""What rises: against all signals of the same source, exactly, and silent where there is too little."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from samenspel.engines.signals import SourceCount, rising

calm = settings(derandomize=True, deadline=None, max_examples=80)
SMALL = st.integers(0, 12)


def one_source(**themes: tuple[int, int]) -> dict[str, dict[str, SourceCount]]:
    return {theme.replace("none", ""): {"door": SourceCount(*pair)} for theme, pair in themes.items()}


def test_a_clear_rise_and_a_clear_fall() -> None:
    found = rising(one_source(parking=(2, 14), play=(14, 2), light=(8, 8)), smallest=5)
    assert [(one.theme, one.verdict) for one in found] == [
        ("parking", "rises"),
        ("light", "same"),
        ("play", "falls"),
    ]
    assert found[0].expected == pytest.approx(8.0)


def test_more_doorbells_are_no_rise() -> None:
    """Everything doubled because more was asked: no theme rises."""
    found = rising(one_source(parking=(6, 12), play=(5, 10), none=(10, 20)), smallest=5)
    assert {one.verdict for one in found} == {"same"}
    assert "" not in {one.theme for one in found}


def test_a_rise_at_one_door_only_is_not_hidden_by_another() -> None:
    """Simpson: at each source the theme rises, but the sum of all would say that it falls."""
    counts = {
        "parking": {"door": SourceCount(10, 3), "site": SourceCount(0, 8)},
        "": {"door": SourceCount(10, 0), "site": SourceCount(10, 30)},
    }
    (found,) = rising(counts, smallest=5)
    assert found.recent > (found.expected or 0)
    assert found.verdict in ("rises", "seems_to_rise")


@pytest.mark.parametrize(
    "counts",
    [
        one_source(parking=(1, 3), none=(20, 20)),
        {"parking": {"door": SourceCount(0, 9)}, "": {"site": SourceCount(5, 5)}},
        {"parking": {}},
    ],
)
def test_too_few_to_say_anything(counts: dict[str, dict[str, SourceCount]]) -> None:
    """Under the smallest number, or heard by a source that was there in one window only."""
    (found,) = rising(counts, smallest=5)
    assert (found.verdict, found.chance) == ("too_few", None)


@given(SMALL, SMALL, SMALL, SMALL)
@calm
def test_with_one_source_it_is_fishers_exact_test(before: int, recent: int, rest_before: int, rest_recent: int) -> None:
    counts = one_source(t=(before, recent), none=(rest_before, rest_recent))
    (found,) = rising(counts, smallest=1)
    if found.chance is None:
        assert not (before + recent and before + rest_before and recent + rest_recent)
        return
    is_up = recent >= (found.expected or 0)
    table = [[recent, before], [rest_recent, rest_before]]
    peer = fisher_exact(table, alternative="greater" if is_up else "less").pvalue
    assert found.chance == pytest.approx(peer, abs=1e-9)


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 4), min_size=2, max_size=3))
@calm
def test_several_sources_add_up_as_by_counting_all_ways(tables: list[tuple[int, int, int, int]]) -> None:
    """Every way to draw the theme's signals from each source, counted one by one."""
    counts = {
        "t": {f"s{n}": SourceCount(table[0], table[1]) for n, table in enumerate(tables)},
        "": {f"s{n}": SourceCount(table[2], table[3]) for n, table in enumerate(tables)},
    }
    (found,) = rising(counts, smallest=1)
    if found.chance is None:
        return
    spread: dict[int, float] = {0: 1.0}
    for before, recent, rest_before, rest_recent in tables:
        balls = [0] * (before + rest_before) + [1] * (recent + rest_recent)
        drawn = list(itertools.combinations(balls, before + recent))
        nxt: dict[int, float] = {}
        for total, chance in spread.items():
            for hand in drawn:
                nxt[total + sum(hand)] = nxt.get(total + sum(hand), 0.0) + chance / len(drawn)
        spread = nxt
    at_least = sum(chance for total, chance in spread.items() if total >= found.recent)
    at_most = sum(chance for total, chance in spread.items() if total <= found.recent)
    expected = sum(total * chance for total, chance in spread.items())
    assert found.expected == pytest.approx(expected)
    assert found.chance == pytest.approx(at_least if found.recent >= found.expected else at_most, abs=1e-9)


def test_a_count_is_never_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        rising(one_source(parking=(-1, 3)), smallest=5)
