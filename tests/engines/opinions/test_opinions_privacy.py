"""Small counts are hidden, and so is what subtraction would give away."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.engines.opinions import SMALLEST_COUNT, suppress, suppress_parts, suppress_table


@pytest.mark.parametrize(("count", "shown"), [(0, None), (4, None), (5, 5), (1000, 1000)])
def test_counts_under_five_are_hidden(count, shown):
    assert suppress(count) == shown


def test_the_one_that_subtraction_would_reveal_is_hidden_too():
    assert suppress_parts([40, 12, 3]) == [40, None, None]
    assert suppress_parts([40, 12, 9]) == [40, 12, 9]


def test_two_small_ones_that_together_are_under_five_take_a_third():
    assert suppress_parts([40, 12, 1, 2]) == [40, None, None, None]
    assert suppress_parts([40, 12, 3, 3]) == [40, 12, None, None]


def test_a_table_is_safe_by_row_and_by_column():
    assert suppress_table([[20, 3], [30, 40]]) == [[None, None], [None, None]]


def test_nothing_small_nothing_hidden():
    assert suppress_table([[20, 5], [30, 40]]) == [[20, 5], [30, 40]]


def test_a_ragged_table_is_refused():
    with pytest.raises(ValueError):
        suppress_table([[1, 2], [3]])


@settings(max_examples=150)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_no_part_can_be_worked_out(parts):
    shown = suppress_parts(parts)
    hidden = [count for count, visible in zip(parts, shown, strict=True) if visible is None]
    assert all(visible is None or visible >= SMALLEST_COUNT for visible in shown)
    if hidden and len(hidden) < len(parts):
        assert len(hidden) >= 2
        assert sum(hidden) >= SMALLEST_COUNT


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=3))
def test_each_hidden_cell_could_be_another_number(table):
    """By trying: every hidden cell takes another whole value in some table with the same totals."""
    shown = suppress_table(table)
    hidden = [(i, j) for i, row in enumerate(shown) for j, cell in enumerate(row) if cell is None]
    rows, columns = len(table), 3
    for i, j in hidden:
        assert _another_value_exists(hidden, i, j), (table, shown)
    assert all(cell is None or cell >= SMALLEST_COUNT for row in shown for cell in row)
    assert rows * columns >= len(hidden)


def _another_value_exists(hidden, row, column):
    """A hidden cell can change, keeping all totals, if it lies on a cycle of hidden cells."""
    edges = [(("r", i), ("c", j)) for i, j in hidden if (i, j) != (row, column)]
    reached, frontier = {("r", row)}, [("r", row)]
    while frontier:
        node = frontier.pop()
        for one, other in itertools.chain(edges, ((b, a) for a, b in edges)):
            if one == node and other not in reached:
                reached.add(other)
                frontier.append(other)
    return ("c", column) in reached
