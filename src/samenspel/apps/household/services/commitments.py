"""Spend what was allocated: agreements, invoices, payments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.services import request_approval, use_approval
from samenspel.foundation.errors import Refusal

from .. import selectors
from ..access import require_bookkeeper, require_second_person
from ..models import Account, Commitment, Invoice, Transfer
from ..posting import SENTENCES, Move, account_of, open_book, take_from, told

COMMIT = "household.commit"
RELEASE = "household.release"
PAY = "household.pay"


def _commit_payload(amount_cents: int, supplier: str, agreement: str) -> dict[str, Any]:
    return {"amount_cents": amount_cents, "supplier": supplier, "agreement": agreement}


def request_commit_approval(
    *, decision: Any, amount_cents: int, supplier: str, agreement: str, requested_by: Any
) -> Any:
    """Ask a second person to approve an agreement, to the cent."""
    return request_approval(
        municipality=decision.council.municipality,
        kind=COMMIT,
        subject_kind="decision",
        subject_id=decision.public_id,
        payload=_commit_payload(amount_cents, supplier, agreement),
        requested_by=requested_by,
    )


def request_release_approval(*, commitment: Commitment, amount_cents: int, requested_by: Any) -> Any:
    """Ask a second person to approve that an agreement is let go, whole or in part."""
    return request_approval(
        municipality=commitment.municipality,
        kind=RELEASE,
        subject_kind="commitment",
        subject_id=commitment.public_id,
        payload={"amount_cents": amount_cents},
        requested_by=requested_by,
    )


def request_payment_approval(*, invoice: Invoice, bank_line: str, requested_by: Any) -> Any:
    """Ask a second person to approve the payment of an invoice."""
    return request_approval(
        municipality=invoice.municipality,
        kind=PAY,
        subject_kind="invoice",
        subject_id=invoice.public_id,
        payload={"amount_cents": invoice.amount_cents, "bank_line": bank_line},
        requested_by=requested_by,
    )


def _use(approval: Any, *, kind: str, subject: tuple[str, str], payload: dict[str, Any], where: Any, at: Any) -> Any:
    used = use_approval(
        approval=approval, kind=kind, subject_kind=subject[0], subject_id=subject[1], payload=payload, at=at
    )
    require_second_person(used, municipality=where.municipality, neighbourhood=where)
    return used


def _two_people(approval: Any) -> dict[str, str]:
    """The refs of who asked and who approved, by their public ids."""
    return {
        "approval": approval.public_id,
        "made_by": approval.requested_by.public_id,
        "approved_by": approval.decided_by.public_id,
    }


@transaction.atomic
def commit(
    *,
    decision: Any,
    kind: str,
    title: str,
    supplier: str,
    agreement: str,
    amount_cents: int,
    approval: Any,
    by: Any,
    vat_cents: int | None = None,
    is_investment: bool = False,
    upkeep: str = "",
    delivery_on: date | None = None,
    journal_number: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> Commitment:
    """Make an agreement out of what a decision was allocated. `kind` is one of Commitment.Kind.

    Refuses with 'not_controller', 'approval_missing', 'second_person', 'document_missing', 'balance_short',
    'idempotency_conflict', 'commitment_incomplete'.
    """
    neighbourhood = decision.council.neighbourhood
    require_bookkeeper(by, municipality=neighbourhood.municipality, neighbourhood=neighbourhood)
    payload = _commit_payload(amount_cents, supplier, agreement)
    book = open_book(
        municipality=neighbourhood.municipality,
        request={"act": "commit", "decision": decision.public_id, "kind": kind, "title": title, **payload},
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
        journal_number=journal_number,
    )
    if book.earlier and book.earlier[0].commitment:
        return book.earlier[0].commitment
    used = _use(
        approval,
        kind=COMMIT,
        subject=("decision", decision.public_id),
        payload=payload,
        where=neighbourhood,
        at=book.at,
    )
    try:
        with transaction.atomic():
            commitment = Commitment.objects.create(
                municipality=neighbourhood.municipality,
                decision=decision,
                kind=kind,
                title=title,
                supplier=supplier,
                agreement=told(agreement),
                amount_cents=amount_cents,
                vat_cents=vat_cents,
                is_investment=is_investment,
                upkeep=upkeep,
                delivery_on=delivery_on,
                agreed_on=timezone.localdate(book.at),
                approval=used,
            )
    except IntegrityError as error:
        raise Refusal(_("Check the amount and its VAT."), code="commitment_incomplete") from error
    refs = {
        "decision": decision.public_id,
        "commitment": commitment.public_id,
        "agreement": commitment.agreement,
        **_two_people(used),
    }
    accounts = selectors.accounts_with_money(Account.Kind.ALLOCATED, decision.public_id, book.municipality)
    book.post(
        [
            Move(
                Transfer.Kind.COMMIT,
                account,
                account_of(account.fund, Account.Kind.COMMITTED, commitment.public_id, account.task_field),
                cents,
                decision=decision,
                commitment=commitment,
                refs=refs,
            )
            for account, cents in take_from(accounts, amount_cents)
        ]
    )
    return commitment


@transaction.atomic
def release(
    *,
    commitment: Commitment,
    amount_cents: int,
    approval: Any,
    by: Any,
    journal_number: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> list[Transfer]:
    """Let go of (a part of) an agreement: the money is the decision's again, in the funds it came from."""
    neighbourhood = commitment.decision.council.neighbourhood
    require_bookkeeper(by, municipality=neighbourhood.municipality, neighbourhood=neighbourhood)
    book = open_book(
        municipality=commitment.municipality,
        request={"act": "release", "commitment": commitment.public_id, "amount_cents": amount_cents},
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
        journal_number=journal_number,
    )
    if book.earlier:
        return book.earlier
    used = _use(
        approval,
        kind=RELEASE,
        subject=("commitment", commitment.public_id),
        payload={"amount_cents": amount_cents},
        where=neighbourhood,
        at=book.at,
    )
    decision = commitment.decision
    refs = {
        "decision": decision.public_id,
        "commitment": commitment.public_id,
        "agreement": commitment.agreement,
        **_two_people(used),
    }
    accounts = selectors.accounts_with_money(Account.Kind.COMMITTED, commitment.public_id, book.municipality)
    return book.post(
        [
            Move(
                Transfer.Kind.RELEASE,
                account,
                account_of(account.fund, Account.Kind.ALLOCATED, decision.public_id, account.task_field),
                cents,
                decision=decision,
                commitment=commitment,
                refs=refs,
            )
            for account, cents in take_from(accounts[::-1], amount_cents)
        ]
    )


@transaction.atomic
def receive_invoice(
    *,
    commitment: Commitment,
    number: str,
    amount_cents: int,
    delivery_check: str,
    by: Any,
    checked_by: Any,
    journal_number: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> Invoice:
    """Book an invoice, whole or partial, after `checked_by` looked at what was delivered (`delivery_check`).

    Refuses with 'not_controller', 'document_missing', 'invoice_exceeded', 'invoice_exists'.
    """
    neighbourhood = commitment.decision.council.neighbourhood
    require_bookkeeper(by, municipality=neighbourhood.municipality, neighbourhood=neighbourhood)
    book = open_book(
        municipality=commitment.municipality,
        request={
            "act": "invoice",
            "commitment": commitment.public_id,
            "number": number,
            "amount_cents": amount_cents,
        },
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
        journal_number=journal_number,
    )
    if book.earlier and book.earlier[0].invoice:
        return book.earlier[0].invoice
    accounts = selectors.accounts_with_money(Account.Kind.COMMITTED, commitment.public_id, book.municipality)
    if amount_cents > sum(account.balance_cents for account in accounts):
        raise Refusal(SENTENCES["invoice_exceeded"], code="invoice_exceeded")
    invoice = _save_invoice(commitment, told(number), amount_cents, told(delivery_check), checked_by, book.at)
    refs = {
        "commitment": commitment.public_id,
        "invoice": invoice.public_id,
        # By public id: what was said about the delivery stays off the trail, it may name someone.
        "delivery_check": checked_by.public_id,
    }
    book.post(
        [
            Move(
                Transfer.Kind.INVOICE,
                account,
                account_of(account.fund, Account.Kind.PAYABLE, invoice.public_id, account.task_field),
                cents,
                decision=commitment.decision,
                commitment=commitment,
                invoice=invoice,
                refs=refs,
            )
            for account, cents in take_from(accounts, amount_cents)
        ]
    )
    return invoice


def _save_invoice(
    commitment: Commitment, number: str, amount_cents: int, delivery_check: str, checked_by: Any, at: datetime
) -> Invoice:
    if amount_cents <= 0:
        raise Refusal(SENTENCES["amount_not_positive"], code="amount_not_positive")
    try:
        with transaction.atomic():
            return Invoice.objects.create(
                municipality_id=commitment.municipality_id,
                commitment=commitment,
                number=number,
                amount_cents=amount_cents,
                received_on=timezone.localdate(at),
                checked_by=checked_by,
                delivery_check=delivery_check,
            )
    except IntegrityError as error:
        raise Refusal(_("This invoice was booked already."), code="invoice_exists") from error


@transaction.atomic
def pay_invoice(
    *,
    invoice: Invoice,
    bank_line: str,
    approval: Any,
    by: Any,
    journal_number: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
    period: str = "",
) -> list[Transfer]:
    """Pay an invoice whole, on one bank line that was not used before, with a second person's approval.

    Refuses with 'not_controller', 'approval_missing', 'second_person', 'bank_line_used', 'paid_already'.
    """
    commitment = invoice.commitment
    neighbourhood = commitment.decision.council.neighbourhood
    require_bookkeeper(by, municipality=neighbourhood.municipality, neighbourhood=neighbourhood)
    payload = {"amount_cents": invoice.amount_cents, "bank_line": bank_line}
    book = open_book(
        municipality=invoice.municipality,
        request={"act": "pay", "invoice": invoice.public_id, **payload},
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        period=period,
        journal_number=journal_number,
    )
    if book.earlier:
        return book.earlier
    accounts = selectors.accounts_with_money(Account.Kind.PAYABLE, invoice.public_id, book.municipality)
    if sum(account.balance_cents for account in accounts) < invoice.amount_cents:
        raise Refusal(_("This invoice was paid already."), code="paid_already")
    used = _use(
        approval,
        kind=PAY,
        subject=("invoice", invoice.public_id),
        payload=payload,
        where=neighbourhood,
        at=book.at,
    )
    refs = {
        "commitment": commitment.public_id,
        "invoice": invoice.public_id,
        "bank_line": told(bank_line),
        **_two_people(used),
    }
    return book.post(
        [
            Move(
                Transfer.Kind.PAY,
                account,
                _spent_account(account),
                cents,
                decision=commitment.decision,
                commitment=commitment,
                invoice=invoice,
                bank_line=told(bank_line),
                refs=refs,
            )
            for account, cents in take_from(accounts, invoice.amount_cents)
        ]
    )


def _spent_account(payable: Account) -> Account:
    """Where a paid amount goes: the spending of the same task field, in the same fund."""
    purpose = payable.task_field
    if purpose is None:  # the database refuses a payable account without one
        raise ValueError(f"account {payable.pk} has no task field")
    return account_of(payable.fund, Account.Kind.SPENT, purpose.code, purpose)
