"""Backup and restore of the whole database in one file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from samenspel.apps.places.selectors import all_municipalities
from samenspel.apps.trail.selectors import trail_root, verify_trail
from samenspel.engines.errors import Fault, FaultsError

# Without this table a database is not one of Samenspel.
_TABLE = "places_municipality"

Roots = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Copy:
    """A copy that was made or put back: its file and size, and per municipality (acts, root of the trail)."""

    file: Path
    size_bytes: int
    roots: Roots

    def as_json(self) -> dict[str, Any]:
        return {"file": str(self.file), "bytes": self.size_bytes, "roots": {k: list(v) for k, v in self.roots.items()}}


def backup(file: Path) -> Copy:
    """Copy the database as it stands at one moment; writers go on. The roots are those in the copy.

    Refuses an existing file ('file_exists'), a folder that is not there ('folder_missing') and a database without
    tables ('nothing_to_copy').
    """
    if file.exists():
        raise FaultsError([Fault("file_exists", f"{file} is there already.", "Choose another name, or move it away.")])
    if not file.parent.is_dir():
        raise FaultsError([Fault("folder_missing", f"There is no folder {file.parent}.", "Make it first.")])
    if _TABLE not in connection.introspection.table_names():
        raise FaultsError([Fault("nothing_to_copy", "The database is empty.", "Run `samenspel migrate` first.")])
    roots = _write_copy(file)
    return Copy(file, file.stat().st_size, roots)


def restore(file: Path, *, replace: bool = False) -> Copy:
    """Put a backup back, after verifying its trails. Whatever is refused, the database stays as it was.

    Refuses a database that holds municipalities ('database_in_use') unless `replace`: then what is there goes aside
    first, in SAMENSPEL_VAR or beside the SQLite file, as '….before-restore'. Refuses what is no backup
    ('not_a_backup') and a backup in which an act was changed ('trail_broken').
    """
    if not file.is_file():
        raise FaultsError([Fault("file_missing", f"{file} is not there.", "Give the file that the backup wrote.")])
    if _holds_data() and not replace:
        raise FaultsError(
            [Fault("database_in_use", "The database holds data.", "Add --replace to put that aside first.")]
        )
    connection.close()
    if connection.vendor == "sqlite":
        _restore_sqlite(file, Path(connection.settings_dict["NAME"]))
    else:
        _restore_postgresql(file)
    return Copy(file, file.stat().st_size, _roots())


def _roots() -> Roots:
    return {municipality.name: trail_root(municipality) for municipality in all_municipalities()}


def _holds_data() -> bool:
    return _TABLE in connection.introspection.table_names() and all_municipalities().exists()


def _bring_up_to_date_and_verify() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    faults = [
        Fault(
            "trail_broken",
            f"{municipality.name}: act {fault.sequence} is not as it was recorded ({fault.what}).",
            "Use an older backup, and find out who changed this one.",
        )
        for municipality in all_municipalities()
        for fault in verify_trail(municipality).faults
    ]
    if faults:
        raise FaultsError(faults)


def _not_a_backup(file: Path) -> FaultsError:
    return FaultsError([Fault("not_a_backup", f"{file} is no sound backup.", "Use another backup.")])


def _write_copy(file: Path) -> Roots:
    """Write the copy whole or not at all, for its owner's eyes only: it holds what residents entrusted."""
    partial = file.with_name(f"{file.name}.partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    try:
        roots = _copy_sqlite(partial) if connection.vendor == "sqlite" else _copy_postgresql(partial)
        with partial.open("rb") as stream:
            os.fsync(stream.fileno())
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return roots


# --- SQLite ---------------------------------------------------------------------------------------------


def _copy_sqlite(target: Path) -> Roots:
    """SQLite's own online backup: one consistent moment, also while others write."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)
        rows = copy.execute(
            "SELECT m.name, COALESCE(h.size, 0), COALESCE(h.root, '') FROM places_municipality m "
            "LEFT JOIN trail_trailhead h ON h.municipality_id = m.id ORDER BY m.name"
        ).fetchall()
    return {name: (size, root) for name, size, root in rows}


def _restore_sqlite(file: Path, target: Path) -> None:
    _refuse_unsound_sqlite(file)
    fresh = target.with_name(f"{target.name}.restoring")
    _remove_sqlite(fresh)
    try:
        shutil.copyfile(file, fresh)
        with _connected_to(fresh):
            _bring_up_to_date_and_verify()
        _flow_back(fresh)
        if target.exists():
            # What was there goes aside whole: its write-ahead log first flows back into the file.
            _flow_back(target)
            target.replace(target.with_name(f"{target.name}.before-restore"))
        _remove_sqlite(target)
        fresh.replace(target)
    finally:
        _remove_sqlite(fresh)


def _refuse_unsound_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as probe:
            sound = probe.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            # An empty file is a sound database too, and so is that of another program.
            ours = probe.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [_TABLE]).fetchone()
    except sqlite3.DatabaseError as error:
        raise _not_a_backup(file) from error
    if not (sound and ours):
        raise _not_a_backup(file)


@contextmanager
def _connected_to(file: Path) -> Iterator[None]:
    """Django reads and writes this SQLite file for a while."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _flow_back(file: Path) -> None:
    """Put the write-ahead log into the file itself."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _remove_sqlite(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


# --- PostgreSQL -----------------------------------------------------------------------------------------


def _copy_postgresql(target: Path) -> Roots:
    """pg_dump of the very snapshot in which the roots are read."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        roots = _roots()
        _run_postgresql("pg_dump", *_DUMP, "--snapshot", snapshot, "--file", str(target))
    return roots


_DUMP = ("--format=custom", "--no-owner", "--no-privileges")


def _restore_postgresql(file: Path) -> None:
    try:
        listed = _run_postgresql("pg_restore", "--list", str(file), connected=False)
    except FaultsError as error:
        if error.faults[0].code == "copy_failed":
            raise _not_a_backup(file) from error
        raise
    if f" {_TABLE} " not in listed:
        raise _not_a_backup(file)
    # Under another name until the end: what is put back may itself be what was put aside before.
    aside = settings.VAR / f"{connection.settings_dict['NAME']}.before-restore"
    now = aside.with_name(f"{aside.name}.new")
    now.unlink(missing_ok=True)
    if _TABLE in connection.introspection.table_names():
        _write_copy(now)
        connection.close()
    try:
        _put_postgresql(file)
        _bring_up_to_date_and_verify()
    except BaseException:
        connection.close()
        if now.exists():
            _put_postgresql(now)
            now.unlink()
        else:
            _empty_postgresql()
        raise
    if now.exists():
        now.replace(aside)


def _put_postgresql(file: Path) -> None:
    _empty_postgresql()
    _run_postgresql("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file))


def _empty_postgresql() -> None:
    """Drop every table and function of the schema that the site uses."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()")
        for (table,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {table} CASCADE")
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace "
            "AND p.prorettype = 'trigger'::regtype"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")
    connection.close()


def _run_postgresql(program: str, *arguments: str, connected: bool = True) -> str:
    """Run one of PostgreSQL's client programs; what it printed. Raises FaultsError ('copy_failed')."""
    path = shutil.which(program)
    if path is None:
        raise FaultsError(
            [Fault("program_missing", f"{program} is not on this machine.", "Install PostgreSQL's client programs.")]
        )
    where = _where() if connected else []
    environment = {**os.environ, "PGPASSWORD": connection.settings_dict["PASSWORD"] or ""}
    done = subprocess.run(  # noqa: S603
        [path, *where, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise FaultsError([Fault("copy_failed", f"{program}: {last}", "Mend that and try again.")])
    return done.stdout


def _where() -> list[str]:
    """The arguments that tell PostgreSQL's programs which database this is."""
    found = connection.settings_dict
    host = found["HOST"] or found.get("OPTIONS", {}).get("host", "")
    where = ["--dbname", found["NAME"]]
    where += ["--host", host] if host else []
    where += ["--port", str(found["PORT"])] if found["PORT"] else []
    where += ["--username", found["USER"]] if found["USER"] else []
    return where
