"""A table of text: what every reader hands over, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samenspel.engines.errors import EngineError, Fault, FaultsError


@dataclass(frozen=True)
class Table:
    """Named columns of text.

    Every row has as many cells as there are columns. `row_numbers[i]` is where row i stood in the file,
    counted as a spreadsheet does: the header is row 1, empty rows count but are left out.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]

    def column(self, name: str) -> tuple[str, ...]:
        """The cells below one header. Raises EngineError `no_such_column` (name, columns)."""
        if name not in self.columns:
            raise EngineError("no_such_column", name=name, columns=self.columns)
        index = self.columns.index(name)
        return tuple(row[index] for row in self.rows)

    def dicts(self) -> list[dict[str, str]]:
        """Each row as header → cell."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def table_from_records(records: Iterable[tuple[int, Sequence[str]]], faults: list[Fault]) -> Table:
    """Check numbered records (cells already stripped) and make them a table.

    The first record with any text is the header. `faults` holds what the reader already found; if it is
    not empty at the end, nothing is handed over. Raises FaultsError.
    """
    numbers: list[int] = []
    rows: list[tuple[str, ...]] = []
    for number, cells in records:
        if any(cells):
            numbers.append(number)
            rows.append(tuple(cells))
    if not rows:
        faults = faults or [Fault("empty_file", "The file has no rows.", "Send a file with a header row.")]
        raise FaultsError(faults)
    columns = _without_empty_tail(rows[0], rows[1:])
    faults = faults + _header_faults(numbers[0], columns)
    width = len(columns)
    for index in range(1, len(rows)):
        cells = rows[index]
        if len(cells) == width:
            continue
        if _only_empty_beyond(cells, width):
            rows[index] = cells[:width]
        else:
            faults.append(_ragged(numbers[index], cells, columns))
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0))
    return Table(columns, tuple(rows[1:]), tuple(numbers[1:]))


def _without_empty_tail(header: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Drop trailing columns without a header in which no row has text: spreadsheets leave these behind."""
    width = len(header)
    while width and not header[width - 1]:
        width -= 1
    if width == len(header):
        return tuple(header)
    used = max((index + 1 for cells in body for index, cell in enumerate(cells) if cell), default=0)
    return tuple(header[: max(width, min(used, len(header)))])


def _only_empty_beyond(cells: Sequence[str], width: int) -> bool:
    return len(cells) > width and not any(cells[width:])


def _header_faults(row: int, columns: Sequence[str]) -> list[Fault]:
    faults = []
    seen: set[str] = set()
    for position, name in enumerate(columns, start=1):
        if not name:
            faults.append(
                Fault(
                    "empty_header",
                    f"Column {position} has no header.",
                    "Give every column a name in the first row, or remove the column.",
                    row=row,
                    column=str(position),
                    params={"position": position},
                )
            )
        elif name in seen:
            faults.append(
                Fault(
                    "duplicate_header",
                    f"The header '{name}' stands twice.",
                    "Give every column a name of its own.",
                    row=row,
                    column=name,
                    params={"name": name, "position": position},
                )
            )
        seen.add(name)
    return faults


def _ragged(number: int, cells: Sequence[str], columns: Sequence[str]) -> Fault:
    found, expected = len(cells), len(columns)
    column = columns[found] if found < expected else columns[-1]
    return Fault(
        "ragged_row",
        f"This row has {found} cells; the header has {expected}.",
        "Check for a missing or extra separator, or put quotes around text that contains the separator.",
        row=number,
        column=column,
        params={"found": found, "expected": expected},
    )
