"""The one way to put transfers in the book; the services say what and who may."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.trail.services import NewAct, record_acts
from samenspel.foundation.errors import Refusal

from . import engine
from .models import Account, Book, Commitment, Fund, Invoice, TaskField, Transfer

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
            acts = record_acts(municipality=self.municipality, acts=[self._act(t) for t in transfers], at=self.at)
            for transfer, act in zip(transfers, acts, strict=True):
                transfer.act_sequence = act.sequence
            _insert(transfers)
        except IntegrityError as error:
            raise refusal_of(error) from error
        return transfers

    def _transfer(self, move: Move, number: int) -> Transfer:
        """A row by ids, with what it refers to at hand: a model's relations are slow to assign one by one."""
        related = {
            "municipality": self.municipality,
            "fund": move.debit.fund,
            "debit": move.debit,
            "credit": move.credit,
            "decision": move.decision,
            "commitment": move.commitment,
            "invoice": move.invoice,
            "reverses": move.reverses,
            "refers_to": move.refers_to,
            "posted_by": self.by,
        }
        refs = dict(move.refs)
        if self.journal_number:
            refs["journal_number"] = self.journal_number
        transfer = Transfer(
            sequence=self.size + number + 1,
            posting=self.size + 1,
            kind=str(move.kind),
            amount_cents=move.amount_cents,
            bank_line=move.bank_line,
            refs=refs,
            journal_number=self.journal_number,
            idempotency_key=self.idempotency_key if number == 0 else f"{self.idempotency_key}#{number + 1}",
            payload_hash=self.payload_hash,
            period=self.period,
            posted_at=self.at,
            **{f"{name}_id": row.pk for name, row in related.items() if row is not None},
        )
        transfer._state.fields_cache.update(related)
        return transfer

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
    key = idempotency_key or secrets.token_hex(8)
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
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT size FROM household_book WHERE municipality_id = %s {_for_update()}",  # noqa: S608
            [municipality.pk],
        )
        row = cursor.fetchone()
    if row is None:
        Book.objects.bulk_create([Book(municipality=municipality)], ignore_conflicts=True)
        return _lock(municipality)
    return int(row[0])


def _for_update() -> str:
    return "FOR UPDATE" if connection.features.has_select_for_update else ""


_COLUMNS = [str(field.column) for field in Transfer._meta.concrete_fields if not field.primary_key]
_ATTRIBUTES = [field.attname for field in Transfer._meta.concrete_fields if not field.primary_key]
_INSERT = (
    f"INSERT INTO household_transfer ({', '.join(_COLUMNS)}) "  # noqa: S608 - names of the model
    f"VALUES ({', '.join(['%s'] * len(_COLUMNS))}) RETURNING id"
)


def _insert(transfers: Sequence[Transfer]) -> None:
    """Write the rows one by one, past the query compiler: posting is what the book does most.

    The database does the rest in the same statement: guards, balances, the number of transfers.
    """
    with connection.cursor() as cursor:
        for transfer in transfers:
            values = {name: getattr(transfer, name) for name in _ATTRIBUTES}
            values["refs"] = connection.ops.adapt_json_value(values["refs"], None)
            values["posted_at"] = connection.ops.adapt_datetimefield_value(values["posted_at"])
            cursor.execute(_INSERT, list(values.values()))
            transfer.pk = cursor.fetchone()[0]
            transfer._state.adding, transfer._state.db = False, connection.alias


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


_ACCOUNT_FIELDS = [field.attname for field in Account._meta.concrete_fields]
_ACCOUNT_COLUMNS = ", ".join(f'"{field.column}"' for field in Account._meta.concrete_fields)


def account_of(fund: Fund, kind: str, subject: str = "", task_field: TaskField | None = None) -> Account:
    """The account of a fund, opened empty when it is new. Call it with the book open."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_ACCOUNT_COLUMNS} FROM household_account "  # noqa: S608
            "WHERE fund_id = %s AND kind = %s AND subject = %s",
            [fund.pk, str(kind), subject],
        )
        row = cursor.fetchone()
    if row is None:
        return Account.objects.create(
            municipality_id=fund.municipality_id,
            fund=fund,
            kind=kind,
            subject=subject,
            task_field=task_field,
            floor_cents=None if kind == Account.Kind.SOURCE else 0,
        )
    account = Account.from_db(connection.alias, _ACCOUNT_FIELDS, row)
    account.fund = fund
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


def take_from(accounts: Sequence[Account], amount_cents: int | None) -> list[tuple[Account, int]]:
    """How much of an amount (all there is, if None) comes from each account, in their order.

    Refuses with 'balance_short' and 'amount_not_positive'.
    """
    left = sum(account.balance_cents for account in accounts) if amount_cents is None else amount_cents
    if left <= 0:
        raise Refusal(SENTENCES["amount_not_positive"], code="amount_not_positive")
    parts = []
    for account in accounts:
        part = min(left, account.balance_cents)
        if part > 0:
            parts.append((account, part))
            left -= part
    if left:
        raise Refusal(SENTENCES["balance_short"], code="balance_short", short_cents=left)
    return parts


def told(reference: str) -> str:
    """The reference of a paper. Refuses an empty one ('document_missing')."""
    if not reference.strip():
        raise Refusal(_("Name the paper behind it."), code="document_missing")
    return reference.strip()
