"""A published household book: what was changed is named by promise and transfer."""

import copy
import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.engines.evidence import seal
from samenspel.engines.ledger import Account, Fund, Transfer, book_bundle
from samenspel.engines.verification import verify_bundle

SOURCE, AVAILABLE, TREES = Account("source"), Account("available"), Account("allocated", "trees")
NOON = datetime.datetime(2026, 5, 1, 12, 0, tzinfo=datetime.UTC)


def transfer(sequence, kind, debit, credit, cents, refs, reverses=None) -> Transfer:
    return Transfer(sequence, "park", kind, debit, credit, cents, f"key-{sequence}", "2026-05", NOON, refs, reverses)


BUNDLE = book_bundle(
    municipality="gm0014",
    funds=[Fund("park", "City greenery", "5.7", 2025, "3.5.1", 2026)],
    transfers=[
        transfer(1, "grant", SOURCE, AVAILABLE, 1_000, {"grant_letter": "letter-1"}),
        transfer(2, "allocate", AVAILABLE, TREES, 600, {"decision": "trees"}),
        transfer(3, "allocate", AVAILABLE, TREES, 300, {"decision": "trees"}),
        transfer(4, "reverse", TREES, AVAILABLE, 300, {"reason": "typo"}, reverses=3),
    ],
    decision_cents={"trees": 900},
    commitment_cents={},
)


def failing(change) -> dict[str, str]:
    bundle = copy.deepcopy(BUNDLE)
    change(bundle)
    return {check.name: check.detail for check in verify_bundle(seal(bundle)).checks if not check.ok}


def test_a_good_book_verifies():
    report = verify_bundle(seal(BUNDLE), BUNDLE["root"])
    assert report.ok
    assert report.commitment == BUNDLE["root"]
    assert [check.name for check in report.checks][3:] == [
        "transfers",
        "papers",
        "floors",
        "balances",
        "conservation",
        "bytes",
        "reversals",
        "keys",
        "limits",
        "sequence",
        "root",
    ]


@pytest.mark.parametrize(
    ("number", "changes", "name", "named"),
    [
        (2, {"refs": {}}, "papers", "transfer 2: paper missing (name decision)"),
        (2, {"amount_cents": 1_001}, "floors", "transfer 2: below floor (account available"),
        (2, {"amount_cents": 599}, "balances", "cached balance differs (account park available"),
        (3, {"amount_cents": 299}, "reversals", "transfer 4: reversal differs"),
        (3, {"key": "key-2"}, "keys", "transfer 3: key reused"),
        (3, {"sequence": 5}, "sequence", "transfer 5: sequence gap"),
        (3, {"at": "2026-05-01"}, "transfers", "transfer 3 can't be read"),
        (3, {"at": "2026-05-01T12:00:00.000001+00:00"}, "root", "the transfers give root"),
        (3, {"reverses": True}, "shape", "bundle.transfers[2].reverses"),
    ],
)
def test_a_changed_transfer_is_named(number, changes, name, named):
    found = failing(lambda bundle: bundle["transfers"][number - 1].update(changes))
    assert named in found[name]


def test_other_changes_are_named():
    assert "limits" in failing(lambda bundle: bundle.update(decision_cents={"trees": 899}))
    assert "limits" in failing(lambda bundle: bundle.update(closed_after={"2026-05": 3}))
    assert set(failing(lambda bundle: bundle["balances"][0].update(cents=7))) == {"balances", "conservation"}
    assert set(failing(lambda bundle: bundle.update(root="00"))) == {"root"}
    assert "papers" in failing(lambda bundle: bundle.update(funds=[]))


@settings(max_examples=300)
@given(st.data())
def test_any_flipped_byte_is_noticed(data):
    sealed = bytearray(seal(BUNDLE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    assert not verify_bundle(bytes(sealed)).ok
