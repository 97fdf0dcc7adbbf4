"""Read the whole book again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from samenspel.apps.trail.selectors import acts_of, payload_of, verify_trail
from samenspel.foundation.triggers import faulty_triggers

from .. import engine
from ..models import Account, Commitment, Period, Transfer


@dataclass(frozen=True)
class BookFault:
    """One thing that is not as it must be. `where`: database, engine, rows or trail."""

    where: str
    code: str
    sequence: int | None
    detail: str


@dataclass(frozen=True)
class BookReport:
    """The outcome of verifying a municipality's book."""

    municipality: str
    transfers: int
    funds: int
    root: str
    faults: tuple[BookFault, ...]

    @property
    def verifies(self) -> bool:
        return not self.faults


def verify_book(municipality: Any) -> BookReport:
    """Guards in place, every promise kept by every transfer, stored balances, and the trail's own record."""
    trail = verify_trail(municipality)
    leaves, missing = _leaves(municipality)
    faults = [BookFault("database", f"trigger_{state}", None, name) for name, state in faulty_triggers()]
    faults += [BookFault("trail", "act_differs", None, f"{f.sequence}: {f.what}") for f in trail.faults]
    faults += missing
    faults += [
        BookFault("engine", v.code, v.sequence, ", ".join(f"{name} {value}" for name, value in v.params.items()))
        for v in engine.violations_of(
            municipality,
            **_bounds(municipality),
            balances=Account.objects.filter(municipality=municipality).values_list(
                "fund__public_id", "kind", "subject", "balance_cents"
            ),
            leaves=leaves,
        )
    ]
    faults += _rows_beside_refs(municipality)
    return BookReport(
        municipality=municipality.name,
        transfers=Transfer.objects.filter(municipality=municipality).count(),
        funds=len(engine.funds_of(municipality)),
        root=trail.root,
        faults=tuple(faults),
    )


def book_bundle_bytes(municipality: Any) -> bytes:
    """The book as a sealed bundle: what `samenspel verify` checks offline."""
    return engine.sealed_book(municipality, **_bounds(municipality))


def _bounds(municipality: Any) -> dict[str, dict[str, int]]:
    """What the transfers must stay within: decisions, commitments and closed periods."""
    return {
        "decision_cents": _limits(municipality),
        "commitment_cents": dict(
            Commitment.objects.filter(municipality=municipality).values_list("public_id", "amount_cents")
        ),
        "closed_after": dict(Period.objects.filter(municipality=municipality).values_list("period", "last_sequence")),
    }


def _limits(municipality: Any) -> dict[str, int]:
    """Decision → what it may spend; nothing where the decision does not stand as adopted."""
    rows = (
        Transfer.objects.filter(municipality=municipality, decision__isnull=False)
        .order_by()
        .values_list("decision__public_id", "decision__amount_cents", "decision__status")
        .distinct()
    )
    return {public_id: (cents or 0) if status == "adopted" else 0 for public_id, cents, status in rows}


def _leaves(municipality: Any) -> tuple[dict[int, bytes], list[BookFault]]:
    """Transfer → leaf of what the trail says of it, and the acts about transfers that the book lacks."""
    numbers = dict(
        Transfer.objects.filter(municipality=municipality).order_by().values_list("act_sequence", "sequence")
    )
    leaves: dict[int, bytes] = {}
    faults = []
    for act in acts_of(municipality).filter(kind="money.moved").iterator(chunk_size=5000):
        number = numbers.get(act.sequence)
        if number is None or str(number) != act.subject_id:
            faults.append(BookFault("rows", "transfer_missing", None, f"act {act.sequence}: {act.subject_id}"))
        else:
            leaves[number] = engine.leaf_of(payload_of(act))
    return leaves, faults


# Column → the ref that must say the same.
_BESIDE = {
    "decision__public_id": "decision",
    "commitment__public_id": "commitment",
    "invoice__public_id": "invoice",
    "bank_line": "bank_line",
    "journal_number": "journal_number",
    "refers_to__sequence": "original",
}


def _rows_beside_refs(municipality: Any) -> Iterator[BookFault]:
    """Columns beside the canonical refs must not say something else than those."""
    rows = Transfer.objects.filter(municipality=municipality).order_by("sequence")
    for sequence, refs, *columns in rows.values_list("sequence", "refs", *_BESIDE).iterator(chunk_size=5000):
        for value, name in zip(columns, _BESIDE.values(), strict=True):
            if name in refs and refs[name] != str(value):
                yield BookFault("rows", "column_differs", sequence, name)


def export_of(municipality: Any, format_name: str) -> tuple[bytes, int]:
    """(the book as 'beancount' or 'csv', number of transfers)."""
    transfers = Transfer.objects.filter(municipality=municipality).order_by("sequence")
    if format_name == "csv":
        return engine.csv_of(transfers), transfers.count()
    return engine.beancount_of(municipality, municipality.name).encode(), transfers.count()
