"""`samenspel count`: what a vote on the money elects, from a `.pb` file."""

from __future__ import annotations

import time
from dataclasses import asdict
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
    if explain:
        # With add1 or maximin support one count is long, and this takes thirty a project.
        quick = completion is Completion.NONE and rule is not Rule.MAXIMIN_SUPPORT
        explained = budgeting.explain(read, counted, would_have=quick)
        result["explanation"] = _explanation(explained, read)
    print_result(result, as_json, lambda printed: _account(printed, read))


def _explanation(explained: Any, election: Any) -> dict[str, Any]:
    """The figures as JSON, amounts in the file's unit (shares of a unit as the nearest number)."""

    def amount(value: Any) -> int | float | None:
        return None if value is None else election.in_file_unit(value)

    amounts = ("cost", "price", "supporters_had", "missing", "cost_to_win", "cost_until")
    projects = []
    for figure in explained.projects:
        facts = asdict(figure)
        projects.append({**facts, **{name: amount(facts[name]) for name in amounts}})
    rounds = [{**asdict(one), "price": amount(one.price), "left": amount(one.left)} for one in explained.rounds]
    return {
        "projects": projects,
        "rounds": rounds,
        "measures": _measures(explained.measures, election),
        "measures_greedy": _measures(explained.measures_greedy, election),
        "greedy_winners": list(explained.greedy_winners),
    }


def _measures(measures: Any, election: Any) -> dict[str, Any]:
    money = [value / election.scale for value in measures.money_per_voter]
    return {**asdict(measures), "money_per_voter": money}


def _account(result: Result, election: Any) -> str:
    names = {project.id: project.name for project in election.projects}
    lines = [
        f"{election.voters:,} ballots over {len(election.projects)} projects ({result['seconds']:.2f} s).",
        f"{len(result['winners'])} projects win; {result['spent']:,} of {result['budget']:,} is spent.",
        "",
        *(f"  {project_id:>8}  {names[project_id]}" for project_id in result["winners"]),
    ]
    if "explanation" in result:
        lines += ["", "Why:", *(_why(figure, names) for figure in result["explanation"]["projects"])]
    return "\n".join(lines)


_WHY = {
    "bought": "won in round {round}: its supporters paid {price:,.2f} each ({paid_less} gave their last money)",
    "free": "won: it costs nothing",
    "completed": "won with the money left over",
    "taken": "won",
    "withdrawn": "withdrawn",
    "too_few_votes": "fewer votes than the minimum",
    "no_votes": "nobody chose it",
    "supporters_short": "lost: after round {round} its supporters were {missing:,.2f} short",
    "did_not_fit": "lost: it did not fit what was left",
}


def _why(figure: dict[str, Any], names: dict[str, str]) -> str:
    known = {key: value if value is not None else 0 for key, value in figure.items()}
    text = f"  {names[figure['project_id']]} ({figure['votes']:,} votes, {figure['cost']:,}): "
    text += _WHY[figure["code"]].format(**known)
    if figure["cost_to_win"] is not None:
        text += f"; at {figure['cost_to_win']:,} it would have won"
    if figure["votes_to_win"] is not None:
        text += f"; with {figure['votes_to_win']:,} more voters for it alone it would have won"
    if figure["cost_until"] is not None:
        text += f"; it would have won up to {figure['cost_until']:,}"
    if figure["votes_until"] is not None:
        text += f"; {figure['votes_until']:,} votes would have been enough"
    return text + "."
