"""Triggers by which the database itself refuses to change records of public acts and money.

Each app lists its own in `triggers.py` as `TRIGGERS`. They are installed after every migrate, because on
SQLite a later AlterField rebuilds the table and silently drops its triggers. `faulty_triggers` compares
the catalogue with the lists; the system check and `samenspel book verify` refuse when it finds any.
"""

from __future__ import annotations

import contextlib
import contextvars
import importlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.utils.module_loading import module_has_submodule

# True while migrations run: triggers may be absent until post_migrate has put them back.
_migrating: contextvars.ContextVar[bool] = contextvars.ContextVar("samenspel_migrating", default=False)


@dataclass(frozen=True)
class Trigger:
    """One trigger, written once for each database.

    `event` is what fires it ('UPDATE', 'DELETE', 'INSERT' or, on PostgreSQL only, 'TRUNCATE'). `sqlite` is
    the body between BEGIN and END; `postgresql` the PL/pgSQL body of a trigger function between BEGIN and
    END. Either may be None: then that database has no such trigger. `when` is the WHEN clause, shared by
    both dialects.
    """

    name: str
    table: str
    event: str
    sqlite: str | None
    postgresql: str | None
    when: str | None = None
    timing: str = "BEFORE"

    def sqlite_sql(self) -> str:
        """The CREATE TRIGGER statement as SQLite stores it."""
        when = f" WHEN {self.when}" if self.when else ""
        return (
            f'CREATE TRIGGER "{self.name}" {self.timing} {self.event} ON "{self.table}" '
            f"FOR EACH ROW{when} BEGIN {self.sqlite} END"
        )

    def postgresql_function_sql(self) -> str:
        """CREATE OR REPLACE FUNCTION for the trigger's body."""
        return (
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$body${self.postgresql_source()}$body$"
        )

    def postgresql_source(self) -> str:
        """The function's source as pg_proc.prosrc stores it."""
        return f"BEGIN {self.postgresql} END"

    def postgresql_sql(self) -> str:
        """CREATE TRIGGER for PostgreSQL."""
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        when = f" WHEN ({self.when})" if self.when else ""
        return (
            f'CREATE TRIGGER "{self.name}" {self.timing} {self.event} ON "{self.table}" '
            f'FOR EACH {each}{when} EXECUTE FUNCTION "{self.name}"()'
        )


def refusing(name: str, table: str, event: str, message: str, when: str | None = None) -> Trigger:
    """A trigger that refuses the event with `message`, on both databases."""
    quoted = message.replace("'", "''")
    return Trigger(
        name=name,
        table=table,
        event=event,
        when=when,
        sqlite=None if event == "TRUNCATE" else f"SELECT RAISE(ABORT, '{quoted}');",
        postgresql=f"RAISE EXCEPTION USING MESSAGE = '{quoted}', ERRCODE = 'integrity_constraint_violation';",
    )


def append_only(table: str) -> list[Trigger]:
    """Refuse every update, delete and truncate of `table`."""
    return [
        refusing(f"{table}_no_{event.lower()}", table, event, f"{table} is append-only: corrections add a row")
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ]


def frozen_columns(table: str, columns: Sequence[str]) -> Trigger:
    """Refuse an update of `table` that changes any of `columns`."""
    comparisons = {
        "sqlite": " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns),
        "postgresql": " OR ".join(f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in columns),
    }
    message = f"{table}: {', '.join(columns)} may not change"
    return Trigger(
        name=f"{table}_frozen_columns",
        table=table,
        event="UPDATE",
        sqlite=f"SELECT RAISE(ABORT, '{message}') WHERE {comparisons['sqlite']};",
        postgresql=(
            f"IF {comparisons['postgresql']} THEN RAISE EXCEPTION USING MESSAGE = '{message}', "
            "ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;"
        ),
    )


def triggers_of(config: AppConfig) -> list[Trigger]:
    """The triggers an app lists, in order."""
    if not module_has_submodule(config.module, "triggers") or config.label == "foundation":
        return []
    return list(importlib.import_module(f"{config.name}.triggers").TRIGGERS)


def all_triggers() -> list[Trigger]:
    """The triggers of every installed app."""
    return [trigger for config in apps.get_app_configs() for trigger in triggers_of(config)]


def install(triggers: Sequence[Trigger], using: str = "default") -> None:
    """Put each trigger in place whose table exists; a second run changes nothing."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted = [t for t in triggers if t.table in tables]
    faulty = {name for name, _ in _compare(connection, wanted)}
    with connection.cursor() as cursor:
        for trigger in wanted:
            if trigger.name not in faulty:
                continue
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')
                cursor.execute(trigger.sqlite_sql())
            else:
                cursor.execute(trigger.postgresql_function_sql())
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')
                cursor.execute(trigger.postgresql_sql())


def faulty_triggers(using: str = "default") -> list[tuple[str, str]]:
    """(name, 'missing' | 'altered' | 'disabled') of every listed trigger that is not as listed."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    return _compare(connection, [t for t in all_triggers() if t.table in tables])


def _compare(connection: Any, triggers: Sequence[Trigger]) -> list[tuple[str, str]]:
    if connection.vendor == "sqlite":
        return _compare_sqlite(connection, [t for t in triggers if t.sqlite is not None])
    return _compare_postgresql(connection, [t for t in triggers if t.postgresql is not None])


def _folded(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()


def _compare_sqlite(connection: Any, triggers: Sequence[Trigger]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        stored = {name: _folded(sql) for name, sql in cursor.fetchall()}
    return [
        (t.name, "missing" if t.name not in stored else "altered")
        for t in triggers
        if stored.get(t.name) != _folded(t.sqlite_sql())
    ]


def _compare_postgresql(connection: Any, triggers: Sequence[Trigger]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, p.prosrc, t.tgenabled, c.relname, t.tgtype, "
            "pg_get_triggerdef(t.oid) LIKE '%% WHEN (%%' "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal"
        )
        stored = {row[0]: row[1:] for row in cursor.fetchall()}
    faults = []
    for trigger in triggers:
        if trigger.name not in stored:
            faults.append((trigger.name, "missing"))
            continue
        source, enabled, table, kind, has_when = stored[trigger.name]
        expected = (trigger.postgresql_source(), trigger.table, _tgtype(trigger), trigger.when is not None)
        if (source, table, kind, has_when) != expected:
            faults.append((trigger.name, "altered"))
        elif enabled not in ("O", "A", b"O", b"A"):
            faults.append((trigger.name, "disabled"))
    return faults


def _tgtype(trigger: Trigger) -> int:
    """PostgreSQL's bit mask of a trigger (include/catalog/pg_trigger.h)."""
    row = 0 if trigger.event == "TRUNCATE" else 1
    before = 2 if trigger.timing == "BEFORE" else 0
    return row | before | {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}[trigger.event]


@contextlib.contextmanager
def migrating() -> Iterator[None]:
    """While this holds, the check keeps silent: migrate itself puts the triggers back at its end."""
    token = _migrating.set(True)
    try:
        yield
    finally:
        _migrating.reset(token)


def lift(using: str = "default") -> None:
    """Take every listed trigger away, on SQLite only: there a table is changed by writing it anew.

    SQLite refuses to rename the new table while a trigger on another table still names the old one.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for trigger in all_triggers():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')


def lift_before_migrate(sender: AppConfig, using: str = "default", plan: Sequence[Any] = (), **_: object) -> None:
    """Receiver of pre_migrate: when there is something to migrate, lift; post_migrate puts them back."""
    if plan:
        lift(using)


def install_after_migrate(sender: AppConfig, using: str = "default", **_: object) -> None:
    """Receiver of post_migrate: (re)install what the sending app lists."""
    install(triggers_of(sender), using)


def check_triggers(app_configs: object = None, databases: Any = None, **_: object) -> list[CheckMessage]:
    """System check: refuse to start when a guard of a protected table is missing, altered or disabled."""
    if _migrating.get():
        return []
    return [
        Error(
            f"The trigger {name} that protects a public record is {state}.",
            hint="Run `samenspel migrate` to put it back, and `samenspel book verify` to see what happened.",
            id="samenspel.E001",
        )
        for alias in databases or []
        for name, state in faulty_triggers(alias)
    ]


def remove(triggers: Sequence[Trigger], using: str = "default") -> None:
    """Take guards away, to empty a demonstration. Until `install` puts them back the system check refuses."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in triggers:
            if trigger.table not in tables:
                continue
            where = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"{where}')
