"""Import with column mapping, for every app: a table of text to rows of values, whole or not at all.

An app says which fields it wants (`ColumnSpec`), `propose_mapping` finds them among the headers, a person
confirms or changes that on screen, and `apply_mapping` reads every cell and lists every fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stdnum.nl import bsn

from samenspel.engines.errors import Fault
from samenspel.engines.tabular import FaultList, Table

Parser = Callable[..., Any]

# A number of nine digits passes the citizen service number's check by chance once in eleven times; three
# different ones that pass, and most of the column with them, do not happen by chance.
CITIZEN_NUMBERS_MIN = 3
CITIZEN_NUMBER_HEADERS = frozenset(
    {"bsn", "burgerservicenummer", "burgerservicenr", "bsnummer", "bsnnummer", "sofinummer", "sofinr"}
)


def parse_text(text: str, *, row: int | None = None, column: str | None = None) -> str:
    """The cell as it stands: the parser of a field that is plain text."""
    return text


@dataclass(frozen=True)
class ColumnSpec:
    """One field that an app wants from a file.

    `parse(text, row=, column=)` turns a filled cell into a value and raises FaultsError when it can't; an
    empty cell of a field that is not required becomes None. `synonyms` are headers by which the field is
    known elsewhere.
    """

    name: str
    required: bool = True
    synonyms: tuple[str, ...] = ()
    parse: Parser = parse_text


@dataclass(frozen=True)
class IntakeRow:
    """One row that was read: where it stood in the file (the header is row 1) and a value per field."""

    number: int
    values: Mapping[str, Any]


def propose_mapping(columns: Sequence[str], specs: Sequence[ColumnSpec]) -> dict[str, str]:
    """Field name → header, for the fields that are found; a header serves one field.

    A header that equals a field's name or synonym (capitals, accents and punctuation aside) comes first,
    then one that has such a name among its words, if it is the only one. The outcome depends on the
    arguments alone.
    """
    mapping: dict[str, str] = {}
    for matches in (_equals, _contains):
        for spec in specs:
            if spec.name in mapping:
                continue
            free = [column for column in columns if column not in mapping.values()]
            found = matches(free, spec)
            if found is not None:
                mapping[spec.name] = found
    return mapping


def apply_mapping(table: Table, specs: Sequence[ColumnSpec], mapping: Mapping[str, str]) -> tuple[IntakeRow, ...]:
    """Read every row of `table` by `mapping` (field name → header).

    Raises FaultsError with everything found: citizen_numbers, unknown_field, no_such_column, column_twice,
    column_missing (about columns), empty_cell and what the parsers refuse (by row and column).
    """
    columns = FaultList()
    for fault in (*citizen_number_faults(table), *_mapping_faults(table, specs, mapping)):
        columns.add(fault)
    columns.raise_if_any()
    cells = FaultList()
    positions = {name: table.columns.index(header) for name, header in mapping.items()}
    rows = tuple(
        IntakeRow(number, _values(row, number, specs, mapping, positions, cells))
        for row, number in zip(table.rows, table.row_numbers, strict=True)
    )
    cells.raise_if_any()
    return rows


def citizen_number_faults(table: Table) -> list[Fault]:
    """A fault for every column, mapped or not, that holds citizen service numbers (BSN).

    Such a column is known by its header, or because most of its different values of eight or nine digits
    pass the number's own check and at least `CITIZEN_NUMBERS_MIN` do.
    """
    faults = []
    for index, header in enumerate(table.columns):
        numbers = {_bare_number(row[index]) for row in table.rows} - {""}
        valid = sum(bsn.is_valid(number) for number in numbers)
        by_value = valid >= CITIZEN_NUMBERS_MIN and 2 * valid > len(numbers)
        if by_value or (_folded(header) in CITIZEN_NUMBER_HEADERS and any(row[index] for row in table.rows)):
            faults.append(_citizen_number_fault(header, valid, len(numbers)))
    return faults


def _citizen_number_fault(header: str, valid: int, checked: int) -> Fault:
    return Fault(
        "citizen_numbers",
        f"Column '{header}' holds citizen service numbers: {valid} of its {checked} different numbers of "
        "eight or nine digits pass the check of a BSN.",
        "Remove this column from the file and send it again; a draw never needs it.",
        column=header,
        params={"column": header, "valid": valid, "checked": checked},
    )


def _bare_number(cell: str) -> str:
    """The cell's digits if it is a number of eight or nine digits, however written; else ''."""
    bare = re.sub(r"[ .\-]", "", cell)
    return bare if re.fullmatch(r"[0-9]{8,9}", bare) else ""


def _mapping_faults(table: Table, specs: Sequence[ColumnSpec], mapping: Mapping[str, str]) -> list[Fault]:
    known = {spec.name for spec in specs}
    faults = []
    taken: set[str] = set()
    for name, header in mapping.items():
        if name not in known:
            faults.append(_column_fault("unknown_field", f"There is no field '{name}'.", name, header))
        elif header not in table.columns:
            faults.append(_column_fault("no_such_column", f"There is no column '{header}'.", name, header))
        elif header in taken:
            faults.append(_column_fault("column_twice", f"Column '{header}' serves two fields.", name, header))
        taken.add(header)
    for spec in specs:
        if spec.required and spec.name not in mapping:
            faults.append(
                Fault(
                    "column_missing",
                    f"No column is chosen for '{spec.name}'.",
                    "Choose the column that holds it, or add it to the file.",
                    params={"field": spec.name},
                )
            )
    return faults


def _column_fault(code: str, message: str, name: str, header: str) -> Fault:
    remedy = "Choose another column for this field."
    return Fault(code, message, remedy, column=header, params={"field": name, "column": header})


def _values(
    row: Sequence[str],
    number: int,
    specs: Sequence[ColumnSpec],
    mapping: Mapping[str, str],
    positions: Mapping[str, int],
    faults: FaultList,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for spec in specs:
        text = row[positions[spec.name]] if spec.name in positions else ""
        values[spec.name] = None
        if text:
            values[spec.name] = faults.collect(spec.parse, text, row=number, column=mapping[spec.name])
        elif spec.required:
            faults.add(
                Fault(
                    "empty_cell",
                    f"'{mapping[spec.name]}' is empty.",
                    "Fill it in, or leave the row out.",
                    row=number,
                    column=mapping[spec.name],
                    params={"field": spec.name},
                )
            )
    return values


def _folded(text: str) -> str:
    """Lower case without accents, spaces or punctuation, to compare headers by."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain.casefold())


def _equals(columns: Sequence[str], spec: ColumnSpec) -> str | None:
    for wanted in (spec.name, *spec.synonyms):
        for column in columns:
            if _folded(column) == _folded(wanted):
                return column
    return None


def _contains(columns: Sequence[str], spec: ColumnSpec) -> str | None:
    wanted = [_words(name) for name in (spec.name, *spec.synonyms)]
    found = [column for column in columns if any(_is_run(words, _words(column)) for words in wanted if words)]
    return found[0] if len(found) == 1 else None


def _is_run(words: Sequence[str], inside: Sequence[str]) -> bool:
    """True when `words` stand in `inside` one after the other."""
    span = len(words)
    return any(list(inside[i : i + span]) == list(words) for i in range(len(inside) - span + 1))
