"""Equal shares side by side with pabutools: the rule alone, and from file to result.

`python bench/budgeting.py [FILE.pb …] [--completion add1] [--seconds 300]`. Without files it makes
elections of 8,500 and 90,000 voters from a fixed seed. Each side runs in a process of its own, one
after the other; a peer that takes longer than the limit is reported as "over" it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from functools import partial
from pathlib import Path

from common import header, in_subprocess, peak_megabytes, row, timed

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = (
    "election", "voters", "projects", "completion", "rule: peer", "rule: ours", "times",
    "file to result: peer", "ours", "times", "memory MB: peer", "ours", "same winners",
)  # fmt: skip


def ours(path: str, completion: str) -> dict[str, object]:
    from samenspel.engines.budgeting import count, read_pabulib

    def whole():
        return count(read_pabulib(path), completion=completion)

    counted, total = timed(whole, 3)
    rule = float("inf")
    for _ in range(3):  # each from a fresh reading: an election remembers what it worked out
        election = read_pabulib(path)
        rule = min(rule, timed(partial(count, election, completion=completion))[1])
    return {
        "rule": rule, "total": total, "memory": peak_megabytes(), "winners": sorted(counted.winners),
        "voters": election.voters, "projects": len(election.projects),
    }  # fmt: skip


def peer(path: str, completion: str) -> dict[str, object]:
    from pabutools.election import Cost_Sat
    from pabutools.election.pabulib import parse_pabulib
    from pabutools.rules import method_of_equal_shares
    from pabutools.tiebreaking import TieBreakingRule

    from samenspel.engines.budgeting import read_pabulib
    from samenspel.engines.budgeting.rules import tie_order

    sys.setrecursionlimit(100_000)
    (instance, profile), reading = timed(lambda: parse_pabulib(path))
    election = read_pabulib(path)
    rank = tie_order(election, None)
    ties = TieBreakingRule(lambda _i, _p, project: rank[election.position[project.name]])
    step = None if completion == "none" else 1
    chosen, rule = timed(
        lambda: method_of_equal_shares(
            instance, profile, sat_class=Cost_Sat, tie_breaking=ties, voter_budget_increment=step
        )
    )
    return {
        "rule": rule, "total": reading + rule, "memory": peak_megabytes(),
        "winners": sorted(project.name for project in chosen),
    }  # fmt: skip


def made_elections(folder: Path) -> list[str]:
    """Made in a process of its own: a child's peak memory begins at its parent's."""
    sys.path.insert(0, str(ROOT / "tests"))
    from engines.budgeting.budgeting_elections import city_election
    from samenspel.engines.budgeting import write_pabulib

    paths = []
    for voters, size, choices in ((8_500, 85, 10.0), (90_000, 160, 5.0)):
        path = folder / f"generated_{voters}_{size}.pb"
        path.write_bytes(write_pabulib(city_election(voters, size, seed=7, choices_mean=choices)))
        paths.append(str(path))
    return paths


def compare(path: Path, completion: str, seconds_max: float) -> str:
    mine = in_subprocess(__file__, ["--side", "ours", str(path), "--completion", completion], seconds_max)
    theirs = in_subprocess(__file__, ["--side", "peer", str(path), "--completion", completion], seconds_max)
    if mine is None:
        return row([path.stem, "", "", completion, "", f"over {seconds_max:.0f} s"])
    limit = f"over {seconds_max:.0f} s"
    given = theirs or {"rule": seconds_max, "total": seconds_max}
    more = "" if theirs else "over "
    return row(
        [
            path.stem, f"{mine['voters']:,}", mine["projects"], completion,
            f"{given['rule']:.2f} s" if theirs else limit, f"{mine['rule'] * 1000:.1f} ms",
            f"{more}{given['rule'] / mine['rule']:,.0f}",
            f"{given['total']:.2f} s" if theirs else limit, f"{mine['total'] * 1000:.1f} ms",
            f"{more}{given['total'] / mine['total']:,.0f}",
            f"{given['memory']:.0f}" if theirs else "?", f"{mine['memory']:.0f}",
            ("yes" if mine["winners"] == given["winners"] else "NO") if theirs else "?",
        ]
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--completion", default="none", choices=["none", "add1"])
    parser.add_argument("--seconds", default=300.0, type=float)
    parser.add_argument("--side", choices=["ours", "peer", "make"])
    options = parser.parse_args()
    if options.side == "make":
        print(json.dumps(made_elections(options.files[0])))
        return
    if options.side:
        side = ours if options.side == "ours" else peer
        print(json.dumps(side(str(options.files[0]), options.completion)))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(header(COLUMNS))
        made = [] if options.files else in_subprocess(__file__, ["--side", "make", folder], 600) or []
        for path in options.files or made:
            print(compare(Path(path), options.completion, options.seconds), flush=True)


if __name__ == "__main__":
    main()
