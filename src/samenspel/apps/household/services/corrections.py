"""Corrections: always a new transfer that refers to the first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from ..access import require_bookkeeper
from ..models import Account, Transfer
from ..posting import SENTENCES, Move, account_of, open_book, told


@transaction.atomic
def refund_payment(
    *,
    payment: Transfer,
    amount_cents: int,
    bank_line: str,
    by: Any,
    keep_for_decision: bool = True,
    journal_number: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> Transfer:
    """Book what a supplier paid back on a payment: to the decision it was for, else to the fund.

    Refuses with 'not_a_payment', 'refund_exceeded' above what that payment still stands for,
    'bank_line_used'.
    """
    neighbourhood = payment.fund.neighbourhood
    require_bookkeeper(by, municipality=payment.municipality, neighbourhood=neighbourhood)
    book = open_book(
        municipality=payment.municipality,
        request={
            "act": "refund",
            "payment": payment.sequence,
            "amount_cents": amount_cents,
            "bank_line": bank_line,
            "keep_for_decision": keep_for_decision,
        },
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
        journal_number=journal_number,
    )
    if book.earlier:
        return book.earlier[0]
    if payment.kind != Transfer.Kind.PAY:
        raise Refusal(_("This is no payment."), code="not_a_payment")
    if amount_cents > payment.amount_cents - _taken_off(payment):
        raise Refusal(_("This is more than was paid."), code="refund_exceeded")
    spent = payment.credit
    if keep_for_decision and payment.decision is not None:
        target = account_of(payment.fund, Account.Kind.ALLOCATED, payment.decision.public_id, spent.task_field)
    else:
        target = account_of(payment.fund, Account.Kind.AVAILABLE)
    move = Move(
        Transfer.Kind.REFUND,
        account_of(payment.fund, Account.Kind.SPENT, spent.subject),
        target,
        amount_cents,
        decision=payment.decision,
        commitment=payment.commitment,
        invoice=payment.invoice,
        bank_line=told(bank_line),
        refers_to=payment,
        refs={"original": str(payment.sequence), "bank_line": told(bank_line)},
    )
    return book.post([move])[0]


def _taken_off(payment: Transfer) -> int:
    """Cents already refunded on a payment, or all of it when it was reversed."""
    if Transfer.objects.filter(reverses=payment).exists():
        return payment.amount_cents
    refunds = Transfer.objects.filter(municipality=payment.municipality, kind=Transfer.Kind.REFUND, refers_to=payment)
    undone = Transfer.objects.filter(reverses__in=refunds).aggregate(total=Sum("amount_cents"))["total"] or 0
    return (refunds.aggregate(total=Sum("amount_cents"))["total"] or 0) - undone


@transaction.atomic
def reverse_transfer(
    *,
    transfer: Transfer,
    reason: str,
    by: Any,
    journal_number: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> Transfer:
    """Undo a transfer that was booked wrongly, whole and once, with a reason that names nobody.

    Refuses with 'reversed_already', 'reversal_final' (a reversal itself stays), 'balance_short' when the
    money has moved on, 'document_missing' without a reason.
    """
    require_bookkeeper(by, municipality=transfer.municipality, neighbourhood=transfer.fund.neighbourhood)
    book = open_book(
        municipality=transfer.municipality,
        request={"act": "reverse", "transfer": transfer.sequence, "reason": reason},
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
        journal_number=journal_number,
    )
    if book.earlier:
        return book.earlier[0]
    if transfer.kind == Transfer.Kind.REVERSE:
        raise Refusal(_("A reversal stays. Book it again instead."), code="reversal_final")
    if Transfer.objects.filter(reverses=transfer).exists():
        raise Refusal(SENTENCES["reversed_already"], code="reversed_already")
    move = Move(
        Transfer.Kind.REVERSE,
        transfer.credit,
        transfer.debit,
        transfer.amount_cents,
        decision=transfer.decision,
        commitment=transfer.commitment,
        invoice=transfer.invoice,
        reverses=transfer,
        refs={"reason": told(reason)},
    )
    return book.post([move])[0]
