"""What the benchmarks share: one clock, peak memory, a peer held to a time limit, rows of a table."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any


def timed(work: Callable[[], Any], repeat: int = 1) -> tuple[Any, float]:
    """The result, and the best wall-clock seconds of `repeat` runs."""
    best, result = float("inf"), None
    for _ in range(repeat):
        started = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - started)
    return result, best


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_subprocess(script: str, arguments: Sequence[str], seconds_max: float) -> Any:
    """Run this script again with arguments; what it prints last as JSON, None when time is up."""
    try:
        done = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, timeout=seconds_max)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.strip().splitlines()[-1])


def row(cells: Sequence[object]) -> str:
    """One row of a markdown table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def header(cells: Sequence[str]) -> str:
    """The head of a markdown table."""
    return row(cells) + "\n" + row(["---"] * len(cells))
