"""`samenspel pick`: the lot falls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from samenspel.cli.output import print_result, write_file


def pick(
    commitment: Annotated[Path, typer.Argument(help="What `draw` wrote before the lot fell.")],
    randomness: Annotated[
        str,
        typer.Option(
            help="balls:417 (or 417), drand:ROUND:SIGNATURE, numbers:NAME=1 2 3 or text:KEY.", metavar="SOURCE"
        ),
    ],
    out: Annotated[Path | None, typer.Option(help="Write the finished bundle here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Choose the panel that public randomness points to, and finish the bundle.

    Refuses a bundle that was changed, that has been picked already, or a source other than announced.
    """
    from samenspel.engines import evidence

    bundle = evidence.pick(evidence.open_sealed(commitment.read_bytes()), evidence.parse_source(randomness))
    if out is not None:
        write_file(out, evidence.seal(bundle))
    result = {
        "picked": bundle["picked"],
        "panel": bundle["panel"],
        "randomness": bundle["randomness"],
        "panels": len(bundle["panels"]),
        "commitment": evidence.commitment_of(bundle),
        "out": str(out) if out is not None else None,
    }
    print_result(result, as_json, _sentences)


def _sentences(result: Any) -> str:
    lines = [
        f"Panel {result['picked']:03d} of {result['panels']} by {result['randomness']}:",
        *(f"  {person_id}" for person_id in result["panel"]),
        f"Commitment: {result['commitment']}",
    ]
    if result["out"]:
        lines.append(f"Written to {result['out']}.")
    return "\n".join(lines)
