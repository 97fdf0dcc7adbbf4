"""The draw beside sortition-algorithms with HiGHS, on one pool: seconds, smallest chance, memory.

python bench/sortition.py FOLDER [--algorithm leximin] [--panels 1000] [--peer-timeout 600]

FOLDER holds respondents.csv, categories.csv and k.json ({"k": seats}). Each side runs in a process of its
own with one thread; the peer is ended when its time is up. Processor seconds decide the ratio, because
they do not depend on what else the machine does. Ours without the lottery is compared with the peer's
distribution, which holds no lottery either.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from common import header, in_subprocess, peak_megabytes, row

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def measured(run: Callable[[], Any]) -> tuple[Any, float, float, float]:
    """The result, wall seconds, processor seconds and peak megabytes."""
    wall, processor = time.perf_counter(), time.process_time()
    result = run()
    return result, time.perf_counter() - wall, time.process_time() - processor, peak_megabytes()


def ours(folder: Path, algorithm: str, panels: int) -> dict[str, Any]:
    from samenspel.engines.sortition import draw, read_pool, read_targets

    def run() -> Any:
        targets = read_targets(folder / "categories.csv")
        pool = read_pool(folder / "respondents.csv", targets)
        return draw(pool, targets, _seats(folder), algorithm=algorithm, panels=panels)

    drawn, wall, processor, memory = measured(run)
    return {
        "wall": wall,
        "processor": processor,
        "memory": memory,
        "min_chance": drawn.min_chance,
        "gap": drawn.gap,
        "proved": drawn.proved,
        "lottery_exact": drawn.lottery_exact,
        "lottery_min_chance": drawn.lottery_min_chance,
    }


def peer(folder: Path, algorithm: str) -> dict[str, Any]:
    import sortition_algorithms
    from sortition_algorithms import committee_generation

    def run() -> Any:
        seats = _seats(folder)
        source = sortition_algorithms.CSVStringDataSource(
            (folder / "categories.csv").read_text(), (folder / "respondents.csv").read_text()
        )
        data = sortition_algorithms.SelectionData(source)
        features, _ = data.load_features(seats)
        settings = sortition_algorithms.Settings(id_column="id", columns_to_keep=[])
        people, _ = data.load_people(settings, features)
        find = getattr(committee_generation, f"find_distribution_{algorithm}")
        return find(features, people, seats, [])

    (panels, weights, _), wall, processor, memory = measured(run)
    chances: dict[str, float] = {}
    for panel, weight in zip(panels, weights, strict=True):
        for person in panel:
            chances[person] = chances.get(person, 0.0) + weight
    return {"wall": wall, "processor": processor, "memory": memory, "min_chance": min(chances.values())}


def _seats(folder: Path) -> int:
    return int(json.loads((folder / "k.json").read_text())["k"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--algorithm", default="leximin")
    parser.add_argument("--panels", type=int, default=1000)
    parser.add_argument("--peer-timeout", type=float, default=600, help="seconds; 0 leaves the peer out")
    parser.add_argument("--side", choices=["ours", "peer"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        run = ours(asked.folder, asked.algorithm, asked.panels) if asked.side == "ours" else None
        print(json.dumps(run or peer(asked.folder, asked.algorithm)))
        return
    os.environ.update(dict.fromkeys(THREADS, "1"))
    arguments = [str(asked.folder), "--algorithm", asked.algorithm]
    script = str(Path(__file__))
    chances = in_subprocess(script, [*arguments, "--side", "ours", "--panels", "0"], 3600)
    assert chances is not None
    lottery = None
    if asked.panels:
        lottery = in_subprocess(script, [*arguments, "--side", "ours", "--panels", str(asked.panels)], 3600)
    other = None
    if asked.peer_timeout:
        other = in_subprocess(script, [*arguments, "--side", "peer"], asked.peer_timeout)
    lottery_head = f"+ lottery of {asked.panels} s"
    print(header(["pool", "algorithm", "ours s", "gap", lottery_head, "MB", "peer s", "peer MB", "ratio"]))
    print(row(_cells(asked, chances, lottery, other)))


def _cells(
    asked: argparse.Namespace,
    chances: dict[str, Any],
    lottery: dict[str, Any] | None,
    other: dict[str, Any] | None,
) -> list[str]:
    memory = max(run["memory"] for run in (chances, lottery) if run)
    unfinished = "not run" if not asked.peer_timeout else f"not in {asked.peer_timeout:.0f}"
    return [
        asked.folder.name,
        asked.algorithm,
        f"{chances['processor']:.2f}",
        f"{chances['gap']:.0e}",
        f"{lottery['processor']:.1f}{'' if lottery['lottery_exact'] else ' (not exact)'}" if lottery else "–",
        f"{memory:.0f}",
        f"{other['processor']:.1f}" if other else unfinished,
        f"{other['memory']:.0f}" if other else "–",
        f"{other['processor'] / chances['processor']:.0f}x" if other else "–",
    ]


if __name__ == "__main__":
    main()
