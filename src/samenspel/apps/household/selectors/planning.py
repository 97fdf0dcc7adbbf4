"""What there is to allocate, and from which funds it would come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import engine
from ..models import Account, Freedom, Fund


@dataclass(frozen=True)
class PlannedPart:
    """How much of an amount would come from one fund."""

    fund: Fund
    amount_cents: int


@dataclass(frozen=True)
class AllocationPlan:
    """From which funds an amount would come, in the published order; no parts when money is short."""

    amount_cents: int
    parts: tuple[PlannedPart, ...]
    short_cents: int


def available_by_fund(neighbourhood: Any, *, on: date) -> dict[Fund, int]:
    """Free funds of a neighbourhood that may still be spent on `on` → cents that are available."""
    accounts = Account.objects.filter(
        kind=Account.Kind.AVAILABLE,
        fund__neighbourhood=neighbourhood,
        fund__freedom=Freedom.FREE,
        fund__ends_on__gte=on,
        balance_cents__gt=0,
    ).select_related("fund__task_field", "fund__neighbourhood")
    return {account.fund: account.balance_cents for account in accounts}


def plan_over(available: Mapping[Fund, int], amount_cents: int, task_field_code: str = "") -> AllocationPlan:
    """Split an amount over funds; a fund whose earmark excludes the task field is left out.

    Without a task field nobody can say that an earmark allows it: then all earmarked funds are left out.
    """
    usable = [fund for fund in available if task_field_code or not fund.earmark_codes]
    by_id = {fund.public_id: cents for fund, cents in available.items()}
    parts, short = engine.split(amount_cents, usable, by_id, task_field_code or None)
    return AllocationPlan(amount_cents, tuple(PlannedPart(fund, cents) for fund, cents in parts), short)


def plan_allocation(*, neighbourhood: Any, amount_cents: int, task_field_code: str = "", on: date) -> AllocationPlan:
    """What `services.allocate` would draw from which fund on that day: shown before it is confirmed."""
    return plan_over(available_by_fund(neighbourhood, on=on), amount_cents, task_field_code)


def accounts_with_money(kind: str, subject: str, municipality: Any) -> list[Account]:
    """Accounts of a decision, commitment or invoice that hold money, in the published order of their funds."""
    accounts = {
        account.fund: account
        for account in Account.objects.filter(
            municipality=municipality, kind=kind, subject=subject, balance_cents__gt=0
        ).select_related("fund__task_field", "fund__neighbourhood", "task_field")
    }
    return [accounts[fund] for fund in engine.in_published_order(accounts)]
