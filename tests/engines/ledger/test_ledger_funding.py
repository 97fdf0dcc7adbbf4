"""From which funds a decision is paid, in a published order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.engines.errors import EngineError
from samenspel.engines.ledger import Fund, funding_order, split_over_funds


def fund(name, earmark=(), ends_on=None) -> Fund:
    return Fund(name, "owner", "5.7", 2025, "3.5.1", 2026, earmark=earmark, ends_on=ends_on)


FREE = fund("free")
EARLY = fund("early", ends_on=date(2026, 6, 30))
GREEN = fund("green", earmark=("5.7",))
WIDE = fund("wide", earmark=("5.7", "6.1"))
WIDE_EARLY = fund("wide-early", earmark=("5.7", "6.1"), ends_on=date(2026, 12, 31))
ALL = [FREE, WIDE, EARLY, WIDE_EARLY, GREEN]


def test_narrowest_first_then_earliest():
    assert [one.id for one in funding_order(ALL)] == ["green", "wide-early", "wide", "early", "free"]
    assert [one.id for one in funding_order(ALL, purpose="6.1")] == ["wide-early", "wide", "early", "free"]
    assert [one.id for one in funding_order(ALL, purpose="1.2")] == ["early", "free"]


def test_an_amount_is_split_in_that_order():
    available = {"green": 300, "wide-early": 0, "wide": 500, "free": 9_999}
    assert split_over_funds(1_000, ALL, available) == [("green", 300), ("wide", 500), ("free", 200)]
    assert split_over_funds(300, ALL, available) == [("green", 300)]


@pytest.mark.parametrize(("amount", "code"), [(0, "amount_not_positive"), (10_800, "insufficient_funds")])
def test_what_cannot_be_split_is_refused(amount, code):
    with pytest.raises(EngineError, match=code) as caught:
        split_over_funds(amount, ALL, {"green": 300, "wide": 500, "free": 9_999})
    assert caught.value.params.get("short_cents", 1) == 1


@given(st.integers(1, 5_000), st.lists(st.integers(-10, 900), min_size=5, max_size=5), st.randoms())
def test_a_split_adds_up_and_does_not_depend_on_the_order_given(amount, cents, random):
    available = {one.id: part for one, part in zip(ALL, cents, strict=True)}
    shuffled = random.sample(ALL, len(ALL))
    try:
        parts = split_over_funds(amount, shuffled, available)
    except EngineError:
        assert sum(max(part, 0) for part in cents) < amount
        return
    assert parts == split_over_funds(amount, ALL, available)
    assert sum(part for _, part in parts) == amount
    assert all(0 < part <= available[name] for name, part in parts)
