"""`samenspel figures`: key figures of neighbourhoods into the database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from samenspel.cli.output import print_result, progress, refusals_to_exit
from samenspel.engines.errors import Fault, FaultsError

app = typer.Typer(help="Key figures of neighbourhoods.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Key figures of neighbourhoods."""


@app.command("import")
@refusals_to_exit
def import_file(
    file: Annotated[Path, typer.Argument(help="A CBS file of key figures: OData JSON, CSV or xlsx.")],
    year: Annotated[int | None, typer.Option(help="The figures' year; else the year in the file's name.")] = None,
    source: Annotated[str, typer.Option(help="Where the figures come from.")] = "CBS, Kerncijfers wijken en buurten",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Load a file of key figures, all or nothing; a second run changes nothing."""
    from samenspel.cli import django_setup

    data = file.read_bytes()
    figures_year = year or _year_in(file.name)
    django_setup.start()
    django_setup.migrate()
    from samenspel.apps.picture.services import import_figures

    done = import_figures(
        data=data,
        name=file.name,
        year=figures_year,
        source=source,
        progress=lambda step, number, total: progress(f"{number} of {total} figures"),
    )
    print_result(
        {"year": figures_year, "read": done.read, "changed": done.changed},
        as_json,
        lambda result: f"{result['read']} figures of {result['year']} read, {result['changed']} new or changed.",
    )


def _year_in(name: str) -> int:
    found = re.search(r"(?<!\d)(20\d\d)(?!\d)", name)
    if not found:
        raise FaultsError(
            [Fault("year_missing", "The file's name does not tell its year.", "Add --year, for instance --year 2024.")]
        )
    return int(found[1])
