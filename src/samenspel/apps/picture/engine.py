"""Tables of figures, as the tabular engine reads and writes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from samenspel.engines.tabular import read_table, write_csv


def table_records(data: bytes, name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(row number, column → text) of each row of a CSV or xlsx file."""
    table = read_table(data, name=name)
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        yield number, dict(zip(table.columns, row, strict=True))


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 CSV that a spreadsheet program will not execute."""
    return write_csv(columns, rows)
