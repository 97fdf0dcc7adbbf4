"""The whole book as one document, read back exactly."""

import dataclasses
import datetime

import pytest
from ledger_examples import a_good_book

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import open_sealed, seal
from samenspel.engines.ledger import (
    Fund,
    book_bundle,
    check_bundle,
    transfer_content,
    transfer_from_content,
)

FUNDS = [
    Fund("park", "City greenery", "5.7", 2025, "3.5.1", 2026, earmark=("5.7",), ends_on=datetime.date(2026, 12, 31)),
    Fund("care", "Housing corporation", "6.1", 2025, "4.4", 2026, freedom="influence"),
]


def a_bundle(**changes):
    arguments = {
        "municipality": "gm0014",
        "funds": FUNDS,
        "transfers": a_good_book(),
        "decision_cents": {"trees": 54_000},
        "commitment_cents": {"gardener": 40_000},
        "closed_after": {"2026-05": 13},
        **changes,
    }
    return book_bundle(**arguments)


def test_a_good_book_goes_out_and_comes_back():
    bundle = open_sealed(seal(a_bundle()))
    assert check_bundle(bundle) == ([], bundle["root"])
    assert [transfer_from_content(one) for one in bundle["transfers"]] == a_good_book()
    assert bundle["funds"][0]["ends_on"] == "2026-12-31"


def test_limits_and_closed_periods_come_along():
    for changes in ({"decision_cents": {}}, {"commitment_cents": {}}, {"closed_after": {"2026-05": 1}}, {"funds": []}):
        violations, _ = check_bundle(a_bundle(**changes))
        assert violations


@pytest.mark.parametrize(
    "changes",
    [
        {"at": "yesterday"},
        {"at": "2026-05-01T12:10:00"},
        {"at": "2026-05-01T12:10:00Z"},
        {"extra": 1},
        {"debit": {}},
        {"debit": None},
        {"refs": []},
    ],
)
def test_what_is_no_transfer_is_refused(changes):
    with pytest.raises(EngineError, match="malformed_transfer"):
        transfer_from_content({**transfer_content(a_good_book()[9]), **changes})


def test_another_book_has_another_root():
    longer = [*a_good_book(), dataclasses.replace(a_good_book()[0], sequence=14, key="key-14")]
    assert a_bundle(transfers=longer)["root"] != a_bundle()["root"]
