"""What every command shares: one JSON object on stdout or text for people; refusals with exit code 1."""

from __future__ import annotations

import errno
import functools
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import typer

from samenspel.cli.messages import message_of
from samenspel.engines.errors import EngineError, Fault, FaultsError

Result = Mapping[str, Any]


def print_result(result: Result, as_json: bool, human: Callable[[Result], str | None]) -> None:
    """Print `result` as one JSON object, or what `human` makes of it.

    `human` gets the result and returns the text to print; returning None means that it printed itself
    (with `typer.echo`). `result` holds only what JSON has; NaN and infinity are refused.
    """
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, allow_nan=False))
        return
    text = human(result)
    if text is not None:
        typer.echo(text)


def progress(message: str) -> None:
    """A line for whoever waits: on stderr, so that stdout holds the result alone."""
    typer.echo(message, err=True)


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file or leave what was there: never half of one. Raises OSError."""
    if path.exists() and not path.is_file():  # a pipe, or the terminal
        path.write_bytes(data)
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
        temporary = Path(stream.name)
        try:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            temporary.unlink()
            raise
    temporary.chmod(0o644)
    temporary.replace(path)


def refuse(error: EngineError | OSError, as_json: bool) -> NoReturn:
    """Say what was refused and why, and end with exit code 1.

    With `as_json` stdout gets `{"faults": [...]}` and nothing else; otherwise stderr gets a line each.
    """
    faults = faults_of(error)
    if as_json:
        typer.echo(json.dumps({"faults": [fault.as_json() for fault in faults]}, ensure_ascii=False))
    else:
        for fault in faults:
            typer.echo(_line(fault), err=True)
    raise typer.Exit(1)


def refusals_to_exit(command: Callable[..., Any]) -> Callable[..., None]:
    """Wrap a command: FaultsError, EngineError and OSError become faults and exit code 1.

    Looks at the command's own `as_json` argument to know in which form. The frame wraps plain commands;
    a module with subcommands decorates each of its functions with this, below `@app.command()`.
    """

    @functools.wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except BrokenPipeError:
            raise
        except (EngineError, OSError) as error:
            refuse(error, bool(kwargs.get("as_json", False)))

    return guarded


def faults_of(error: EngineError | OSError) -> tuple[Fault, ...]:
    """Any refusal as a list of faults in plain English."""
    if isinstance(error, FaultsError):
        return error.faults
    if isinstance(error, EngineError):
        message, remedy = message_of(error.code, error.params)
        return (Fault(error.code, message, remedy, params=error.params),)
    return (_file_fault(error),)


def _file_fault(error: OSError) -> Fault:
    name = error.filename or "the file"
    if isinstance(error, FileNotFoundError):
        return Fault("file_not_found", f"There is no file {name}.", "Check the path.")
    if isinstance(error, IsADirectoryError):
        return Fault("is_a_folder", f"{name} is a folder.", "Name a file in it.")
    if isinstance(error, PermissionError):
        return Fault("file_not_allowed", f"{name} may not be opened.", "Check who may read or write it.")
    if error.errno == errno.ENOSPC:
        return Fault("disk_full", f"There is no room left to write {name}.", "Make room and try again.")
    return Fault("file_error", f"{name}: {error.strerror or error}.", "Check the file and try again.")


def _line(fault: Fault) -> str:
    places = []
    if fault.row is not None:
        places.append(f"row {fault.row}")
    if fault.column is not None:
        places.append(f"column {fault.column}")
    place = ", ".join(places) + ": " if places else ""
    return f"{place}{fault.message} {fault.remedy}".rstrip()
