"""A small book that the ledger's tests share: two funds, one decision, from grant to payment."""

import dataclasses
import datetime

from samenspel.engines.ledger import Account, Transfer

SOURCE, AVAILABLE = Account("source"), Account("available")
TREES, PLAY = Account("allocated", "trees"), Account("allocated", "play")
GARDENER = Account("committed", "gardener")
BILL = Account("payable", "bill-1")
GREEN = Account("spent", "5.7")
RETURNED = Account("returned")
NOON = datetime.datetime(2026, 5, 1, 12, 0, tzinfo=datetime.UTC)
TWO = {"made_by": "alice", "approved_by": "bob"}


def transfer(sequence, kind, debit, credit, amount_cents, fund="park", **changes) -> Transfer:
    """A transfer with everything filled in that the test does not care about."""
    refs = changes.pop("refs", {})
    return dataclasses.replace(
        Transfer(
            sequence=sequence,
            fund=fund,
            kind=kind,
            debit=debit,
            credit=credit,
            amount_cents=amount_cents,
            key=f"key-{sequence}",
            period="2026-05",
            at=NOON + datetime.timedelta(minutes=sequence),
            refs=refs,
        ),
        **changes,
    )


def a_good_book() -> list[Transfer]:
    """Every kind of transfer once, in a book without violations."""
    decision, agreement = {"decision": "trees"}, {"agreement": "a-1", **TWO}
    return [
        transfer(1, "grant", SOURCE, AVAILABLE, 100_000, refs={"grant_letter": "letter-1"}),
        transfer(2, "grant", SOURCE, AVAILABLE, 5_000, fund="care", refs={"grant_letter": "letter-2"}),
        transfer(3, "amend", AVAILABLE, SOURCE, 1_000, refs={"budget_amendment": "b-1"}),
        transfer(4, "allocate", AVAILABLE, TREES, 50_000, refs=decision),
        transfer(5, "allocate", AVAILABLE, TREES, 4_000, fund="care", refs=decision),
        transfer(6, "deallocate", TREES, AVAILABLE, 2_000, refs=decision),
        transfer(7, "commit", TREES, GARDENER, 40_000, refs=agreement),
        transfer(8, "release", GARDENER, TREES, 5_000, refs=agreement),
        transfer(9, "invoice", GARDENER, BILL, 20_000, refs={"invoice": "bill-1", "delivery_check": "seen"}),
        transfer(10, "pay", BILL, GREEN, 20_000, refs={"bank_line": "bank-1", **TWO}),
        transfer(11, "refund", GREEN, TREES, 500, refs={"original": "10", "bank_line": "bank-2"}),
        transfer(12, "give_back", AVAILABLE, RETURNED, 1_000, fund="care", refs={"original": "2"}),
        transfer(13, "reverse", TREES, AVAILABLE, 4_000, fund="care", refs={"reason": "typo"}, reverses=5),
    ]
