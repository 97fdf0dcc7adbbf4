"""Tables of figures as the tabular engine has them; signals as the engine of that name compares them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from samenspel.engines.opinions.privacy import SMALLEST_COUNT as SMALLEST_COUNT
from samenspel.engines.opinions.privacy import suppress_parts as suppress_parts
from samenspel.engines.signals import Collection as Collection
from samenspel.engines.signals import Movement as Movement
from samenspel.engines.signals import SourceCount as SourceCount
from samenspel.engines.signals import rising as rising
from samenspel.engines.signals import similar_texts as similar_texts
from samenspel.engines.signals import suggest_themes as suggest_themes
from samenspel.engines.tabular import read_table, write_csv


def table_records(data: bytes, name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(row number, column → text) of each row of a CSV or xlsx file."""
    table = read_table(data, name=name)
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        yield number, dict(zip(table.columns, row, strict=True))


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 CSV that a spreadsheet program will not execute."""
    return write_csv(columns, rows)
