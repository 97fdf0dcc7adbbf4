"""A lot's bundle: what is good, and what is named when something was changed."""

import hashlib

import pytest

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import canonical_bytes, parse_source, seal
from samenspel.engines.verification import lot_bundle, lot_commitment_of, order_for, verify_bundle

SOURCE = "text:De trekking van 2 maart 2026: 3 14 15 26 35 41"


def committed(tickets: int = 12, announced: str = "text") -> dict:
    commitments = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(tickets)]
    return lot_bundle(commitments=commitments, count=5, announced=announced, software="samenspel 0.1.0")


def fallen() -> dict:
    bundle = committed()
    return bundle | {"randomness": SOURCE, "order": order_for(parse_source(SOURCE).key_string, 12)}


def failing(bundle: dict, commitment: str | None = None) -> dict[str, str]:
    report = verify_bundle(seal(bundle), commitment)
    return {check.name: check.detail for check in report.checks if not check.ok}


@pytest.mark.parametrize("bundle", [committed(), fallen()])
def test_a_good_lot_verifies_before_and_after_it_falls(bundle):
    report = verify_bundle(seal(bundle), lot_commitment_of(committed()))
    assert report.ok
    assert report.kind == "samenspel-lot"
    assert report.commitment == lot_commitment_of(committed())


def test_the_commitment_is_the_hash_with_the_outcome_left_empty():
    assert lot_commitment_of(fallen()) == hashlib.sha256(canonical_bytes(committed())).hexdigest()
    with pytest.raises(EngineError, match="unknown_kind"):
        lot_commitment_of({"kind": "samenspel-draw"})


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"order": [2, 1, *range(3, 13)]}, "order"),
        ({"order": list(range(1, 12))}, "order"),
        ({"order": None}, "order"),
        ({"randomness": None}, "order"),
        ({"randomness": "text:something else"}, "order"),
        ({"randomness": " " + SOURCE}, "order"),
        ({"randomness": "balls:407"}, "order"),
        ({"randomness": "nonsense"}, "order"),
        ({"announced": "drand:123"}, "order"),
        ({"count": 0}, "count"),
        ({"count": 13}, "count"),
        ({"tickets": []}, "tickets"),
        ({"tickets": ["short"] * 12}, "tickets"),
        ({"tickets": ["a" * 64] * 12}, "tickets"),
        ({"tickets": 3}, "shape"),
        ({"version": 2}, "shape"),
    ],
)
def test_what_was_changed_is_named(change, check):
    assert check in failing(fallen() | change)


def test_another_lot_than_the_published_one_is_named():
    assert "commitment" in failing(fallen() | {"count": 6}, lot_commitment_of(committed()))
    assert "seal" in {
        c.name for c in verify_bundle(seal(fallen()).replace(b'"count":5', b'"count":6')).checks if not c.ok
    }
