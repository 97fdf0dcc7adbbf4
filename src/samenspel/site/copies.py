"""Backup and restore of the whole database in one file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from samenspel.apps.places.selectors import all_municipalities
from samenspel.apps.trail.selectors import trail_root, verify_trail
from samenspel.engines.errors import Fault, FaultsError


@dataclass(frozen=True)
class Copy:
    """A copy that was made or put back: its file and size, and per municipality (acts, root of the trail)."""

    file: Path
    size_bytes: int
    roots: dict[str, tuple[int, str]]

    def as_json(self) -> dict[str, Any]:
        return {"file": str(self.file), "bytes": self.size_bytes, "roots": {k: list(v) for k, v in self.roots.items()}}


def backup(file: Path) -> Copy:
    """Copy the database as it stands at one moment; writers go on. Refuses an existing file ('file_exists')."""
    if file.exists():
        raise FaultsError([Fault("file_exists", f"{file} is there already.", "Choose another name, or move it away.")])
    partial = file.with_name(f"{file.name}.partial")
    partial.unlink(missing_ok=True)
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), partial)
    else:
        _run_postgresql("pg_dump", "--format=custom", "--no-owner", "--file", str(partial))
    partial.replace(file)
    return Copy(file, file.stat().st_size, _roots())


def restore(file: Path, *, replace: bool = False) -> Copy:
    """Put a backup back and verify its trails.

    Refuses a database that holds municipalities ('database_in_use') unless `replace`: then an SQLite file is
    put aside as '….before-restore' and a PostgreSQL database is emptied first.
    """
    if not file.exists():
        raise FaultsError([Fault("file_missing", f"{file} is not there.", "Give the file that the backup wrote.")])
    if _holds_data() and not replace:
        raise FaultsError(
            [Fault("database_in_use", "The database holds data.", "Add --replace to put that aside first.")]
        )
    connection.close()
    if connection.vendor == "sqlite":
        _restore_sqlite(file, Path(connection.settings_dict["NAME"]))
    else:
        _run_postgresql("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", str(file))
    call_command("migrate", verbosity=0, interactive=False)
    _refuse_broken_trails()
    return Copy(file, file.stat().st_size, _roots())


def _roots() -> dict[str, tuple[int, str]]:
    return {municipality.name: trail_root(municipality) for municipality in all_municipalities()}


def _holds_data() -> bool:
    tables = connection.introspection.table_names()
    return "places_municipality" in tables and all_municipalities().exists()


def _refuse_broken_trails() -> None:
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


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own online backup: one consistent moment, also while others write."""
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)
    with target.open("rb") as stream:
        os.fsync(stream.fileno())


def _restore_sqlite(file: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as probe:
        try:
            sound = probe.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise FaultsError([Fault("not_a_backup", f"{file} is no sound backup.", "Use another backup.")])
    fresh = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(file, fresh)
    if target.exists():
        # What was there goes aside whole: its write-ahead log first flows back into the file.
        with closing(sqlite3.connect(target)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        target.replace(target.with_name(f"{target.name}.before-restore"))
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    fresh.replace(target)


def _run_postgresql(program: str, *arguments: str) -> None:
    settings = connection.settings_dict
    path = shutil.which(program)
    if path is None:
        raise FaultsError(
            [Fault("program_missing", f"{program} is not on this machine.", "Install PostgreSQL's client programs.")]
        )
    host = settings["HOST"] or settings.get("OPTIONS", {}).get("host", "")
    environment = {**os.environ, "PGPASSWORD": settings["PASSWORD"] or ""}
    where = ["--dbname", settings["NAME"]]
    where += ["--host", host] if host else []
    where += ["--port", str(settings["PORT"])] if settings["PORT"] else []
    where += ["--username", settings["USER"]] if settings["USER"] else []
    done = subprocess.run(  # noqa: S603
        [path, *where, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise FaultsError([Fault("copy_failed", f"{program}: {last}", "Mend that and try again.")])
