"""Grants and estimates from a file (CSV or xlsx): all rows or none, every fault listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from samenspel.foundation.errors import Refusal
from samenspel.foundation.intake import ColumnSpec, IntakeRow, apply_mapping, propose_mapping

from .. import engine
from ..models import Estimate, Freedom, Fund, OwnerKind
from .funds import open_fund, save_estimate

YEARS = (2000, 2100)


def _one_of(words: Mapping[str, Sequence[str]]) -> Callable[..., str]:
    """A parser that knows each value by its own name and by its Dutch words."""
    by_word = {word.casefold(): value for value, known in words.items() for word in (value, *known)}

    def parse(text: str, *, row: int | None = None, column: str | None = None) -> str:
        if text.casefold() in by_word:
            return by_word[text.casefold()]
        allowed = ", ".join(words)
        fault = engine.Fault(
            "not_a_choice",
            f"'{text[:40]}' is not one of: {allowed}.",
            "Write one of these words.",
            row=row,
            column=column,
            params={"value": text[:40], "allowed": list(words)},
        )
        raise engine.FaultsError([fault])

    return parse


def _cents(text: str, *, row: int | None = None, column: str | None = None) -> int:
    return engine.parse_cents(text, row=row, column=column, minimum=1)


def _year(text: str, *, row: int | None = None, column: str | None = None) -> int:
    return engine.parse_integer(text, row=row, column=column, minimum=YEARS[0], maximum=YEARS[1])


def _percent(text: str, *, row: int | None = None, column: str | None = None) -> int:
    return engine.parse_integer(text.removesuffix("%"), row=row, column=column, minimum=0, maximum=100)


def _codes(text: str, *, row: int | None = None, column: str | None = None) -> list[str]:
    return text.replace(",", " ").split()


_FREEDOM = _one_of(
    {
        Freedom.FIXED.value: ("vast", "ligt vast"),
        Freedom.INFLUENCE.value: ("advies", "beïnvloedbaar"),
        Freedom.FREE.value: ("vrij",),
    }
)
_OWNER_KIND = _one_of(
    {
        OwnerKind.DEPARTMENT.value: ("afdeling", "directie"),
        OwnerKind.CITY_COUNCIL.value: ("gemeenteraad",),
        OwnerKind.CORPORATION.value: ("corporatie", "woningcorporatie"),
        OwnerKind.FOUNDATION.value: ("fonds", "stichting"),
        OwnerKind.RESIDENTS.value: ("bewoners",),
    }
)
_SHARED = (
    ColumnSpec("owner_name", synonyms=("owner", "eigenaar")),
    ColumnSpec("owner_kind", synonyms=("kind of owner", "soort eigenaar"), parse=_OWNER_KIND),
    ColumnSpec("task_field_code", synonyms=("task field", "taakveld")),
    ColumnSpec("year", synonyms=("jaar",), parse=_year),
    ColumnSpec("freedom", synonyms=("vrijheid", "ruimte"), parse=_FREEDOM),
    ColumnSpec("amount_cents", synonyms=("amount", "bedrag"), parse=_cents),
)
GRANT_COLUMNS = (
    ColumnSpec("name", synonyms=("fund", "potje", "naam")),
    *_SHARED,
    ColumnSpec("economic_category", synonyms=("economische categorie", "categorie")),
    ColumnSpec("ends_on", synonyms=("einddatum", "loopt tot"), parse=engine.parse_date),
    ColumnSpec("grant_letter", synonyms=("document", "beschikking", "besluit")),
    ColumnSpec("earmark", required=False, synonyms=("oormerk", "bestemming")),
    ColumnSpec("earmark_codes", required=False, synonyms=("oormerk taakvelden",), parse=_codes),
    ColumnSpec("journal_number", required=False, synonyms=("boekstuknummer", "journaalnummer")),
)
ESTIMATE_COLUMNS = (
    ColumnSpec("title", synonyms=("naam", "omschrijving")),
    *_SHARED,
    ColumnSpec("domain", synonyms=("domein",)),
    ColumnSpec("allocation_key", synonyms=("verdeelsleutel",)),
    ColumnSpec("uncertainty_percent", synonyms=("onzekerheid",), parse=_percent),
    ColumnSpec("basis", required=False, synonyms=("wet of contract", "grondslag")),
)


def import_grants(
    *,
    neighbourhood: Any,
    source: Path | bytes,
    by: Any,
    mapping: Mapping[str, str] | None = None,
    idempotency_key: str = "",
    at: datetime | None = None,
) -> list[Fund]:
    """Open a fund for each row of a file of grants (`GRANT_COLUMNS`), all or none.

    `mapping` is field → header; without it the headers are recognised. The same file sent again with the same
    `idempotency_key` posts nothing new. Raises engines' FaultsError with
    every fault by row and column; Refusal 'not_controller'.
    """

    def save(values: dict[str, Any], row: int) -> Fund:
        key = f"{idempotency_key}-{row}" if idempotency_key else ""
        return open_fund(neighbourhood=neighbourhood, by=by, idempotency_key=key, at=at, **values)

    return _import(source, GRANT_COLUMNS, mapping, save)


def import_estimates(
    *, neighbourhood: Any, source: Path | bytes, mapping: Mapping[str, str] | None = None
) -> list[Estimate]:
    """Save an estimate for each row of a file (`ESTIMATE_COLUMNS`), all or none; see `import_grants`."""

    def save(values: dict[str, Any], _row: int) -> Estimate:
        return save_estimate(neighbourhood=neighbourhood, **values)

    return _import(source, ESTIMATE_COLUMNS, mapping, save)


@transaction.atomic
def _import(
    source: Path | bytes,
    columns: Sequence[ColumnSpec],
    mapping: Mapping[str, str] | None,
    save: Callable[[dict[str, Any], int], Any],
) -> list[Any]:
    table = engine.read_table(source)
    chosen = propose_mapping(table.columns, columns) if mapping is None else mapping
    saved, faults = [], []
    for row in apply_mapping(table, columns, chosen):
        try:
            saved.append(save({name: value for name, value in row.values.items() if value is not None}, row.number))
        except Refusal as refusal:
            if refusal.code == "not_controller":
                raise
            faults.append(_fault_of(refusal, row))
    if faults:
        raise engine.FaultsError(faults)
    return saved


def _fault_of(refusal: Refusal, row: IntakeRow) -> engine.Fault:
    """A service's refusal as a fault of the row that it refused."""
    return engine.Fault(
        str(refusal.code),
        refusal.messages[0],
        "Change this row and send the file again.",
        row=row.number,
        params=dict(refusal.params or {}),
    )
