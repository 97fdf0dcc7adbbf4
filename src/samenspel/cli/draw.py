"""`samenspel draw`: who can sit on the panel, with what chance, and the numbered panels to draw from."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from samenspel.cli.output import print_result, progress, write_file


def draw(
    pool: Annotated[Path, typer.Option(help="respondents.csv: one row per volunteer (CSV or xlsx).")],
    targets: Annotated[Path, typer.Option(help="categories.csv: feature, value, min, max.")],
    seats: Annotated[int, typer.Option(help="How many seats the panel has.", min=1)],
    panels: Annotated[int, typer.Option(help="How many numbered panels the lottery holds.", min=1)] = 1000,
    algorithm: Annotated[str, typer.Option(help="leximin, maximin, nash, goldilocks or greedy.")] = "leximin",
    household: Annotated[
        str | None, typer.Option(help="Column that names the household: at most one person of each.")
    ] = None,
    id_column: Annotated[
        str | None, typer.Option("--id", help="Column with the ids (default: id, … or the row number).")
    ] = None,
    randomness: Annotated[
        str | None,
        typer.Option(
            help="balls:417 (or 417), drand:ROUND:SIGNATURE, numbers:NAME=1 2 3 or text:KEY.", metavar="SOURCE"
        ),
    ] = None,
    announced: Annotated[
        str | None,
        typer.Option(
            help="What will decide: balls, text, drand:ROUND or numbers:NAME;NAME. `pick` refuses anything else.",
            metavar="SOURCE",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the bundle (or commitment) here.")] = None,
    seed: Annotated[int | None, typer.Option(help="Start of the solver's noise: same seed, same panels.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Give every volunteer the fairest chance that the targets allow, and lay out numbered panels.

    With --randomness the lot falls at once; without it --out writes a commitment for `samenspel pick`.
    """
    from samenspel import __version__
    from samenspel.engines import evidence, sortition

    started = time.perf_counter()
    if algorithm not in sortition.ALGORITHM_NAMES:
        raise typer.BadParameter(f"choose from {', '.join(sortition.ALGORITHM_NAMES)}", param_hint="--algorithm")
    source = evidence.parse_source(randomness) if randomness is not None else None
    promised = evidence.parse_announcement(announced) if announced is not None else None
    wanted = sortition.read_targets(targets, name=targets.name)
    people = sortition.read_pool(pool, wanted, id_column=id_column, household_column=household, name=pool.name)
    drawn = sortition.draw(
        people,
        wanted,
        seats,
        algorithm=algorithm,
        panels=panels,
        seed=sortition.SEED if seed is None else seed,
        progress=None if as_json else _Stages(),
    )
    seconds = time.perf_counter() - started
    bundle = evidence.draw_bundle(
        algorithm=algorithm,
        seats=seats,
        targets=[
            {"feature": quota.feature, "value": quota.value, "min": quota.min, "max": quota.max}
            for quota in wanted.quotas
        ],
        pool=[
            {"id": person.id, "features": dict(person.values), "household": person.household}
            for person in people.people
        ],
        panels=drawn.panels,
        one_per_household=drawn.one_per_household,
        software=f"samenspel {__version__}",
        announced=promised,
    )
    if source is not None:
        bundle = evidence.pick(bundle, source)
    if out is not None:
        write_file(out, evidence.seal(bundle))
    result: dict[str, Any] = {
        "algorithm": algorithm,
        "pool_size": len(people.people),
        "seats": seats,
        "chances": drawn.chances,
        "min_chance": drawn.min_chance,
        "bound_min_chance": drawn.bound_min_chance,
        "gap": drawn.gap,
        "lottery_min_chance": drawn.lottery_min_chance,
        "panels": [list(panel) for panel in drawn.panels],
        "picked": bundle["picked"],
        "panel": bundle["panel"],
        "seconds": seconds,
    }
    print_result(result, as_json, lambda printed: _account(printed, drawn, evidence.commitment_of(bundle), out))


class _Stages:
    """Says on stderr how far a stage is, at each quarter."""

    def __init__(self) -> None:
        self._last: tuple[str, int] = ("", -1)

    def __call__(self, stage: str, done: float) -> None:
        quarter = int(done * 4)
        if (stage, quarter) > self._last if stage == self._last[0] else True:
            self._last = (stage, quarter)
            progress(f"{stage}: {quarter * 25}%")


def _account(result: Any, drawn: Any, commitment: str, out: Path | None) -> str:
    chances = sorted(result["chances"].values())
    lines = [
        f"{result['pool_size']:,} people, {result['seats']} seats, {result['algorithm']} ({result['seconds']:.1f} s).",
        f"Chances run from {chances[0]:.2%} to {chances[-1]:.2%}; Gini {drawn.gini:.3f}.",
        f"No draw gives everyone more than {result['bound_min_chance']:.4%}; "
        f"this one is {result['gap']:.1e} below that.",
        _proof(drawn),
        _impossible(drawn),
        _lottery_line(result, drawn),
    ]
    tight = [use for use in drawn.quotas if use.binding]
    if tight:
        names = ", ".join(f"{use.quota.feature} {use.quota.value} ({use.binding})" for use in tight[:8])
        more = f" and {len(tight) - 8} more" if len(tight) > 8 else ""
        lines.append(f"Quotas that every panel stands at: {names}{more}.")
    if result["panel"] is not None:
        lines.append(f"Panel {result['picked']:03d} was drawn: {', '.join(result['panel'])}.")
    else:
        lines.append("No panel has been drawn yet: `samenspel pick` does that with public randomness.")
    lines.append(f"Commitment: {commitment}")
    if out is not None:
        lines.append(f"Written to {out}.")
    return "\n".join(line for line in lines if line)


def _proof(drawn: Any) -> str:
    if drawn.algorithm == "greedy":
        return "Greedy promises nothing about chances; these are the shares of its own panels."
    if drawn.proved:
        return f"Proved: nobody's chance is more than {drawn.remainder:.0e} of itself below the optimum."
    return "Not proved to be the optimum: the search ended at its limit."


def _impossible(drawn: Any) -> str:
    """Who can't be drawn at all: a chance of nothing is told, not hidden in a smallest chance."""
    if not drawn.impossible or drawn.algorithm == "greedy":
        return ""
    names = ", ".join(drawn.impossible[:10])
    more = f" and {len(drawn.impossible) - 10} more" if len(drawn.impossible) > 10 else ""
    return f"Under these targets no panel can hold {names}{more}: their chance is 0."


def _lottery_line(result: Any, drawn: Any) -> str:
    number = len(drawn.panels)
    line = f"The lottery holds {number:,} panels; the smallest chance in it is {result['lottery_min_chance']:.2%}"
    if drawn.lottery_exact:
        return f"{line}, and everyone is in as many panels as their chance says, rounded down or up."
    return f"{line}; the largest distance to a person's own chance is {drawn.lottery_deviation_max:.2%}."
