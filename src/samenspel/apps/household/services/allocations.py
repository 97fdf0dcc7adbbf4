"""Carry out what a council decided: money from funds to decisions, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.councils.selectors import is_adopted
from samenspel.foundation.errors import Refusal
from samenspel.foundation.money import euros

from .. import selectors
from ..access import require_bookkeeper
from ..models import Account, TaskField, Transfer
from ..posting import SENTENCES, Move, OpenBook, account_of, open_book, take_from
from .funds import task_field


@dataclass(frozen=True)
class Allocation:
    """An amount for one decision. `task_field_code` says what it is for; '' leaves that to the funds."""

    decision: Any
    amount_cents: int
    task_field_code: str = ""


def allocate(
    *,
    decision: Any,
    amount_cents: int,
    task_field_code: str = "",
    by: Any = None,
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> list[Transfer]:
    """Allocate to one decision; see `allocate_several`."""
    return allocate_several(
        allocations=[Allocation(decision, amount_cents, task_field_code)],
        by=by,
        idempotency_key=idempotency_key,
        at=at,
        period=period,
    )


@transaction.atomic
def allocate_several(
    *,
    allocations: Sequence[Allocation],
    by: Any = None,
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> list[Transfer]:
    """Allocate the free money of a neighbourhood to adopted decisions of its council: all or nothing.

    Funds are drawn on in the published order (narrowest earmark first, then earliest end), as
    `selectors.plan_allocation` shows beforehand. Refuses with 'nothing_to_allocate', 'decision_not_adopted',
    'decision_exceeded', 'balance_short' (short_cents), 'amount_not_positive', 'idempotency_conflict'.
    """
    if not allocations:
        raise Refusal(_("There is nothing to allocate."), code="nothing_to_allocate")
    neighbourhood = allocations[0].decision.council.neighbourhood
    for allocation in allocations:
        _require_standing(allocation, neighbourhood)
    book = open_book(
        municipality=neighbourhood.municipality,
        request={
            "act": "allocate",
            "allocations": [[a.decision.public_id, a.amount_cents, a.task_field_code] for a in allocations],
        },
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
    )
    if book.earlier:
        return book.earlier
    return book.post(_moves(book, neighbourhood, allocations))


def _require_standing(allocation: Allocation, neighbourhood: Any) -> None:
    if allocation.amount_cents <= 0:
        raise Refusal(SENTENCES["amount_not_positive"], code="amount_not_positive")
    if allocation.decision.council.neighbourhood.pk != neighbourhood.pk or not is_adopted(allocation.decision):
        raise Refusal(_("The council has not taken this decision."), code="decision_not_adopted")


def _moves(book: OpenBook, neighbourhood: Any, allocations: Sequence[Allocation]) -> list[Move]:
    available = selectors.available_by_fund(neighbourhood, on=timezone.localdate(book.at))
    moves: list[Move] = []
    for allocation in allocations:
        plan = selectors.plan_over(available, allocation.amount_cents, allocation.task_field_code)
        if plan.short_cents:
            raise Refusal(
                _("The funds are %(short)s short."),
                code="balance_short",
                short_cents=plan.short_cents,
                short=euros(plan.short_cents),
            )
        for part in plan.parts:
            available[part.fund] -= part.amount_cents
            moves.append(_move(part.fund, allocation, part.amount_cents))
    return moves


def _move(fund: Any, allocation: Allocation, amount_cents: int) -> Move:
    decision = allocation.decision
    purpose: TaskField = fund.task_field
    if allocation.task_field_code:
        purpose = task_field(code=allocation.task_field_code, year=fund.year)
    return Move(
        Transfer.Kind.ALLOCATE,
        account_of(fund, Account.Kind.AVAILABLE),
        account_of(fund, Account.Kind.ALLOCATED, decision.public_id, purpose),
        amount_cents,
        decision=decision,
        refs={"decision": decision.public_id},
    )


@transaction.atomic
def deallocate(
    *,
    decision: Any,
    amount_cents: int | None = None,
    by: Any,
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> list[Transfer]:
    """Take back what a decision does not need, all of it unless told otherwise; the widest fund first.

    Refuses with 'not_controller', 'balance_short'.
    """
    neighbourhood = decision.council.neighbourhood
    require_bookkeeper(by, municipality=neighbourhood.municipality, neighbourhood=neighbourhood)
    book = open_book(
        municipality=neighbourhood.municipality,
        request={"act": "deallocate", "decision": decision.public_id, "amount_cents": amount_cents},
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
    )
    if book.earlier:
        return book.earlier
    accounts = selectors.accounts_with_money(Account.Kind.ALLOCATED, decision.public_id, book.municipality)
    moves = [
        Move(
            Transfer.Kind.DEALLOCATE,
            account,
            account_of(account.fund, Account.Kind.AVAILABLE),
            cents,
            decision=decision,
            refs={"decision": decision.public_id},
        )
        for account, cents in take_from(accounts[::-1], amount_cents)
    ]
    return book.post(moves)
