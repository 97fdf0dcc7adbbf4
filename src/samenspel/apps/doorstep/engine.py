"""Small numbers of people hidden by the product's one rule, and a file that says where streets lie."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import partial

from samenspel.engines.errors import Fault, FaultsError
from samenspel.engines.opinions.privacy import suppress_parts
from samenspel.engines.tabular import read_table
from samenspel.foundation.intake import ColumnSpec, apply_mapping, propose_mapping

# The European part of the Netherlands, with room to spare.
LONGITUDES, LATITUDES = (Decimal(3), Decimal(8)), (Decimal("50.5"), Decimal(54))


def shown_parts(counts: Sequence[int]) -> list[int | None]:
    """Counts that add up to a known total, None for each that stays hidden."""
    return suppress_parts(counts)


def read_streets(data: bytes, name: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Street → (longitude, latitude) in degrees, from CSV or xlsx. Raises FaultsError with everything found."""
    table = read_table(data, name=name)
    rows = apply_mapping(table, _STREETS, propose_mapping(table.columns, _STREETS))
    return {row.values["street"]: (row.values["longitude"], row.values["latitude"]) for row in rows}


def _degrees(
    text: str, *, within: tuple[Decimal, Decimal], row: int | None = None, column: str | None = None
) -> Decimal:
    try:
        value = Decimal(text.strip().replace(",", ".")).quantize(Decimal("0.000001"))
    except InvalidOperation:
        value = Decimal(-1)
    if not within[0] <= value <= within[1]:
        raise FaultsError(
            [
                Fault(
                    code="out_of_range",
                    message=f"{text[:40]!r} is no degree in this country.",
                    remedy=f"Write degrees between {within[0]} and {within[1]}, such as 6.5794.",
                    row=row,
                    column=column,
                )
            ]
        )
    return value


_STREETS = (
    ColumnSpec("street", synonyms=("straat", "straatnaam", "openbareruimte")),
    ColumnSpec("longitude", synonyms=("lengtegraad", "lon", "lng"), parse=partial(_degrees, within=LONGITUDES)),
    ColumnSpec("latitude", synonyms=("breedtegraad", "lat"), parse=partial(_degrees, within=LATITUDES)),
)
