"""Seats in the order of the lot: the first yeses sit, and a bundle that says otherwise is named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.engines.evidence import parse_source, seal
from samenspel.engines.verification import filling_bundle, give_seats, lot_bundle, order_for, verify_bundle

SOURCE = "text:De trekking van 2 maart 2026: 3 14 15 26 35 41"
ORDER = order_for(parse_source(SOURCE).key_string, 40)
OUTCOMES = ["passed", "yes", "open", "yes", "passed", "yes", "yes"]


def bundle(outcomes=tuple(OUTCOMES), **extra):
    facts = {
        "lot": "a" * 64,
        "randomness": SOURCE,
        "tickets": 40,
        "seats": 3,
        "given_back": 0,
        "given_before": [],
        "software": "samenspel 0.1.0",
    } | extra
    return filling_bundle(outcomes=list(zip(ORDER, outcomes, strict=False)), **facts)


def failing(document):
    return {check.name for check in verify_bundle(seal(document)).checks if not check.ok}


def test_a_yes_is_certain_when_fewer_stand_before_it_than_there_are_seats():
    made = bundle()
    # The third in the order may still say yes: so of three seats two are certain.
    assert made["given"] == [ORDER[1], ORDER[3]]
    assert made["reserve"] == [ORDER[5], ORDER[6]]
    assert verify_bundle(seal(made)).ok
    later = bundle(["passed", "yes", "passed", "yes", "passed", "yes", "yes"], given_before=made["given"])
    assert (later["given"], later["reserve"]) == ([ORDER[5]], [ORDER[6]])
    back = bundle(
        ["passed", "passed", "passed", "yes", "passed", "yes", "yes"], given_before=[*ORDER[1:6:2]], given_back=1
    )
    assert back["given"] == [ORDER[6]]
    assert verify_bundle(seal(later)).ok
    assert verify_bundle(seal(back)).ok


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"given": [ORDER[3], ORDER[1]]}, "seats"),
        ({"given": [ORDER[1], ORDER[5]]}, "seats"),
        ({"reserve": []}, "seats"),
        ({"seats": 4}, "seats"),
        ({"given_before": [ORDER[30]]}, "seats"),
        ({"given_before": [ORDER[1]] * 2}, "seats"),
        ({"given_back": -1}, "seats"),
        ({"tickets": 41}, "order"),
        ({"randomness": "text:something else"}, "order"),
        ({"randomness": "nonsense"}, "order"),
        ({"outcomes": []}, "order"),
        ({"outcomes": [{"ticket": ORDER[0], "outcome": "rich"}]}, "outcomes"),
        ({"outcomes": [{"ticket": ORDER[1], "outcome": "yes"}]}, "order"),
        ({"kind": "samenspel-lottery"}, "kind"),
        ({"version": 2}, "shape"),
    ],
)
def test_what_was_changed_is_named(change, check):
    assert check in failing(bundle() | change)


OUTCOME = st.sampled_from(["yes", "open", "passed"])


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(OUTCOME, max_size=30), st.integers(0, 12), st.lists(OUTCOME, min_size=30, max_size=30))
def test_waiting_changes_nobodys_seat(outcomes, free, later):
    """Whoever got a seat early is among the first yeses in the end, however the others decide."""
    now = list(enumerate(outcomes))
    given_now, reserve = give_seats(now, free=free)
    settled = [(n, one if one != "open" else ("yes" if later[n] == "yes" else "passed")) for n, one in now]
    first_yeses = [n for n, one in settled if one == "yes"][:free]
    assert set(given_now) <= set(first_yeses)
    rest, _waiting = give_seats(settled, free=free - len(given_now), given_before=given_now)
    assert sorted(given_now + rest) == first_yeses
    assert [n for n, one in now if one == "yes"] == sorted(given_now + reserve)


@pytest.mark.parametrize(
    "filling",
    [
        {"rule": "favourites", "seats": None, "answer_hours": 72, "attempts": 3, "letter_days": 14},
        {"rule": "in_order", "seats": None, "answer_hours": 72, "attempts": 3, "letter_days": 14},
        {"rule": "mirror", "seats": 4, "answer_hours": 72, "attempts": 3, "letter_days": 14},
        {"rule": "in_order", "seats": 4, "answer_hours": 0, "attempts": 3, "letter_days": 14},
    ],
)
def test_the_rule_is_part_of_what_is_sealed(filling):
    facts = {"commitments": ["a" * 64, "b" * 64], "count": 2, "announced": "text", "software": "x"}
    assert "count" in failing(lot_bundle(**facts, filling=filling))
    good = lot_bundle(**facts, filling=filling | {"rule": "in_order", "seats": 2, "answer_hours": 72})
    assert not failing(good)
