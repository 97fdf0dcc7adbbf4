"""`samenspel verify`: anyone re-checks a published bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from samenspel.cli.output import print_result
from samenspel.engines.errors import Fault, FaultsError

_REMEDY = "Get the file again from where it was published; if it still differs, ask who published it."


def verify(
    bundle: Annotated[Path, typer.Argument(help="A published bundle of a lot, draw, trail, vote, book or account.")],
    commitment: Annotated[
        str | None, typer.Option(help="The published commitment to compare with.", metavar="HEX")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Recompute everything in a bundle, offline, and name what differs.

    Prints the commitment to compare with the published one. Ends with 1 if anything differs.
    """
    from samenspel.engines.verification import verify_bundle

    report = verify_bundle(bundle.read_bytes(), commitment)
    if not report.ok:
        raise FaultsError(
            [Fault(check.name, f"{check.name}: {check.detail}.", _REMEDY) for check in report.checks if not check.ok]
        )
    result = {
        "ok": report.ok,
        "kind": report.kind,
        "commitment": report.commitment,
        "checks": [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in report.checks],
    }
    print_result(result, as_json, _sentences)


def _sentences(result: Any) -> str:
    lines = [f"good  {check['name']}: {check['detail']}" for check in result["checks"]]
    return "\n".join([*lines, f"Commitment: {result['commitment']}"])
