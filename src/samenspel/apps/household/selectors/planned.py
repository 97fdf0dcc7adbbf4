"""What is about to be booked, as people read it before they confirm."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..models import Account, Commitment, Invoice, Transfer
from ..posting import take_from
from .planning import accounts_with_money


@dataclass(frozen=True)
class PlannedMove:
    """One transfer as it would be booked, or was booked just now."""

    kind: str
    fund_name: str
    fund_year: int
    from_kind: str
    to_kind: str
    amount_cents: int

    @property
    def label(self) -> str:
        return str(Transfer.Kind(self.kind).label)

    @property
    def from_label(self) -> str:
        return str(Account.Kind(self.from_kind).label)

    @property
    def to_label(self) -> str:
        return str(Account.Kind(self.to_kind).label)


def total_of(moves: Sequence[PlannedMove]) -> int:
    """Cents that the moves move together."""
    return sum(move.amount_cents for move in moves)


def fingerprint(moves: Sequence[PlannedMove]) -> str:
    """Hex SHA-256 of the moves: what was shown is what is booked.

    Funds go by name and year: a fund that is still to be opened has no lasting id yet.
    """
    told = [f"{m.kind} {m.fund_year} {m.fund_name} {m.from_kind} {m.to_kind} {m.amount_cents}" for m in moves]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def moves_posted(municipality: Any, idempotency_key: str) -> tuple[PlannedMove, ...]:
    """What one form booked, in order. Its key is the beginning of the keys of all its transfers."""
    rows = (
        Transfer.objects.filter(municipality=municipality, idempotency_key__startswith=idempotency_key)
        .select_related("fund", "debit", "credit")
        .order_by("sequence")
    )
    return tuple(
        PlannedMove(t.kind, t.fund.name, t.fund.year, t.debit.kind, t.credit.kind, t.amount_cents) for t in rows
    )


def _taken(accounts: Sequence[Account], amount_cents: int | None, kind: str, to_kind: str) -> tuple[PlannedMove, ...]:
    return tuple(
        PlannedMove(str(kind), account.fund.name, account.fund.year, account.kind, str(to_kind), cents)
        for account, cents in take_from(accounts, amount_cents)
    )


def planned_commit(decision: Any, amount_cents: int) -> tuple[PlannedMove, ...]:
    """What an agreement of this amount takes from which fund. Refuses as the booking would."""
    accounts = accounts_with_money(Account.Kind.ALLOCATED, decision.public_id, decision.municipality)
    return _taken(accounts, amount_cents, Transfer.Kind.COMMIT, Account.Kind.COMMITTED)


def planned_release(commitment: Commitment, amount_cents: int) -> tuple[PlannedMove, ...]:
    """What goes back to the decision when so much of an agreement is let go."""
    accounts = accounts_with_money(Account.Kind.COMMITTED, commitment.public_id, commitment.municipality)
    return _taken(accounts[::-1], amount_cents, Transfer.Kind.RELEASE, Account.Kind.ALLOCATED)


def planned_payment(invoice: Invoice) -> tuple[PlannedMove, ...]:
    """From which funds an invoice is paid."""
    accounts = accounts_with_money(Account.Kind.PAYABLE, invoice.public_id, invoice.municipality)
    return _taken(accounts, invoice.amount_cents, Transfer.Kind.PAY, Account.Kind.SPENT)
