"""The one way to put transfers in the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.trail.services import NewAct, record_acts
from samenspel.foundation.errors import Refusal
from samenspel.foundation.ids import new_public_id

from .. import engine
from ..models import Account, Book, Commitment, Fund, Invoice, TaskField, Transfer

# What the database's own refusals say to people; the keys are codes of triggers and names of constraints.
SENTENCES = {
    "balance_short": _("There is not enough money there."),
    "period_closed": _("This month is closed. Book a correction in a later month."),
    "decision_exceeded": _("This is more than the decision says, or the decision does not stand."),
    "commitment_exceeded": _("This is more than the agreement says."),
    "invoice_exceeded": _("This is more than the agreement says."),
    "bank_line_used": _("This bank line was used already."),
    "reversed_already": _("This was reversed already."),
    "idempotency_conflict": _("Something else was sent with the same key before."),
    "amount_not_positive": _("An amount is at least one cent."),
    "same_account": _("Money moves between two different places."),
}
_CODES_OF_CONSTRAINTS = {
    "household_account_floor": "balance_short",
    "household_transfer_reversed_once": "reversed_already",
    "household_transfer.reverses_id": "reversed_already",
    "household_transfer_key": "idempotency_conflict",
    "household_transfer.idempotency_key": "idempotency_conflict",
    "household_transfer_amount": "amount_not_positive",
    "household_transfer_moves": "same_account",
}


@dataclass(frozen=True)
class Move:
    """One transfer about to be posted."""

    kind: str
    debit: Account
    credit: Account
    amount_cents: int
    decision: Any = None
    commitment: Commitment | None = None
    invoice: Invoice | None = None
    bank_line: str = ""
    reverses: Transfer | None = None
    refers_to: Transfer | None = None
    refs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenBook:
    """A municipality's book, locked for this transaction. `earlier` is what the same request posted before."""

    municipality: Any
    size: int
    idempotency_key: str
    payload_hash: str
    by: Any
    at: datetime
    period: str
    journal_number: str
    earlier: list[Transfer]

    def post(self, moves: Sequence[Move]) -> list[Transfer]:
        """Post all moves or none, numbered on from the book, each a leaf of the trail. Raises Refusal."""
        if any(move.amount_cents <= 0 for move in moves):
            raise Refusal(SENTENCES["amount_not_positive"], code="amount_not_positive")
        transfers = [self._transfer(move, number) for number, move in enumerate(moves)]
        try:
            Book.objects.filter(municipality=self.municipality).update(size=self.size + len(moves))
            acts = record_acts(municipality=self.municipality, acts=[self._act(t) for t in transfers], at=self.at)
            for transfer, act in zip(transfers, acts, strict=True):
                transfer.act_sequence = act.sequence
            return Transfer.objects.bulk_create(transfers)
        except IntegrityError as error:
            raise refusal_of(error) from error

    def _transfer(self, move: Move, number: int) -> Transfer:
        return Transfer(
            municipality_id=self.municipality.pk,
            sequence=self.size + number + 1,
            posting=self.size + 1,
            fund=move.debit.fund,
            kind=move.kind,
            debit=move.debit,
            credit=move.credit,
            amount_cents=move.amount_cents,
            decision=move.decision,
            commitment=move.commitment,
            invoice=move.invoice,
            bank_line=move.bank_line,
            reverses=move.reverses,
            refers_to=move.refers_to,
            refs=dict(move.refs) | ({"journal_number": self.journal_number} if self.journal_number else {}),
            journal_number=self.journal_number,
            idempotency_key=self.idempotency_key if number == 0 else f"{self.idempotency_key}#{number + 1}",
            payload_hash=self.payload_hash,
            period=self.period,
            posted_at=self.at,
            posted_by=self.by,
        )

    def _act(self, transfer: Transfer) -> NewAct:
        return NewAct(
            kind="money.moved",
            subject_kind="transfer",
            subject_id=str(transfer.sequence),
            payload=engine.content_of(transfer),
            neighbourhood=transfer.fund.neighbourhood.public_id,
        )


def open_book(
    *,
    municipality: Any,
    request: dict[str, Any],
    idempotency_key: str = "",
    by: Any = None,
    at: datetime | None = None,
    period: str = "",
    journal_number: str = "",
) -> OpenBook:
    """Lock the book for this transaction; every poster of a municipality takes this lock first.

    So transfers are numbered without gaps and no two postings look at the same balance. `request` is what
    the caller was asked to do: the same `idempotency_key` with another request is refused
    ('idempotency_conflict'); with the same request, `earlier` holds what it posted then.
    """
    at = at or timezone.now()
    key = idempotency_key or new_public_id()
    if "#" in key:
        raise Refusal(_("A key holds no '#'."), code="key_malformed")
    book = OpenBook(
        municipality=municipality,
        size=_lock(municipality),
        idempotency_key=key,
        payload_hash=engine.payload_hash(request),
        by=by,
        at=at,
        period=period or f"{timezone.localdate(at):%Y-%m}",
        journal_number=journal_number,
        earlier=[],
    )
    return replace(book, earlier=_posted_before(book)) if idempotency_key else book


def _lock(municipality: Any) -> int:
    """The number of transfers so far, with the book's row locked until the transaction ends."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the book is opened inside a transaction")
    size = Book.objects.select_for_update().filter(municipality=municipality).values_list("size", flat=True).first()
    if size is None:
        Book.objects.bulk_create([Book(municipality=municipality)], ignore_conflicts=True)
        return _lock(municipality)
    return size


def _posted_before(book: OpenBook) -> list[Transfer]:
    found = Transfer.objects.filter(municipality=book.municipality, idempotency_key=book.idempotency_key)
    first = found.first()
    if first is None:
        return []
    if first.payload_hash != book.payload_hash:
        raise Refusal(SENTENCES["idempotency_conflict"], code="idempotency_conflict")
    return list(
        Transfer.objects.filter(municipality=book.municipality, posting=first.posting)
        .select_related("fund", "debit", "credit", "commitment", "invoice")
        .order_by("sequence")
    )


def account_of(fund: Fund, kind: str, subject: str = "", task_field: TaskField | None = None) -> Account:
    """The account of a fund, opened empty when it is new. Call it with the book open."""
    account, _created = Account.objects.select_related("fund__neighbourhood").get_or_create(
        fund=fund,
        kind=kind,
        subject=subject,
        defaults={
            "municipality_id": fund.municipality_id,
            "task_field": task_field,
            "floor_cents": None if kind == Account.Kind.SOURCE else 0,
        },
    )
    return account


def refusal_of(error: IntegrityError) -> Exception:
    """The database's refusal as one for people; an unknown one comes back as it is."""
    text = str(error)
    for name, code in _CODES_OF_CONSTRAINTS.items():
        if name in text:
            return Refusal(SENTENCES[code], code=code)
    for code, sentence in SENTENCES.items():
        if f"[{code}]" in text:
            return Refusal(sentence, code=code)
    return error
