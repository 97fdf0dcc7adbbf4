"""Named public numbers after RFC 3797, what may be announced, and when a drand round appears."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import (
    drand_round_at,
    drand_round_time,
    parse_announcement,
    parse_source,
    pick,
    rfc3797_key,
    select,
)


def test_named_numbers_give_the_key_of_rfc_3797():
    source = parse_source("numbers:Dagtrekking=9319;Lotto 12 september=9 41 18 34 26 45")
    assert source.key_string == rfc3797_key([[9319], [9, 18, 26, 34, 41, 45]]) == "9319./9.18.26.34.41.45./"
    assert source.announcement == "numbers:Dagtrekking;Lotto 12 september"
    assert parse_source("numbers: Dagtrekking =9319 ").text == "numbers:Dagtrekking=9319"


@pytest.mark.parametrize("text", ["numbers:", "numbers:=1", "numbers:a", "numbers:a=", "numbers:a=01", "numbers:a=1  2",
                                  "numbers:a=1;", "numbers:a=x", "numbers:a=1,2"])  # fmt: skip
def test_numbers_without_a_name_or_a_number_are_refused(text):
    with pytest.raises(EngineError, match="malformed_numbers"):
        parse_source(text)


def test_only_the_announced_sources_in_their_order_are_taken():
    bundle = {
        "kind": "samenspel-draw",
        "announced": "numbers:Lotto;Dagtrekking",
        "panels": [["a"], ["b"], ["c"]],
        "picked": None,
        "panel": None,
        "randomness": None,
    }
    with pytest.raises(EngineError, match="other_source_announced"):
        pick(bundle, parse_source("numbers:Dagtrekking=9319;Lotto=1 2"))
    taken = pick(bundle, parse_source("numbers:Lotto=2 1;Dagtrekking=9319"))
    assert taken["picked"] == select("1.2./9319./", 3, 1)[0]


@pytest.mark.parametrize(
    ("text", "recorded"),
    [("balls", "balls"), (" text ", "text"), ("drand:12", "drand:12"), ("numbers: Lotto ;x", "numbers:Lotto;x")],
)
def test_an_announcement_is_written_one_way(text, recorded):
    assert parse_announcement(text) == recorded


@pytest.mark.parametrize("text", ["", "balls:417", "dice", "drand", "drand:0", "drand:x", "numbers:", "numbers:a=1"])
def test_what_cannot_be_announced_is_refused(text):
    with pytest.raises(EngineError, match="announcement_unknown"):
        parse_announcement(text)


@given(st.integers(1_692_803_367, 4_000_000_000))
def test_a_moment_has_the_first_round_that_is_not_before_it(moment):
    number = drand_round_at(moment)
    assert moment <= drand_round_time(number) < moment + 3
