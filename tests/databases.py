"""Databases of a test's own, made as quick copies: empty and migrated, or with the demonstration at a reduced size.

On SQLite a copy is a file, on PostgreSQL a database made from a template. What a test does in one, commands in other
processes included, touches no other test.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from typer.testing import CliRunner

NOW = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)
_made: dict[str, Any] = {}


@dataclass(frozen=True)
class OwnDatabase:
    """A database that `connection` speaks to for a while; `name` is a file or a PostgreSQL database."""

    name: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What another process needs to use this database."""
        found = {**os.environ, "SAMENSPEL_VAR": str(self.folder), "DJANGO_SETTINGS_MODULE": "samenspel.site.settings"}
        found.pop("SAMENSPEL_DEBUG", None)
        if connection.vendor == "sqlite":
            found["DATABASE_URL"] = f"sqlite:///{self.name}"
        else:
            facts = connection.settings_dict
            host = facts["HOST"] or facts.get("OPTIONS", {}).get("host", "")
            found["DATABASE_URL"] = f"postgres://{facts['USER']}@/{self.name}?{urlencode({'host': host})}"
        return found

    def run(self, *arguments: object, **extra: Any) -> subprocess.CompletedProcess[str]:
        """`samenspel` in a process of its own."""
        command = [sys.executable, "-m", "samenspel.cli", *map(str, arguments)]
        environment = {**self.environment, **extra}
        return subprocess.run(command, env=environment, cwd=self.folder, capture_output=True, text=True, timeout=120)


@contextlib.contextmanager
def own_database(folder: Path, *, source: str | None = None, empty: bool = False) -> Iterator[OwnDatabase]:
    """Speak to a copy of `source` (by default one that is migrated and bare), or to one without tables if `empty`."""
    name = _new(folder, None if empty else source or migrated())
    try:
        with _speaking_to(name):
            yield OwnDatabase(name, folder)
    finally:
        _remove(name)


@contextlib.contextmanager
def _speaking_to(name: str) -> Iterator[None]:
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def migrated() -> str:
    """A database with all tables and no rows, made once in a session. Copy it; never change it."""
    return _once("migrated", None, _migrate)


def _migrate() -> None:
    """As someone does who starts with an empty database."""
    from samenspel.cli import build_app

    told = CliRunner().invoke(build_app(), ["migrate"])
    assert (told.exit_code, told.stderr) == (0, "The database is up to date.\n"), told


def demonstration() -> str:
    """A database with the reduced demonstration, made once in a session.

    Copy it with `own_database(source=…)`; never change it.
    """
    return _once("demonstration", migrated(), play)


def _once(what: str, source: str | None, make: Callable[[], Any]) -> str:
    if what not in _made:
        if connection.vendor == "sqlite" and (shared := os.environ.get("SAMENSPEL_TESTS_SHARED")):
            _made[what] = _shared(Path(shared), what, source, make)
        else:
            name = _new(_templates(), source)
            atexit.register(_remove, name)
            with _speaking_to(name):
                make()
            _made[what] = name
    return _made[what]


def _shared(folder: Path, what: str, source: str | None, make: Callable[[], Any]) -> str:
    """The file that the first worker of a run makes and the others wait for, in the folder that they share."""
    path = folder / f"{what}.sqlite3"
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            name = _new(folder, source)
            with _speaking_to(name):
                make()
            with closing(sqlite3.connect(name)) as finished:
                finished.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            Path(name).rename(path)
    return str(path)


def _templates() -> Path:
    if "folder" not in _made:
        _made["folder"] = Path(tempfile.mkdtemp(prefix="samenspel-templates-"))
        atexit.register(shutil.rmtree, _made["folder"], ignore_errors=True)
    return _made["folder"]


def play(now: datetime = NOW) -> Any:
    """Play the cycle at a reduced size, whatever it says of its size; the stage after the last step."""
    from samenspel.site.demo import cycle

    with pytest.MonkeyPatch.context() as patch:
        reduce(patch)
        stages = []
        for _label, _number, _total, stage, do in cycle.play(now):
            do(lambda done, of: None)
            stages.append(stage)
    return stages[-1]


def reduce(patch: pytest.MonkeyPatch) -> None:
    """Far fewer letters and ballots; the conversation keeps its people, for with fewer there are no groups to show."""
    from samenspel.site.demo import cycle

    sizes = {"DRAWN": 120, "REACHED": 100, "YES": 60, "BALLOTS": 60, "CODES": 90}
    for name, size in sizes.items():
        assert hasattr(cycle, name)
        patch.setattr(cycle, name, size)
    full = cycle.latest_values
    patch.setattr(cycle, "latest_values", lambda code: {**full(code), "inhabitants": 900, "dwellings": 500})


def _new(folder: Path, source: str | None) -> str:
    number = next(_numbers)
    if connection.vendor == "sqlite":
        name = str(folder / f"own-{os.getpid()}-{number}.sqlite3")
        if source:
            with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(name)) as copy:
                origin.backup(copy)
        return name
    # A database that someone speaks to is no template.
    connection.close()
    name = f"own_{os.getpid()}_{number}"
    template = f' TEMPLATE "{source}"' if source else ""
    _administer(f'CREATE DATABASE "{name}"{template}')
    return name


def _remove(name: str) -> None:
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
    else:
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def needs_programs() -> None:
    """Skip where PostgreSQL's client programs are wanted and not there."""
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not on this machine")
