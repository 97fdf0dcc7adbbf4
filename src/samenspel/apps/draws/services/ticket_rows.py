"""The rows of a pot's tickets, tens of thousands at a time: hundreds of them a statement.

Django's `bulk_update` writes a CASE with an arm for every row of a batch, which the database walks through for each of
them: with 20,000 positions that took 14 to 18 seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection

from ..models import Lot, LotTicket

# Values in one statement where the database names no limit; of a limit half is used, for what stands beside the rows.
VALUES_MAX = 20_000


class NewTicket(NamedTuple):
    """What tells one ticket from another; all else of a new one is as the model begins."""

    number: int
    person_id: int
    salt: str
    commitment: str


def insert_tickets(*, lot: Lot, tickets: Sequence[NewTicket]) -> None:
    """Store the tickets of a lot. Call it within a transaction."""
    blank = LotTicket(municipality_id=lot.municipality_id, lot=lot)
    fields = [f for f in LotTicket._meta.concrete_fields if not f.primary_key and f.attname not in NewTicket._fields]
    as_begun = [field.get_db_prep_save(getattr(blank, field.attname), connection) for field in fields]
    columns = ", ".join(map(connection.ops.quote_name, [*(str(field.column) for field in fields), *NewTicket._fields]))
    for rows, places in _parts(tickets):
        # Names come from the model, values never stand in the text.
        connection.cursor().execute(
            f"INSERT INTO {_table()} ({columns}) SELECT {_marks(as_begun)}, v.* FROM (VALUES {places}) AS v",  # noqa: S608
            [*as_begun, *rows],
        )


def place_tickets(*, lot: Lot, order: Sequence[int]) -> None:
    """Write each ticket's place; `order` holds the ticket numbers in the order of the lot. Within a transaction."""
    for rows, places in _parts(list(enumerate(order, start=1))):
        connection.cursor().execute(
            f"UPDATE {_table()} SET position = v.column1 FROM (VALUES {places}) AS v "  # noqa: S608
            f"WHERE lot_id = %s AND number = v.column2",
            [*rows, lot.pk],
        )


def _parts(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[list[Any], str]]:
    """(the values of some rows, one after the other; a mark for each in the form of VALUES)."""
    limit = connection.features.max_query_params
    size = (limit // 2 if limit else VALUES_MAX) // len(rows[0])
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        yield [value for row in part for value in row], ", ".join(f"({_marks(row)})" for row in part)


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _table() -> str:
    return connection.ops.quote_name(LotTicket._meta.db_table)
