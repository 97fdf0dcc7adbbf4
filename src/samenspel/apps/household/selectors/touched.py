"""The money that something touches: funds and estimates by their public ids, each with the colour it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..models import Account, Estimate, Freedom, Fund

# From what the neighbourhood decides on to what it can only see.
_ORDER = (Freedom.FREE, Freedom.INFLUENCE, Freedom.FIXED)


@dataclass(frozen=True)
class TouchedMoney:
    """A fund or an estimate: whose it is, what may be done with it, how much.

    `amount_cents` is what was granted or is estimated a year; `available_cents` what is left to allocate of a
    fund, None for an estimate.
    """

    kind: str
    public_id: str
    name: str
    year: int
    owner: str
    freedom: str
    amount_cents: int
    available_cents: int | None

    @property
    def is_booked(self) -> bool:
        return self.available_cents is not None


def money_touched(
    neighbourhood: Any, *, fund_ids: Sequence[str], estimate_ids: Sequence[str]
) -> tuple[TouchedMoney, ...]:
    """These funds and estimates of the neighbourhood, free money first, then by size; unknown ids are left out."""
    rows = [*_funds(neighbourhood, fund_ids), *_estimates(neighbourhood, estimate_ids)]
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(Freedom(row.freedom)), -row.amount_cents, row.name)))


def _funds(neighbourhood: Any, ids: Sequence[str]) -> list[TouchedMoney]:
    found = Fund.objects.filter(neighbourhood=neighbourhood, public_id__in=list(ids)).prefetch_related("accounts")
    rows = []
    for fund in found:
        granted = -sum(a.balance_cents for a in fund.accounts.all() if a.kind == Account.Kind.SOURCE)
        left = sum(a.balance_cents for a in fund.accounts.all() if a.kind == Account.Kind.AVAILABLE)
        rows.append(
            TouchedMoney("fund", fund.public_id, fund.name, fund.year, fund.owner_name, fund.freedom, granted, left)
        )
    return rows


def _estimates(neighbourhood: Any, ids: Sequence[str]) -> list[TouchedMoney]:
    found = Estimate.objects.filter(neighbourhood=neighbourhood, public_id__in=list(ids))
    return [
        TouchedMoney("estimate", e.public_id, e.title, e.year, e.owner_name, e.freedom, e.amount_cents, None)
        for e in found
    ]
