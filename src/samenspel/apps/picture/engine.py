"""Tables of figures, as the tabular engine reads them."""

from collections.abc import Iterator, Mapping

from samenspel.engines.tabular import read_table


def table_records(data: bytes, name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(row number, column → text) of each row of a CSV or xlsx file."""
    table = read_table(data, name=name)
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        yield number, dict(zip(table.columns, row, strict=True))
