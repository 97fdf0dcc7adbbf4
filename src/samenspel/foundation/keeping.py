"""Files that may exist for a short while only: a register file while its columns are chosen, letters to print.

They lie beside the database, not in it, so that no backup holds them; each belongs to one person at one desk,
is readable by the site's own user alone, and goes when it is used or when its time is up, whichever is first.
The web workers and the task worker share this folder, as they share everything in `SAMENSPEL_VAR`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

# How long a file of each kind may wait.
LIFE = {
    "register": timedelta(hours=1),
    "figures": timedelta(hours=24),
    "letters": timedelta(hours=24),
    "voting-codes": timedelta(hours=24),
}
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Kept:
    """A file that is kept: its facts (JSON-able, chosen by who keeps it) and until when."""

    token: str
    facts: dict[str, Any]
    until: datetime


def owner_of(neighbourhood: Any, person: Any) -> str:
    """Whose files they are: one person at the desk of one neighbourhood."""
    return f"{neighbourhood.public_id}-{person.public_id}"


def keep(*, kind: str, owner: str, facts: dict[str, Any], data: bytes) -> str:
    """Keep a file for its kind's time. Returns the token by which its owner finds it again."""
    folder = _folder(kind, owner)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    token = secrets.token_hex(16)
    descriptor = os.open(folder / token, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(json.dumps(facts).encode() + b"\n" + data)
    return token


def read(*, kind: str, owner: str, token: str, now: datetime) -> tuple[dict[str, Any], bytes] | None:
    """(facts, data), or None when there is no such file (any more)."""
    sweep(now=now)
    path = _path(kind, owner, token)
    if path is None or not path.is_file():
        return None
    return _split(path.read_bytes())


def take(*, kind: str, owner: str, token: str, now: datetime) -> tuple[dict[str, Any], bytes] | None:
    """(facts, data) and the file is gone: of two who ask at the same moment, one gets it."""
    sweep(now=now)
    path = _path(kind, owner, token)
    if path is None:
        return None
    taken = path.with_name(f"{token}.{secrets.token_hex(8)}")
    try:
        path.rename(taken)
    except FileNotFoundError:
        return None
    content = taken.read_bytes()
    taken.unlink()
    return _split(content)


def discard(*, kind: str, owner: str, token: str) -> None:
    """Throw a file away; nothing happens when it is gone already."""
    if path := _path(kind, owner, token):
        path.unlink(missing_ok=True)


def kept(*, kind: str, owner: str, now: datetime) -> list[Kept]:
    """The owner's files of a kind, the oldest first."""
    sweep(now=now)
    found = []
    folder = _folder(kind, owner)
    for path in folder.iterdir() if folder.is_dir() else ():
        if not _TOKEN.fullmatch(path.name):
            continue
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
            found.append(Kept(path.name, json.loads(file.readline()), _kept_at(path) + LIFE[kind]))
    return sorted(found, key=lambda one: one.until)


def sweep(*, now: datetime) -> int:
    """Remove every file whose time is up, of everyone. Returns how many."""
    removed = 0
    for kind, life in LIFE.items():
        for path in _all(kind):
            # Another worker may sweep at the same moment.
            with contextlib.suppress(FileNotFoundError):
                if _kept_at(path) + life <= now:
                    path.unlink()
                    removed += 1
    return removed


def _all(kind: str) -> Iterator[Path]:
    return (path for path in list((_root() / kind).glob("*/*")) if path.is_file())


def _kept_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)


def _split(content: bytes) -> tuple[dict[str, Any], bytes]:
    head, _newline, data = content.partition(b"\n")
    return json.loads(head), data


def _root() -> Path:
    return Path(settings.VAR) / "short-lived"


def _folder(kind: str, owner: str) -> Path:
    return _root() / kind / owner


def _path(kind: str, owner: str, token: str) -> Path | None:
    # A token from an address never becomes part of a path unless it is one of ours.
    return _folder(kind, owner) / token if _TOKEN.fullmatch(token) else None
