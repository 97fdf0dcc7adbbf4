"""Bytes or a path to a table: which kind of file it is, its encoding, its separator, its records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from samenspel.engines.errors import Fault, FaultsError
from samenspel.engines.tabular.table import Table, table_from_records

SEPARATORS = ("\t", ";", ",")  # in order of preference: commas are the most usual inside text
CELL_CHARACTERS_MAX = 131_072  # what Python's csv reader takes without touching a global
_SAMPLE_RECORDS = 200
_SAMPLE_CHARACTERS = 262_144


def read_table(source: Path | bytes, *, name: str | None = None, limit_bytes: int = 100_000_000) -> Table:
    """Read CSV (`,` `;` or tab; UTF-8 with or without BOM, else CP1252) or xlsx, whole or not at all.

    `name` is the file's name for messages. Cells and headers lose surrounding white space; rows without
    any text are left out, but counted in the row numbers. Of a workbook the first visible sheet is read:
    numbers without '.0', dates as ISO 8601.

    Raises FaultsError with every fault found: too_large, empty_file, not_a_table, old_workbook,
    damaged_workbook, encoding, unclosed_quote, text_after_quote, cell_too_long, ragged_row,
    duplicate_header, empty_header, formula_without_value, formula_error. OSError if a path can't be read.
    """
    label = name or (source.name if isinstance(source, Path) else "the file")
    data = _bytes_of(source, label, limit_bytes)
    if data.startswith(b"PK\x03\x04"):
        # Loaded here because reading CSV should not wait for a workbook library.
        from samenspel.engines.tabular.workbook import workbook_records

        faults: list[Fault] = []
        return table_from_records(workbook_records(data, label, limit_bytes, faults), faults)
    text = _decode(data, label)
    faults = []
    return table_from_records(_csv_records(text, faults), faults)


def _bytes_of(source: Path | bytes, label: str, limit_bytes: int) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            data = stream.read(limit_bytes + 1)
    else:
        data = source
    if len(data) > limit_bytes:
        raise FaultsError(
            [
                Fault(
                    "too_large",
                    f"{label} is larger than {limit_bytes:,} bytes.",
                    "Split the file, or leave out columns that are not needed.",
                    params={"limit_bytes": limit_bytes},
                )
            ]
        )
    return data


def _decode(data: bytes, label: str) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FaultsError(
            [
                Fault(
                    "old_workbook",
                    f"{label} is a workbook of the old kind (.xls) or has a password.",
                    "Save it as .xlsx without a password, or as CSV.",
                )
            ]
        )
    if b"\x00" in data or data.startswith((b"\xff\xfe", b"\xfe\xff", b"%PDF")):
        raise FaultsError(
            [
                Fault(
                    "not_a_table",
                    f"{label} is not a text file in UTF-8 or CP1252, and not a workbook.",
                    "Save it as CSV in UTF-8, or as .xlsx.",
                )
            ]
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise FaultsError(
            [
                Fault(
                    "encoding",
                    f"Byte {error.start + 1} of {label} fits neither UTF-8 nor CP1252.",
                    "Save the file as CSV in UTF-8.",
                    row=row,
                    params={"byte": error.start + 1},
                )
            ]
        ) from None


def _csv_records(text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Numbered records with stripped cells; what can't be read becomes a fault and is skipped."""
    text, separator = _take_declared_separator(text)
    separator = separator or sniff_separator(text)
    lines = _RecordedLines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fault = _quote_fault(str(error), number, lines.record(), separator)
            faults.append(fault)
            if fault.code != "text_after_quote":
                return  # no telling where the next record begins
            continue
        yield number, [cell.strip() for cell in cells]


class _RecordedLines:
    """The text's lines, remembering those of the record under way so that a fault can be pointed at."""

    def __init__(self, text: str) -> None:
        self._lines = iter(io.StringIO(text, newline=""))
        self._record: list[str] = []

    def begin_record(self) -> None:
        self._record = []

    def record(self) -> str:
        return "".join(self._record)

    def __iter__(self) -> _RecordedLines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._record.append(line)
        return line


def _quote_fault(error: str, row: int, record: str, separator: str) -> Fault:
    column = str(_column_of_quote(record, separator))
    if "field larger" in error:
        return Fault(
            "cell_too_long",
            f"A cell here is longer than {CELL_CHARACTERS_MAX:,} characters; perhaps a quote is not closed.",
            "Close the quote, or shorten the text.",
            row=row,
            column=column,
        )
    if "unexpected end" in error:
        return Fault(
            "unclosed_quote",
            "A quote opens in this row and is never closed.",
            "Close the quote, or write a quote inside text twice.",
            row=row,
            column=column,
        )
    return Fault(
        "text_after_quote",
        "Text follows a closing quote.",
        "Write a quote inside quoted text twice.",
        row=row,
        column=column,
    )


def _column_of_quote(record: str, separator: str) -> int:
    """Number (from 1) of the cell in which quoting goes wrong, else of the last cell."""
    position, column = 0, 1
    while True:
        if record.startswith('"', position):
            position += 1
            while True:
                position = record.find('"', position)
                if position < 0:
                    return column
                if not record.startswith('"', position + 1):
                    break
                position += 2
            position += 1
            if not record.startswith(separator, position):
                return column
        else:
            position = record.find(separator, position)
            if position < 0:
                return column
        position += 1
        column += 1


def _take_declared_separator(text: str) -> tuple[str, str | None]:
    """Spreadsheets may write `sep=;` as a first line of its own; it is not part of the table."""
    first, newline, rest = text[:16].partition("\n")
    first = first.rstrip("\r")
    if newline and len(first) == 5 and first.lower().startswith("sep=") and first[4] in SEPARATORS:
        return rest + text[16:], first[4]
    return text, None


def sniff_separator(text: str) -> str:
    """The separator under which most records have as many cells as the header.

    Among separators that split the header at all: the largest share of the first 200 records that agree
    with it, then the most columns, then tab before `;` before `,`. It depends on the text alone.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(SEPARATORS, key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> tuple[bool, float, int, int]:
    widths: list[int] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass  # the reading itself will say what is wrong
    if not widths:
        return False, 0.0, 0, 0
    agreeing = sum(width == widths[0] for width in widths) / len(widths)
    return widths[0] > 1, agreeing, widths[0], -SEPARATORS.index(separator)
