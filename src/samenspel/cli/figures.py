"""`samenspel figures`: key figures and outlines of neighbourhoods into the database."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from samenspel.cli.output import print_result, progress, refusals_to_exit, write_file

app = typer.Typer(help="Key figures and outlines of neighbourhoods.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Year = Annotated[int | None, typer.Option(help="The figures' year; else what the file or its name tells.")]
Municipality = Annotated[str, typer.Option(help="Only this municipality and the country, by its code: GM0014.")]
SmallAreas = Annotated[bool, typer.Option("--small-areas", help="Also the smallest areas (BU codes).")]


@app.callback()
def _group() -> None:
    """Key figures and outlines of neighbourhoods."""


@app.command("import")
@refusals_to_exit
def import_file(
    file: Annotated[Path, typer.Argument(help="A CBS file of key figures: OData JSON, CSV or xlsx.")],
    year: Year = None,
    source: Annotated[str, typer.Option(help="Where the figures come from; else the table's name.")] = "",
    municipality: Municipality = "",
    small_areas: SmallAreas = False,
    as_json: AsJson = False,
) -> None:
    """Load a file of key figures, all or nothing; a second run changes nothing."""
    data = file.read_bytes()
    _django()
    _load(data, file.name, year, source, municipality, small_areas, as_json)


@app.command("fetch")
@refusals_to_exit
def fetch(
    year: Annotated[int, typer.Option(help="Which year's table to fetch.")],
    municipality: Municipality = "",
    table: Annotated[str, typer.Option(help="The table, if it is not the usual one of the year.")] = "",
    url: Annotated[str, typer.Option(help="Where to fetch from; else SAMENSPEL_CBS_URL. Neither: nothing.")] = "",
    save: Annotated[Path | None, typer.Option(help="Write the answer to this file instead of loading it.")] = None,
    small_areas: SmallAreas = False,
    as_json: AsJson = False,
) -> None:
    """Fetch a table of key figures from CBS; with --save to a file that another machine can import."""
    _django(migrate=save is None)
    from samenspel.apps.picture.services import fetch_figures

    base = url or os.environ.get("SAMENSPEL_CBS_URL", "")
    document = fetch_figures(
        base=base, year=year, table=table, regions=municipality, told=lambda count: progress(f"{count} rows")
    )
    data = json.dumps(document, ensure_ascii=False, sort_keys=True).encode()
    if save is not None:
        write_file(save, data)
        print_result({"file": str(save), "bytes": len(data)}, as_json, lambda r: f"{r['file']}: {r['bytes']:,} bytes")
        return
    _load(data, f"{year}.json", None, "", municipality, small_areas, as_json)


@app.command("outlines")
@refusals_to_exit
def outlines(
    file: Annotated[Path, typer.Argument(help="GeoJSON of districts or neighbourhoods, in degrees or RD metres.")],
    source: Annotated[str, typer.Option(help="Source and licence, as they stand under the map.")] = (
        "CBS/Kadaster, CC BY 4.0"
    ),
    as_json: AsJson = False,
) -> None:
    """Give neighbourhoods that are known here their outlines, all or nothing; a second run changes nothing."""
    data = file.read_bytes()
    _django()
    from samenspel.apps.places.services import save_outlines

    done = save_outlines(data=data, source=source)
    print_result(
        {"read": done.read, "changed": done.changed, "unknown": len(done.unknown)},
        as_json,
        lambda r: f"{r['read']} outlines read, {r['changed']} new or changed, {r['unknown']} of no neighbourhood here.",
    )


@app.command("list")
@refusals_to_exit
def list_loaded(as_json: AsJson = False) -> None:
    """Tell what is loaded, per year."""
    _django()
    from samenspel.apps.picture.selectors import loaded_years

    rows = [
        {
            "year": row.year,
            "municipalities": row.municipalities,
            "neighbourhoods": row.neighbourhoods,
            "small_areas": row.small_areas,
            "topics": row.topics,
            "figures": row.figures,
            "sources": list(row.sources),
        }
        for row in loaded_years()
    ]
    print_result({"years": rows}, as_json, lambda _r: "\n".join(map(_line, rows)) or "No figures are loaded.")


def _line(row: dict[str, Any]) -> str:
    small = f" + {row['small_areas']:,} small areas" if row["small_areas"] else ""
    return (
        f"{row['year']}: {row['figures']:,} figures of {row['topics']} topics, {row['municipalities']} municipalities, "
        f"{row['neighbourhoods']:,} neighbourhoods{small}. {'; '.join(row['sources'])}"
    )


def _django(*, migrate: bool = True) -> None:
    from samenspel.cli import django_setup

    django_setup.start()
    if migrate:
        django_setup.migrate()


def _load(
    data: bytes, name: str, year: int | None, source: str, municipality: str, small_areas: bool, as_json: bool
) -> None:
    from samenspel.apps.picture.services import import_figures

    def is_wanted(code: str) -> bool:
        if code.startswith("BU") and not small_areas:
            return False
        return not municipality or code.startswith("NL") or code[2:6] == municipality[2:]

    done = import_figures(
        data=data,
        name=name,
        year=year,
        source=source,
        wanted=is_wanted,
        progress=lambda step, number, total: progress(f"{number} of {total} regions"),
    )
    print_result(
        {
            "year": done.year,
            "regions": done.regions,
            "read": done.read,
            "changed": done.changed,
            "left_out": done.left_out,
            "unknown_columns": list(done.unknown_columns),
        },
        as_json,
        lambda r: (
            f"{r['read']} figures of {r['year']} read, {r['changed']} new or changed."
            + (f" {len(r['unknown_columns'])} columns are of no topic here." if r["unknown_columns"] else "")
        ),
    )
