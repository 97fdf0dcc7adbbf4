"""xlsx to records. openpyxl reads the XML through defusedxml, so entity tricks are refused."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from samenspel.engines.errors import Fault, FaultsError

_ROWS_MAX = 1_048_576  # what a spreadsheet program itself can hold
_CELLS_MAX = 20_000_000
_UNPACKED_FACTOR = 10
_PADDED_INTEGER = re.compile(r"0{2,15}")


def workbook_records(data: bytes, label: str, limit_bytes: int, faults: list[Fault]) -> list[tuple[int, list[str]]]:
    """Numbered records of the first visible sheet, cells as stripped text, all of the same width.

    Appends to `faults` what is wrong in cells; raises FaultsError (damaged_workbook, too_large) when the
    workbook as a whole can't be read.
    """
    try:
        _refuse_bombs(data, label, limit_bytes)
        return _read(data, label, faults)
    except (FaultsError, MemoryError):
        raise
    except Exception as error:  # a hostile or damaged workbook fails in dozens of ways inside openpyxl
        raise FaultsError(
            [
                Fault(
                    "damaged_workbook",
                    f"{label} can't be read as a workbook.",
                    "Open it in a spreadsheet program and save it again as .xlsx or CSV.",
                    params={"reason": type(error).__name__},
                )
            ]
        ) from error


def _refuse_bombs(data: bytes, label: str, limit_bytes: int) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > _UNPACKED_FACTOR * limit_bytes:
        raise _too_large(label)


def _too_large(label: str) -> FaultsError:
    return FaultsError(
        [
            Fault(
                "too_large",
                f"{label} holds more than can be read.",
                "Split the sheet, or remove rows and columns that are not needed.",
            )
        ]
    )


def _read(data: bytes, label: str, faults: list[Fault]) -> list[tuple[int, list[str]]]:
    values = _rows(data, label, values=True)
    formulas = _rows(data, label, values=False) if _has_formulas(data) else None
    records: list[tuple[int, list[str]]] = []
    for number, cells in values:
        texts = [_text(cell) for cell in cells]
        _find_cell_faults(number, cells, next(formulas)[1] if formulas else None, faults)
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            records.append((number, texts))
    width = max((len(texts) for _, texts in records), default=0)
    if width * len(records) > _CELLS_MAX:
        raise _too_large(label)
    for _, texts in records:
        texts.extend([""] * (width - len(texts)))
    return records


def _rows(data: bytes, label: str, *, values: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
    sheets = book.worksheets
    sheet = next((one for one in sheets if one.sheet_state == "visible"), sheets[0])
    sheet.reset_dimensions()  # what a file says about its own size is often wrong
    cell_count = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        cell_count += len(cells)
        if number > _ROWS_MAX or cell_count > _CELLS_MAX:
            raise _too_large(label)
        yield number, cells
    book.close()


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.namelist():
            if not entry.startswith("xl/worksheets/"):
                continue
            with archive.open(entry) as stream:
                tail = b""
                while chunk := stream.read(1 << 20):
                    if re.search(rb"<(\w+:)?f[ >/]", tail + chunk):
                        return True
                    tail = chunk[-64:]
    return False


def _find_cell_faults(
    number: int, cells: tuple[Any, ...], formulas: tuple[Any, ...] | None, faults: list[Fault]
) -> None:
    from openpyxl.utils import get_column_letter

    for index, cell in enumerate(cells):
        if cell.data_type == "e":
            faults.append(
                Fault(
                    "formula_error",
                    f"This cell shows {cell.value}.",
                    "Mend the formula, or type the value.",
                    row=number,
                    column=get_column_letter(index + 1),
                    params={"shown": str(cell.value)},
                )
            )
        elif cell.value is None and formulas is not None and formulas[index].data_type == "f":
            faults.append(
                Fault(
                    "formula_without_value",
                    "This cell holds a formula whose outcome is not in the file.",
                    "Open the file in a spreadsheet program and save it, or type the value.",
                    row=number,
                    column=get_column_letter(index + 1),
                )
            )


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format or "")
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds")
    return str(value)


def _number_text(value: int | float, number_format: str) -> str:
    if isinstance(value, float):
        # Spreadsheets keep 15 digits; more would show the binary rounding.
        text = format(Decimal(f"{value:.15g}"), "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    else:
        text = str(value)
    if _PADDED_INTEGER.fullmatch(number_format) and text.isdigit():
        return text.zfill(len(number_format))  # a code such as 0014 that was typed as a number
    return text
