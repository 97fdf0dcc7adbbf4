"""Runs the demonstration with a progress bar and tells what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import typer

from samenspel.engines.errors import Fault, FaultsError


def run(*, reset: bool) -> bool:
    """Make the demonstration unless it is there, tell its short account, and say whether everything verifies.

    Refuses a database with data that is not a demonstration ('not_a_demonstration'); `reset` starts anew.
    """
    from samenspel.apps.places.selectors import all_municipalities
    from samenspel.site.demo import emptying

    if all_municipalities().exists():
        # One real municipality is enough: a reset would take it along.
        if not emptying.only_demonstrations():
            raise FaultsError(
                [
                    Fault(
                        "not_a_demonstration",
                        "This database holds a municipality that is no demonstration.",
                        "Point DATABASE_URL at another database, or set SAMENSPEL_VAR to another folder.",
                    )
                ]
            )
        if reset:
            emptying.empty()
    if not all_municipalities().exists():
        _play()
    return _tell()


def _play() -> None:
    from django.utils import timezone
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from samenspel.site.demo import cycle, emptying

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    started = time.monotonic()
    try:
        with Progress(*columns, console=Console(stderr=True), refresh_per_second=4) as bar:
            for label, number, total, _stage, do in cycle.play(timezone.now()):
                task = bar.add_task(f"{number:2d}/{total} {label}", total=1)
                do(_shown_on(bar, task))
                bar.update(task, completed=1, total=1)
    except BaseException:
        # Half a demonstration would be shown as a whole one the next time.
        emptying.empty()
        raise
    typer.echo(f"The cycle took {time.monotonic() - started:.0f} seconds.", err=True)


def _shown_on(bar: Any, task: Any) -> Callable[[int, int], None]:
    return lambda done, of: bar.update(task, completed=done, total=of)


def _tell() -> bool:
    from samenspel.site.demo.account import short_account

    told = short_account()
    for line in told.lines:
        typer.echo(line)
    return told.verifies
