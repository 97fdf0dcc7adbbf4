"""How much was allocated, agreed and paid in a year, after what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum

from ..models import Account, Transfer


@dataclass(frozen=True)
class Moved:
    """What passed into each stage in a year and stayed there or went on, in cents."""

    allocated_cents: int
    committed_cents: int
    paid_cents: int


def moved_in_year(neighbourhood: Any, *, year: int) -> Moved:
    """The sums of a neighbourhood's funds of one year: what came into a stage less what went back out of it."""
    return Moved(
        allocated_cents=_came_in(neighbourhood, year, Account.Kind.AVAILABLE, Account.Kind.ALLOCATED),
        committed_cents=_came_in(neighbourhood, year, Account.Kind.ALLOCATED, Account.Kind.COMMITTED),
        paid_cents=_came_in(neighbourhood, year, Account.Kind.PAYABLE, Account.Kind.SPENT),
    )


def _came_in(neighbourhood: Any, year: int, lower: str, upper: str) -> int:
    found = Transfer.objects.filter(fund__neighbourhood=neighbourhood, fund__year=year).aggregate(
        up=Sum("amount_cents", filter=Q(debit__kind=lower, credit__kind=upper)),
        down=Sum("amount_cents", filter=Q(debit__kind=upper, credit__kind=lower)),
    )
    return (found["up"] or 0) - (found["down"] or 0)
