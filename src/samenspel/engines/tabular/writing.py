"""CSV that a spreadsheet program will not execute."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NEGATIVE_NUMBER = re.compile(r"-[0-9]+([.,][0-9]+)?")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> bytes:
    """UTF-8 CSV after RFC 4180, safe from formula injection.

    A header or cell that starts with = + - @ tab or CR gets an apostrophe in front, plain negative
    numbers excepted. None becomes an empty cell. Use `delimiter=";"` for a file that people open in a
    Dutch spreadsheet program. Raises ValueError when a row is not as wide as `columns`.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([safe_cell(column) for column in columns])
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row of {len(row)} cells under {len(columns)} columns")
        writer.writerow([safe_cell(cell) for cell in row])
    return stream.getvalue().encode()


def safe_cell(value: object) -> str:
    """The cell's text, with an apostrophe in front where a spreadsheet would calculate."""
    text = "" if value is None else str(value)
    if text.startswith(_STARTS_A_FORMULA) and not _PLAIN_NEGATIVE_NUMBER.fullmatch(text):
        return "'" + text
    return text
