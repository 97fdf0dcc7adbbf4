"""Tables as people send them: CSV and xlsx in, faults with row and column, safe CSV out.

Reading is all or nothing: either a whole `Table`, or a `FaultsError` that lists every fault.
"""

from samenspel.engines.tabular.parsing import FaultList, parse_cents, parse_date, parse_integer
from samenspel.engines.tabular.reading import read_table
from samenspel.engines.tabular.table import Table
from samenspel.engines.tabular.writing import write_csv

__all__ = [
    "FaultList",
    "Table",
    "parse_cents",
    "parse_date",
    "parse_integer",
    "read_table",
    "write_csv",
]
