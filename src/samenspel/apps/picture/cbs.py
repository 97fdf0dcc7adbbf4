"""Reads key figures of districts and neighbourhoods (Kerncijfers wijken en buurten) of Statistics Netherlands.

The codes are text ('GM0014', 'WK001404'), padded with spaces in OData and able to hold letters. A column's
suffix ('AantalInwoners_5') shifts every year, so columns are matched on their base name. '.' means secret or
unknown, an empty cell impossible; neither becomes a zero. Counts of neighbourhoods are rounded to multiples of 5,
so parts do not add up to the whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Any

from samenspel.engines.errors import Fault, FaultsError

from . import engine


@dataclass(frozen=True)
class Topic:
    """One topic of the picture: its key here, its unit, and the base name of its column at CBS."""

    key: str
    unit: str
    column: str


TOPICS = (
    Topic("inhabitants", "number", "AantalInwoners"),
    Topic("men", "number", "Mannen"),
    Topic("women", "number", "Vrouwen"),
    Topic("age_0_to_15", "number", "k_0Tot15Jaar"),
    Topic("age_15_to_25", "number", "k_15Tot25Jaar"),
    Topic("age_25_to_45", "number", "k_25Tot45Jaar"),
    Topic("age_45_to_65", "number", "k_45Tot65Jaar"),
    Topic("age_65_and_over", "number", "k_65JaarOfOuder"),
    Topic("density", "per km2", "Bevolkingsdichtheid"),
    Topic("dwellings", "number", "Woningvoorraad"),
    Topic("area_total", "ha", "OppervlakteTotaal"),
    Topic("area_land", "ha", "OppervlakteLand"),
    Topic("area_water", "ha", "OppervlakteWater"),
)
_TOPIC_OF_COLUMN = {topic.column.lower(): topic for topic in TOPICS}
_REGION = re.compile(r"(NL\w{2}|GM\w{4}|WK\w{6}|BU\w{8})")
_REGION_COLUMNS = ("wijkenenbuurten", "codering", "regioaanduiding")


@dataclass(frozen=True)
class FigureRow:
    """One figure as read: `value` is None where the source keeps it secret or does not know it."""

    region_code: str
    topic: str
    unit: str
    value: Decimal | None


def base_name(column: str) -> str:
    """A CBS column without its yearly suffix, lower case: 'AantalInwoners_5' → 'aantalinwoners'."""
    return re.sub(r"_\d+$", "", column.strip()).lower()


def read_key_figures(data: bytes, *, name: str) -> list[FigureRow]:
    """Figures in a file: OData JSON ({'value': [...]}), JSON by region code, or CSV/xlsx as StatLine gives it.

    Raises FaultsError with every row and column that cannot be read; nothing is half read.
    """
    if data.lstrip()[:1] in (b"{", b"["):
        records = _json_records(data)
    else:
        records = [(number, row) for number, row in engine.table_records(data, name)]
    if not records:
        raise FaultsError(
            [Fault("no_rows", "The file holds no rows.", "Give a file of key figures of districts and neighbourhoods.")]
        )
    faults: list[Fault] = []
    rows = [figure for number, record in records for figure in _figures(number, record, faults)]
    if faults:
        raise FaultsError(faults)
    if not rows:
        raise FaultsError(
            [
                Fault(
                    "no_known_columns",
                    "None of the columns is a key figure that we know.",
                    "Give the table 'Kerncijfers wijken en buurten'; its columns start with AantalInwoners.",
                )
            ]
        )
    return rows


def _json_records(data: bytes) -> list[tuple[int, Mapping[str, Any]]]:
    try:
        document = json.loads(data)
    except ValueError as error:
        raise FaultsError(
            [Fault("not_json", f"The file is not valid JSON: {error}.", "Download the file again.")]
        ) from error
    if isinstance(document, dict) and isinstance(document.get("value"), list):
        document = document["value"]
    if isinstance(document, list):
        return [(number, record) for number, record in enumerate(document, start=1) if isinstance(record, dict)]
    return [
        (number, {"WijkenEnBuurten": code, **record})
        for number, (code, record) in enumerate(document.items(), start=1)
        if isinstance(record, dict)
    ]


def _figures(number: int, record: Mapping[str, Any], faults: list[Fault]) -> Iterable[FigureRow]:
    by_base = {base_name(column): (column, value) for column, value in record.items()}
    code = next((str(by_base[c][1]).strip() for c in _REGION_COLUMNS if c in by_base and by_base[c][1]), "")
    if not _REGION.fullmatch(code):
        faults.append(
            Fault(
                "region_unknown",
                f"'{code}' is no region code.",
                "A code is GM with 4 characters, WK with 6 or BU with 8, as text.",
                row=number,
                column="WijkenEnBuurten",
            )
        )
        return
    for base, (column, raw) in by_base.items():
        topic = _TOPIC_OF_COLUMN.get(base)
        text = "" if raw is None else str(raw).strip()
        if topic is None or text == "":
            continue
        value: Decimal | None = None
        if text != ".":
            try:
                value = Decimal(text.replace(",", "."))
                if not value.is_finite():
                    raise InvalidOperation
            except InvalidOperation:
                faults.append(
                    Fault(
                        "not_a_number",
                        f"'{text}' is not a number.",
                        "Write a number, or a full stop where it is secret.",
                        row=number,
                        column=column,
                    )
                )
                continue
        yield FigureRow(code, topic.key, topic.unit, value)


def shipped_groningen() -> dict[str, Any]:
    """The figures and coarse outlines of Groningen's twenty neighbourhoods that come with the project."""
    text = resources.files(__package__).joinpath("data", "groningen_2024.json").read_text(encoding="utf-8")
    return json.loads(text)
