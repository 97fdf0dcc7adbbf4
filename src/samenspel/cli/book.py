"""`samenspel book`: verify the household book, or export it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from samenspel.cli.output import print_result, progress, refusals_to_exit

app = typer.Typer(help="The household book: verify it, or export it.", no_args_is_help=True)


class Format(StrEnum):
    """Which file to write."""

    BEANCOUNT = "beancount"
    CSV = "csv"


@app.command()
@refusals_to_exit
def verify(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Read the whole book again: guards of the database, every transfer, balances, and the public log.

    Ends with exit code 1 when anything is not as it must be.
    """
    reports = [_as_json(report) for report in verify_books()]
    result = {
        "verifies": all(report["verifies"] for report in reports),
        "books": reports,
        "faults": [fault for report in reports for fault in report["faults"]],
    }
    print_result(result, as_json, _verified)
    if not result["verifies"]:
        raise typer.Exit(1)


@app.command()
@refusals_to_exit
def export(
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    format_: Annotated[Format, typer.Option("--format", help="beancount or csv.")] = Format.BEANCOUNT,
    municipality: Annotated[
        str, typer.Option("--municipality", help="CBS code; not needed when there is only one.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write every transfer to a file: for `bean-check`, or for a spreadsheet."""
    content, transfers = export_book(format_.value, municipality)
    out.write_bytes(content)
    result = {"file": str(out), "format": format_.value, "transfers": transfers}
    print_result(result, as_json, lambda r: f"{r['transfers']} transfers written to {r['file']}.")


def verify_books() -> list[Any]:
    """A BookReport for each municipality of the database in use. Raises EngineError `no_book`."""
    _set_up()
    from samenspel.apps.household.selectors import verify_book
    from samenspel.apps.places.selectors import all_municipalities

    reports = []
    for municipality in all_municipalities():
        progress(f"Reading the book of {municipality.name} …")
        reports.append(verify_book(municipality))
    return reports


def export_book(format_name: str, cbs_code: str = "") -> tuple[bytes, int]:
    """(bytes of the file, number of transfers). Raises EngineError `no_municipality`, `which_municipality`."""
    _set_up()
    from samenspel.apps.household.selectors import export_of
    from samenspel.apps.places.selectors import all_municipalities
    from samenspel.engines.errors import EngineError

    found = [m for m in all_municipalities() if cbs_code in ("", m.cbs_code)]
    if not found:
        raise EngineError("no_municipality", code_asked=cbs_code)
    if len(found) > 1:
        raise EngineError("which_municipality", codes=", ".join(m.cbs_code for m in found))
    return export_of(found[0], format_name)


def _set_up() -> None:
    """Start Django without its checks: the point of `verify` is to say what they would stop at."""
    import os

    import django
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from samenspel.engines.errors import EngineError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.site.settings")
    django.setup()
    # Connecting would make an empty file.
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        raise EngineError("no_book", database=str(connection.settings_dict["NAME"]))
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise EngineError("no_book", database=str(connection.settings_dict["NAME"]))


def _as_json(report: Any) -> dict[str, Any]:
    return {
        "municipality": report.municipality,
        "verifies": report.verifies,
        "transfers": report.transfers,
        "funds": report.funds,
        "root": report.root,
        "faults": [
            {
                "row": fault.sequence,
                "column": fault.where,
                "code": fault.code,
                "message": f"{fault.code.replace('_', ' ').capitalize()}: {fault.detail}",
                "remedy": "Compare with a backup, and find out who changed the database.",
            }
            for fault in report.faults
        ],
    }


def _verified(result: Mapping[str, Any]) -> str:
    lines = []
    for report in result["books"]:
        state = "good" if report["verifies"] else "NOT GOOD"
        lines.append(
            f"{report['municipality']}: {state}. {report['transfers']} transfers in {report['funds']} funds, "
            f"root of the log {report['root'] or '-'}"
        )
        lines += [
            f"  transfer {fault['row'] or '-'} ({fault['column']}): {fault['message']}" for fault in report["faults"]
        ]
    return "\n".join(lines) if lines else "There is no municipality in this database yet."
