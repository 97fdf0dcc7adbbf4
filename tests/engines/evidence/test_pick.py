"""The commitment stands before and after; the pick follows from public randomness alone."""

import pytest

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import (
    commitment_of,
    decimal_share,
    draw_bundle,
    open_sealed,
    parse_source,
    pick,
    seal,
    select,
)


def a_bundle(**changes):
    people = [
        {"id": "alice", "features": {"age": "16-29"}, "household": "Korreweg 1"},
        {"id": "bob", "features": {"age": "30+"}, "household": "Korreweg 1"},
        {"id": "carol", "features": {"age": "30+"}, "household": None},
    ]
    arguments = {
        "algorithm": "leximin",
        "seats": 2,
        "targets": [{"feature": "age", "value": "30+", "min": 1, "max": 2, "min_flex": 0}],
        "pool": people,
        "panels": [["carol", "alice"], ["bob", "carol"], ["alice", "carol"]],
        "one_per_household": True,
        "software": "samenspel 0.1.0",
        **changes,
    }
    return draw_bundle(**arguments)


def test_a_bundle_holds_what_is_needed_and_no_address():
    bundle = a_bundle()
    assert bundle["chances"] == {"alice": "0.666666666667", "bob": "0.333333333333", "carol": "1"}
    assert [person["household"] for person in bundle["pool"]] == [1, 1, None]
    assert bundle["targets"] == [{"feature": "age", "value": "30+", "min": 1, "max": 2}]
    assert b"Korreweg" not in seal(bundle)
    assert (bundle["picked"], bundle["panel"], bundle["randomness"]) == (None, None, None)


def test_the_commitment_is_the_same_before_and_after():
    before = a_bundle()
    after = pick(before, parse_source("balls:001"))
    assert (after["picked"], after["panel"], after["randomness"]) == (1, ["bob", "carol"], "balls:001")
    assert commitment_of(after) == commitment_of(before) == commitment_of(open_sealed(seal(after)))


def test_the_commitment_covers_everything_else():
    base = commitment_of(a_bundle())
    changed = [
        a_bundle(seats=3),
        a_bundle(algorithm="nash"),
        a_bundle(announced="balls"),
        a_bundle(one_per_household=False),
        a_bundle(panels=[["carol", "bob"], ["bob", "carol"], ["alice", "carol"]]),
        a_bundle(targets=[]),
    ]
    commitments = {commitment_of(bundle) for bundle in changed}
    assert base not in commitments
    assert len(commitments) == len(changed)


def test_other_sources_select():
    source = parse_source("text:9319./")
    assert pick(a_bundle(), source)["picked"] == select("9319./", 3, 1)[0]


@pytest.mark.parametrize(
    ("changes", "source", "code"),
    [
        ({}, "balls:003", "number_outside_panels"),
        ({"panels": [["carol", "alice"]] * 1001}, "balls:003", "too_many_panels_for_balls"),
        ({"announced": "balls"}, "text:x", "other_source_announced"),
        ({"announced": "drand:7"}, "drand:8:" + "00" * 48, "other_source_announced"),
        ({}, "drand:8:" + "00" * 48, "bad_drand_signature"),
    ],
)
def test_a_pick_that_may_not_be_is_refused(changes, source, code):
    with pytest.raises(EngineError) as caught:
        pick(a_bundle(**changes), parse_source(source))
    assert caught.value.code == code


def test_a_lot_falls_once():
    with pytest.raises(EngineError, match="already_picked"):
        pick(pick(a_bundle(), parse_source("000")), parse_source("001"))


def test_something_else_is_not_picked_from():
    with pytest.raises(EngineError, match="unknown_kind"):
        pick({"kind": "samenspel-trail"}, parse_source("001"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"panels": []}, "no_panels"),
        ({"panels": [["dave", "carol"]]}, "unknown_id"),
        ({"pool": [{"id": "a", "features": {}}, {"id": "a", "features": {}}]}, "duplicate_id"),
    ],
)
def test_a_bundle_that_contradicts_itself_is_not_made(changes, code):
    with pytest.raises(EngineError, match=code):
        a_bundle(**changes)


def test_shares_are_written_the_same_everywhere():
    assert [decimal_share(part, 1000) for part in (0, 31, 500, 1000)] == ["0", "0.031", "0.5", "1"]
    assert decimal_share(2, 3) == "0.666666666667"
