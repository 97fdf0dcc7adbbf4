"""The book's bundle: everything from which anyone can check it again, to be sealed and published."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import frontier_of
from samenspel.engines.ledger.canonical import transfer_content, transfer_leaf
from samenspel.engines.ledger.checking import Book, Violation, check
from samenspel.engines.ledger.model import Account, Fund, FundAccount, Transfer
from samenspel.engines.ledger.replay import replay

KIND = "samenspel-book"
FORMAT = 1


def book_bundle(
    *,
    municipality: str,
    funds: Iterable[Fund],
    transfers: Sequence[Transfer],
    decision_cents: Mapping[str, int],
    commitment_cents: Mapping[str, int],
    closed_after: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """The whole book in the order of its sequence; hand it to `evidence.seal` to write it.

    The balances and `root`, the Merkle root over the transfers' leaves, are computed here. Nothing is
    judged: `check_bundle` does that.
    """
    balances = replay(transfers).accounts
    return {
        "kind": KIND,
        "version": FORMAT,
        "municipality": municipality,
        "funds": [_fund_content(fund) for fund in funds],
        "decision_cents": dict(decision_cents),
        "commitment_cents": dict(commitment_cents),
        "closed_after": dict(closed_after or {}),
        "transfers": [transfer_content(transfer) for transfer in transfers],
        "balances": [
            {"fund": account.fund, "kind": account.kind, "ref": account.ref, "cents": cents}
            for account, cents in sorted(balances.items())
        ],
        "root": frontier_of(transfer_leaf(transfer) for transfer in transfers).root().hex(),
    }


def check_bundle(bundle: Mapping[str, Any]) -> tuple[list[Violation], str]:
    """The violations in a bundle's book, and the root that its transfers give.

    Raises EngineError malformed_transfer (sequence) when a transfer can't be read.
    """
    transfers = [transfer_from_content(content) for content in bundle["transfers"]]
    book = Book(
        funds={fund["id"] for fund in bundle["funds"]},
        decision_cents=bundle["decision_cents"],
        commitment_cents=bundle["commitment_cents"],
        closed_after=bundle["closed_after"],
        cached_cents={FundAccount(one["fund"], one["kind"], one["ref"]): one["cents"] for one in bundle["balances"]},
    )
    root = frontier_of(transfer_leaf(transfer) for transfer in transfers).root().hex()
    return check(transfers, book), root


def transfer_from_content(content: Mapping[str, Any]) -> Transfer:
    """The transfer behind `transfer_content`. Raises EngineError malformed_transfer (sequence)."""
    sequence = content.get("sequence")
    try:
        transfer = Transfer(
            sequence=content["sequence"],
            fund=content["fund"],
            kind=content["kind"],
            debit=Account(content["debit"]["kind"], content["debit"]["ref"]),
            credit=Account(content["credit"]["kind"], content["credit"]["ref"]),
            amount_cents=content["amount_cents"],
            key=content["key"],
            period=content["period"],
            at=datetime.datetime.fromisoformat(content["at"]),
            refs=content["refs"],
            reverses=content["reverses"],
        )
        if transfer_content(transfer) == content:
            return transfer
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        pass
    raise EngineError("malformed_transfer", sequence=sequence)


def _fund_content(fund: Fund) -> dict[str, Any]:
    return {
        "id": fund.id,
        "owner": fund.owner,
        "task_field": fund.task_field,
        "task_field_year": fund.task_field_year,
        "economic_category": fund.economic_category,
        "year": fund.year,
        "freedom": fund.freedom,
        "earmark": list(fund.earmark),
        "ends_on": fund.ends_on.isoformat() if fund.ends_on else None,
    }
