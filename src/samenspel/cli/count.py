"""`samenspel count`: what a vote on the money elects, from a `.pb` file."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from samenspel.cli.output import Result, print_result


class Rule(StrEnum):
    EQUAL_SHARES = "equal-shares"
    PHRAGMEN = "phragmen"
    MAXIMIN_SUPPORT = "maximin-support"
    GREEDY = "greedy"


class Utility(StrEnum):
    COST = "cost"
    CARDINALITY = "cardinality"
    POINTS = "points"


class Completion(StrEnum):
    NONE = "none"
    ADD1 = "add1"
    ADD1U = "add1u"


def count(
    election: Annotated[Path, typer.Argument(help="The ballots: a Pabulib .pb file.")],
    rule: Annotated[Rule, typer.Option(help="How to count.")] = Rule.EQUAL_SHARES,
    utility: Annotated[Utility, typer.Option(help="What a winning project is worth to who chose it.")] = Utility.COST,
    completion: Annotated[Completion, typer.Option(help="What to do with money left over.")] = Completion.NONE,
    explain: Annotated[bool, typer.Option("--explain", help="Add the figures per project.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Count a participatory budget, exactly: which projects win, and with --explain why."""
    from samenspel.engines import budgeting

    started = time.perf_counter()
    read = budgeting.read_pabulib(election)
    counted = budgeting.count(read, rule=rule.value, utility=utility.value, completion=completion.value)
    seconds = time.perf_counter() - started
    result: dict[str, Any] = {
        "winners": list(counted.winners),
        "spent": read.in_file_unit(counted.spent),
        "budget": read.in_file_unit(read.budget),
        "seconds": seconds,
    }
    print_result(result, as_json, lambda printed: _account(printed, read))


def _account(result: Result, election: Any) -> str:
    names = {project.id: project.name for project in election.projects}
    lines = [
        f"{election.voters:,} ballots over {len(election.projects)} projects ({result['seconds']:.2f} s).",
        f"{len(result['winners'])} projects win; {result['spent']:,} of {result['budget']:,} is spent.",
        "",
        *(f"  {project_id:>8}  {names[project_id]}" for project_id in result["winners"]),
    ]
    return "\n".join(lines)
