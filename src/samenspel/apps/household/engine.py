"""Rows of the book as the ledger engine sees them, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from samenspel.engines import ledger
from samenspel.engines.errors import EngineError, Fault, FaultsError
from samenspel.engines.evidence import canonical_bytes, leaf_hash, seal
from samenspel.engines.tabular import parse_cents, parse_date, parse_integer, read_table, write_csv

from .models import Fund, Transfer

__all__ = ["Fault", "FaultsError", "parse_cents", "parse_date", "parse_integer", "read_table", "write_csv"]

# The columns from which a transfer is read, so that 100,000 of them need no model instances.
COLUMNS = (
    "sequence",
    "fund__public_id",
    "kind",
    "debit__kind",
    "debit__subject",
    "credit__kind",
    "credit__subject",
    "amount_cents",
    "idempotency_key",
    "period",
    "posted_at",
    "refs",
    "reverses__sequence",
)


def payload_hash(request: Mapping[str, Any]) -> str:
    """Hex SHA-256 of what was asked, in canonical bytes."""
    return hashlib.sha256(canonical_bytes(dict(request))).hexdigest()


def content_of(transfer: Transfer) -> dict[str, Any]:
    """What the trail holds of a transfer whose related rows are loaded."""
    return dict(
        ledger.transfer_content(
            _transfer(
                transfer.sequence,
                transfer.fund.public_id,
                transfer.kind,
                transfer.debit.kind,
                transfer.debit.subject,
                transfer.credit.kind,
                transfer.credit.subject,
                transfer.amount_cents,
                transfer.idempotency_key,
                transfer.period,
                transfer.posted_at,
                transfer.refs,
                transfer.reverses.sequence if transfer.reverses else None,
            )
        )
    )


def _transfer(
    sequence: int,
    fund: str,
    kind: str,
    debit_kind: str,
    debit_subject: str,
    credit_kind: str,
    credit_subject: str,
    amount_cents: int,
    key: str,
    period: str,
    at: datetime,
    refs: Mapping[str, str],
    reverses: int | None,
) -> ledger.Transfer:
    return ledger.Transfer(
        sequence=sequence,
        fund=fund,
        kind=kind,
        debit=ledger.Account(debit_kind, debit_subject),
        credit=ledger.Account(credit_kind, credit_subject),
        amount_cents=amount_cents,
        key=key,
        period=period,
        at=at,
        refs=refs,
        reverses=reverses,
    )


def transfers_of(municipality: Any) -> Iterator[ledger.Transfer]:
    """The book of a municipality in its order."""
    return _read(Transfer.objects.filter(municipality=municipality).order_by("sequence"))


def _read(transfers: QuerySet[Transfer]) -> Iterator[ledger.Transfer]:
    for row in transfers.values_list(*COLUMNS).iterator(chunk_size=5000):
        yield _transfer(*row)


def fund_of(fund: Fund) -> ledger.Fund:
    """A fund with its colour. Its task field must be loaded."""
    return ledger.Fund(
        id=fund.public_id,
        owner=fund.owner_name,
        task_field=fund.task_field.code,
        task_field_year=fund.task_field.year,
        economic_category=fund.economic_category,
        year=fund.year,
        freedom=fund.freedom,
        earmark=tuple(fund.earmark_codes),
        ends_on=fund.ends_on,
    )


def funds_of(municipality: Any) -> list[ledger.Fund]:
    """All funds of a municipality, in the order they were opened."""
    return [
        fund_of(fund)
        for fund in Fund.objects.filter(municipality=municipality).select_related("task_field").order_by("pk")
    ]


def split(
    amount_cents: int, funds: Sequence[Fund], available_cents: Mapping[str, int], purpose: str | None
) -> tuple[list[tuple[Fund, int]], int]:
    """((fund, cents) in the published order, cents that are short); parts are empty when money is short."""
    by_id = {fund.public_id: fund for fund in funds}
    try:
        parts = ledger.split_over_funds(
            amount_cents, [fund_of(fund) for fund in funds], available_cents, purpose=purpose
        )
    except EngineError as error:
        if error.code != "insufficient_funds":
            raise
        return [], int(str(error.params["short_cents"]))
    return [(by_id[public_id], cents) for public_id, cents in parts], 0


def in_published_order(funds: Iterable[Fund]) -> list[Fund]:
    """The narrowest earmark first, then the earliest end, then the id. Task fields must be loaded."""
    by_id = {fund.public_id: fund for fund in funds}
    return [by_id[one.id] for one in ledger.funding_order([fund_of(fund) for fund in by_id.values()])]


def leaf_of(content: Mapping[str, Any]) -> bytes:
    """The Merkle leaf hash of a transfer's content as the trail holds it."""
    return leaf_hash(canonical_bytes(dict(content)))


def violations_of(
    municipality: Any,
    *,
    decision_cents: Mapping[str, int],
    commitment_cents: Mapping[str, int],
    closed_after: Mapping[str, int],
    balances: Iterable[tuple[str, str, str, int]],
    leaves: Mapping[int, bytes],
) -> list[ledger.Violation]:
    """What the engine finds wrong with a municipality's book; `balances` are (fund, kind, subject, cents)."""
    book = ledger.Book(
        funds={fund.id for fund in funds_of(municipality)},
        decision_cents=decision_cents,
        commitment_cents=commitment_cents,
        closed_after=closed_after,
        cached_cents={ledger.FundAccount(fund, kind, ref): cents for fund, kind, ref, cents in balances},
        leaves=leaves,
    )
    return ledger.check(transfers_of(municipality), book)


def beancount_of(municipality: Any, title: str) -> str:
    """The book as a file that bean-check accepts."""
    return ledger.to_beancount(list(transfers_of(municipality)), title=title)


def csv_of(transfers: QuerySet[Transfer], *, delimiter: str = ",") -> bytes:
    """Transfers as rows of formula-safe CSV."""
    return ledger.to_csv(_read(transfers), delimiter=delimiter)


def sealed_book(municipality: Any, **bounds: Mapping[str, int]) -> bytes:
    """The whole book of a municipality as a sealed bundle; `bounds` as `ledger.book_bundle` takes them."""
    bundle = ledger.book_bundle(
        municipality=municipality.public_id,
        funds=funds_of(municipality),
        transfers=list(transfers_of(municipality)),
        **bounds,
    )
    return seal(bundle)
