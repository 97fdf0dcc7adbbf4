"""`samenspel map`: what a conversation's votes say, from a file that Polis or Samenspel exported."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from samenspel.cli.output import Result, print_result

GUARD_ACCOUNT = (
    "silhouette {silhouette:.3f}, by chance up to {silhouette_by_chance:.3f}, stability {stability} "
    "(groups are shown from 0.02 above chance and a stability of 0.60)"
)


def map_votes(
    votes: Annotated[Path, typer.Argument(help="votes.csv (long) or participants-votes.csv (wide).")],
    seed: Annotated[int, typer.Option(help="Start of every random choice: same seed, same map.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find the groups of opinion and the common ground in a file of votes."""
    from samenspel.engines.opinions import opinion_map, read_votes

    started = time.perf_counter()
    matrix = read_votes(votes)
    found = opinion_map(matrix, seed=seed)
    seconds = time.perf_counter() - started
    result: dict[str, Any] = {
        "participants": matrix.shape[0],
        "statements": matrix.shape[1],
        "groups": [list(group.participants) for group in found.groups],
        "common_ground": [
            {"statement": one.statement, "score": one.score, "low": one.low, "high": one.high}
            for one in found.common_ground
        ],
        "projection": {who: list(place) for who, place in found.projection.items()} if as_json else {},
        "seconds": seconds,
    }
    print_result(result, as_json, lambda printed: _account(printed, found))


def _account(result: Result, found: Any) -> str:
    lines = [
        f"{result['participants']:,} participants reacted to {result['statements']:,} statements "
        f"({result['seconds']:.2f} s).",
        "",
        *_common_ground_lines(found),
        "",
        *_uncertain_lines(found),
        "",
        *_group_lines(found),
    ]
    return "\n".join(lines)


def _common_ground_lines(found: Any) -> list[str]:
    whose = "every group" if found.groups else "everyone together"
    if not found.common_ground:
        return [f"Common ground: no statement that {whose} clearly agrees with yet."]
    lines = [f"Common ground ({whose}, {len(found.common_ground)} statements):"]
    lines += [
        f"  {one.statement:>6}  {one.score:.0%} (between {one.low:.0%} and {one.high:.0%})"
        for one in found.common_ground[:10]
    ]
    if len(found.common_ground) > 10:
        lines.append(f"  and {len(found.common_ground) - 10} more (--json gives all)")
    second = found.second_opinion
    if second is not None and (second.only_by_groups or second.only_over_divide):
        lines.append(
            f"A count without groups differs on {len(second.only_by_groups) + len(second.only_over_divide)}: "
            + ", ".join((*second.only_by_groups, *second.only_over_divide)[:10])
        )
    return lines


def _uncertain_lines(found: Any) -> list[str]:
    passed = [one.statement for one in found.uncertain if one.reason == "many_pass"]
    few = [one.statement for one in found.uncertain if one.reason == "few_votes"]
    return [
        f"Uncertain: {len(passed)} statements that many passed{_some(passed)}; "
        f"{len(few)} that too few have seen{_some(few)}."
    ]


def _some(statements: list[str]) -> str:
    return f" ({', '.join(statements[:5])}{' …' if len(statements) > 5 else ''})" if statements else ""


def _group_lines(found: Any) -> list[str]:
    guard = found.guard
    figures = ""
    if guard is not None:
        stability = "not needed" if guard.stability is None else f"{guard.stability:.2f}"
        figures = GUARD_ACCOUNT.format(
            silhouette=guard.silhouette,
            silhouette_by_chance=guard.silhouette_by_chance,
            stability=stability,
        )
    if not found.groups:
        return ["There are no clear groups." + (f" {figures[0].upper()}{figures[1:]}." if figures else "")]
    lines = [f"{len(found.groups)} groups: {figures}."]
    for group in found.groups:
        lines.append(f"  Group {group.number + 1}, {len(group.participants):,} people:")
        for one in group.representative:
            verb = "agree" if one.direction == "agree" else "disagree"
            lines.append(f"    {one.statement:>6}  {one.share:.0%} {verb}, elsewhere {one.share_elsewhere:.0%}")
    return lines
