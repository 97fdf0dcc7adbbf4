"""How many people to approach for enough yeses."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.apps.draws import engine, selectors


@pytest.mark.parametrize(("seats", "people"), [(11, 103), (33, 263), (1, 18)])
def test_by_what_groningen_saw_at_the_door(seats, people):
    assert selectors.people_to_approach(seats) == people


@given(st.integers(1, 12), st.fractions(Fraction(1, 20), 1), st.fractions(Fraction(1, 2), Fraction(99, 100)))
def test_it_is_enough_and_one_person_fewer_is_not(yeses, rate, certainty):
    from samenspel.apps.draws.engine.planning import _certainty

    people = engine.people_to_approach(yeses, yes_rate=rate, certainty=certainty)
    assert _certainty(people, yeses, rate) >= certainty
    assert people == yeses or _certainty(people - 1, yeses, rate) < certainty


@pytest.mark.parametrize(
    ("yeses", "rate", "certainty", "code"),
    [
        (0, Fraction(1, 2), Fraction(1, 2), "yeses_not_positive"),
        (1, Fraction(0), Fraction(1, 2), "rate_outside_range"),
        (1, Fraction(1, 2), Fraction(1), "rate_outside_range"),
    ],
)
def test_what_cannot_be_planned_is_refused(yeses, rate, certainty, code):
    with pytest.raises(engine.EngineError) as raised:
        engine.people_to_approach(yeses, yes_rate=rate, certainty=certainty)
    assert raised.value.code == code
