"""Take one guard of the database away for a moment, to see that it is what refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from samenspel.foundation import triggers


@contextmanager
def rolled_back() -> Iterator[None]:
    """What happens inside is undone, guards that were taken away included."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def take_away(name: str) -> None:
    """Drop a trigger, index or constraint of the household book by name, until the transaction is undone."""
    listed = {trigger.name: trigger.table for trigger in triggers.all_triggers()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if name in listed:
            on = f' ON "{listed[name]}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on}')
        elif _is_plain_index(cursor, name):
            cursor.execute(f'DROP INDEX "{name}"')
        elif connection.vendor == "postgresql":
            cursor.execute("SELECT conrelid::regclass FROM pg_constraint WHERE conname = %s", [name])
            (table,) = cursor.fetchone()
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
        else:
            _rebuild_without(cursor, name)


def _is_plain_index(cursor, name: str) -> bool:  # type: ignore[no-untyped-def]
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT 1 FROM pg_class c WHERE c.relname = %s AND c.relkind = 'i' "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)",
            [name],
        )
    else:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = %s", [name])
    return cursor.fetchone() is not None


def _rebuild_without(cursor, name: str) -> None:  # type: ignore[no-untyped-def]
    """SQLite keeps constraints in the table's own text: write the table again without this one."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE %s", [f'%"{name}"%'])
    table, text = cursor.fetchone()
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type = 'index' AND sql <> ''", [table])
    indexes = [row[0] for row in cursor.fetchall()]
    cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name = %s AND type = 'trigger'", [table])
    present = {row[0] for row in cursor.fetchall()}
    shorter = _cut(text, f', CONSTRAINT "{name}"').replace(f'"{table}"', f'"{table}_new"', 1)
    cursor.execute("PRAGMA legacy_alter_table = ON")
    cursor.execute("PRAGMA defer_foreign_keys = ON")
    cursor.execute(shorter)
    cursor.execute(f'INSERT INTO "{table}_new" SELECT * FROM "{table}"')  # noqa: S608 - from the catalogue
    cursor.execute(f'DROP TABLE "{table}"')
    cursor.execute(f'ALTER TABLE "{table}_new" RENAME TO "{table}"')
    cursor.execute("PRAGMA legacy_alter_table = OFF")
    for index in indexes:
        cursor.execute(index)
    for trigger in triggers.all_triggers():
        if trigger.name in present:
            cursor.execute(trigger.sqlite_sql())


def _cut(text: str, start: str) -> str:
    """The text without the constraint that begins with `start`: up to the comma or bracket that ends it."""
    begin = text.index(start)
    depth, end = 0, begin + len(start)
    while depth or text[end] not in ",)":
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return re.sub(r"\s+", " ", text[:begin] + text[end:])
