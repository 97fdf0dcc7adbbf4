"""Which themes rise: two windows of time compared, source by source, with an exact test.

More signals need not mean more of a theme: perhaps more doorbells were rung. So a theme's number is compared with all
signals of the same source in the same windows. If nothing changed, a theme's signals of a source fall over the two
windows as all signals of that source do (hypergeometric). Sources are added up, and the chance of at least so many
recent ones is computed exactly by convolution: the exact conditional test for several two by two tables (Cox,
A simple example of a comparison involving quantal data, 1966; Mehta, Patel and Gray, 1985).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["too_few", "rises", "seems_to_rise", "same", "seems_to_fall", "falls"]
# A chance at most so small that it would be a coincidence: one in twenty, and a hint: one in five.
CLEAR, HINT = 0.05, 0.2


@dataclass(frozen=True)
class SourceCount:
    """Signals of one theme and one source in the window before and in the recent one."""

    before: int
    recent: int


@dataclass(frozen=True)
class Movement:
    """How a theme moved.

    `expected` is the recent number if nothing changed (None when no source was heard in both windows), `chance` that
    of a movement at least this large in this direction if nothing changed.
    """

    theme: str
    before: int
    recent: int
    by_source: Mapping[str, SourceCount]
    expected: float | None
    chance: float | None
    verdict: Verdict


def rising(
    counts: Mapping[str, Mapping[str, SourceCount]], *, smallest: int, themes: Sequence[str] | None = None
) -> list[Movement]:
    """Every theme with its movement: clear rises first, then by recent number.

    counts: theme → source → counts; signals without a theme belong in it too (under ''), because they are part of what
    a source brought. smallest: with fewer signals of a theme in both windows together, nothing is said of it ('too
    few'). themes: those to tell of; by default all but ''.
    """
    totals: dict[str, list[int]] = {}
    for by_source in counts.values():
        for source, count in by_source.items():
            if count.before < 0 or count.recent < 0:
                raise ValueError("a count is never below zero")
            total = totals.setdefault(source, [0, 0])
            total[0] += count.before
            total[1] += count.recent
    told = [theme for theme in counts if theme] if themes is None else list(themes)
    moved = [_movement(theme, counts.get(theme, {}), totals, smallest) for theme in told]
    return sorted(moved, key=lambda one: (_ORDER[one.verdict], -one.recent, one.theme))


_ORDER = {"rises": 0, "seems_to_rise": 1, "same": 2, "seems_to_fall": 3, "falls": 4, "too_few": 5}


def _movement(
    theme: str, by_source: Mapping[str, SourceCount], totals: Mapping[str, Sequence[int]], smallest: int
) -> Movement:
    before, recent = (sum(getattr(count, when) for count in by_source.values()) for when in ("before", "recent"))
    spread, fixed, expected = [1.0], 0, 0.0
    can_compare = False
    for source, count in by_source.items():
        number, (all_before, all_recent) = count.before + count.recent, totals[source]
        if not number:
            continue
        if not (all_before and all_recent):
            # Heard in one window only: tells nothing of a change, and stays what it is.
            fixed += count.recent
            expected += count.recent
            continue
        can_compare = True
        expected += number * all_recent / (all_before + all_recent)
        spread = _convolved(spread, _hypergeometric(number, all_before, all_recent))
    if before + recent < smallest:
        return Movement(theme, before, recent, by_source, expected if can_compare else None, None, "too_few")
    if not can_compare:
        return Movement(theme, before, recent, by_source, None, None, "too_few")
    at = recent - fixed
    more, fewer = min(1.0, math.fsum(spread[at:])), min(1.0, math.fsum(spread[: at + 1]))
    is_up = recent >= expected
    return Movement(
        theme, before, recent, by_source, expected, more if is_up else fewer, _verdict(more, fewer, is_up=is_up)
    )


def _verdict(more: float, fewer: float, *, is_up: bool) -> Verdict:
    chance = more if is_up else fewer
    if chance <= CLEAR:
        return "rises" if is_up else "falls"
    if chance <= HINT:
        return "seems_to_rise" if is_up else "seems_to_fall"
    return "same"


def _hypergeometric(number: int, before: int, recent: int) -> list[float]:
    """Chance of 0, 1, … `number` recent ones when `number` are taken blindly from all of a source."""
    ways = math.comb(before + recent, number)
    return [math.comb(recent, k) * math.comb(before, number - k) / ways for k in range(number + 1)]


def _convolved(one: Sequence[float], other: Sequence[float]) -> list[float]:
    out = [0.0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            out[i + j] += a * b
    return out
