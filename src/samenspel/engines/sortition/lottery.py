"""A lottery over M equal, numbered panels, by halving.

Expected counts x are rounded to whole counts for M panels together, each person's share kept between the
floor and the ceiling of M times the chance. Then the counts of M panels are split into counts of two
halves, each within the quotas of its number of panels, until single panels are left. Every split starts from
the even one, rounds what is odd by a dive, and is small where there are many of them: near the end only some
dozens of seats are open. A part that can't be split further sends the search back to the split before it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from samenspel.engines.sortition.dive import dive
from samenspel.engines.sortition.fairest import Fairest
from samenspel.engines.sortition.linear import Program
from samenspel.engines.sortition.mixture import Mixture
from samenspel.engines.sortition.space import Space

DIVES = 2
RESPLITS = 6
STUCK_MAX = 25
NODES_MAX = 500


def round_counts(
    space: Space, expected: np.ndarray, panels_count: int, random: np.random.Generator
) -> np.ndarray | None:
    """Whole counts per kind for `panels_count` panels together, within that many times the quotas.

    Each kind gets between size * floor(M p) and size * ceil(M p), and within one of M x where that can be.
    None when rounding within these bounds is impossible.
    """
    wide_low, wide_high = _count_bounds(space, expected, panels_count)
    total = expected * panels_count
    near_low = np.maximum(wide_low, np.floor(total + 1e-6))
    near_high = np.maximum(near_low, np.minimum(wide_high, np.ceil(total - 1e-6)))
    rows = (space.lower * panels_count, space.upper * panels_count)
    for low, high in ((near_low, near_high), (wide_low, wide_high)):
        found = _integral_point(space, np.arange(space.kinds_count), low, high, rows, random, dives=4)
        if found is not None:
            return found
    return None


def is_exact(space: Space, expected: np.ndarray, counts_of_people: np.ndarray, panels_count: int) -> bool:
    """Whether each person is in the floor or the ceiling of `panels_count` times the expected chance."""
    aimed = space.chances_of_people(expected) * panels_count
    low, high = np.floor(aimed + 1e-5), np.ceil(aimed - 1e-5)
    return panels_count > 0 and bool(((counts_of_people >= low) & (counts_of_people <= high)).all())


def halve(
    space: Space,
    counts: np.ndarray,
    panels_count: int,
    random: np.random.Generator,
    *,
    splits_max: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> np.ndarray | None:
    """Panels (M x T) that add up to `counts`, or None when the search gave up after splits_max splits."""
    search = _Halving(space, random, 30 * panels_count if splits_max is None else splits_max, progress)
    if not search.fill(counts.astype(np.int64), panels_count):
        return None
    return np.array(search.panels)[random.permutation(panels_count)]


class _Halving:
    def __init__(
        self,
        space: Space,
        random: np.random.Generator,
        splits_left: int,
        progress: Callable[[int], None] | None,
    ) -> None:
        self.space, self.random, self.splits_left, self.progress = space, random, splits_left, progress
        self.panels: list[np.ndarray] = []
        self.stuck = 0

    @property
    def hopeless(self) -> bool:
        """Too many parts turned out to be indivisible: with many households that can be most of them."""
        return self.splits_left <= 0 or self.stuck > STUCK_MAX + len(self.panels) // 8

    def fill(self, counts: np.ndarray, panels_count: int) -> bool:
        """Append panels that add up to counts; on failure leave the list as it was."""
        if panels_count == 1:
            self.panels.append(counts)
            if self.progress is not None:
                self.progress(len(self.panels))
            return True
        done = len(self.panels)
        for _ in range(RESPLITS if panels_count > 2 else 1):
            if self.hopeless:
                break
            first_count = panels_count // 2
            first = self._split(counts, first_count, panels_count - first_count)
            if first is None:
                self.stuck += 1
                break
            if self.fill(first, first_count) and self.fill(counts - first, panels_count - first_count):
                return True
            del self.panels[done:]
        return False

    def _split(self, counts: np.ndarray, first: int, second: int) -> np.ndarray | None:
        """Counts for the first part, as even as can be, with both parts within their quotas."""
        self.splits_left -= 1
        space = self.space
        total = first + second
        low = counts * first // total
        high = -(-counts * first // total)
        rows = space.matrix @ counts
        bounds = (
            np.maximum(first * space.lower, rows - second * space.upper),
            np.minimum(first * space.upper, rows - second * space.lower),
        )
        # Rows are split evenly too: a part whose rows lie between their bounds can be split again.
        even = (
            np.maximum(bounds[0], np.floor(rows * first / total + 1e-9)),
            np.minimum(bounds[1], np.ceil(rows * first / total - 1e-9)),
        )
        open_kinds = np.flatnonzero(high > low)
        found = None
        if total > 2:
            found = _integral_point(space, open_kinds, low, high, even, self.random, dives=DIVES, exact=False)
        if found is None:
            found = _integral_point(space, open_kinds, low, high, bounds, self.random, dives=DIVES)
        if found is None and (counts > 1).any():
            low = np.maximum(0, counts - second * space.capacity)
            high = np.minimum(counts, first * space.capacity)
            open_kinds = np.flatnonzero(high > low)
            found = _integral_point(space, open_kinds, low, high, bounds, self.random, dives=0)
        return found


def _integral_point(
    space: Space,
    open_kinds: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    rows: tuple[np.ndarray, np.ndarray],
    random: np.random.Generator,
    *,
    dives: int,
    exact: bool = True,
) -> np.ndarray | None:
    """Integral counts with low <= counts <= high and matrix @ counts between the rows' bounds.

    First dives; if these are stuck, with exact, an integer programme finds a point or proves that there is none.
    """
    point = low.astype(np.int64)
    base = space.matrix @ point
    row_low, row_high = rows[0] - base, rows[1] - base
    if not len(open_kinds):
        return point if (row_low <= 0).all() and (row_high >= 0).all() else None
    matrix = space.matrix[:, open_kinds]
    nothing, room = np.zeros(len(open_kinds)), (high - low)[open_kinds].astype(float)
    for attempt in range(dives + exact):
        program = Program(
            matrix,
            column_lower=nothing,
            column_upper=room,
            row_lower=row_low,
            row_upper=row_high,
            cost=random.standard_normal(len(open_kinds)),
            integral=attempt == dives,
            any_solution=attempt == dives,
            tolerance=1e-7,
        )
        if attempt == 0 and dives and program.values() is None:
            return None  # not even fractional counts fit
        if attempt == dives:
            values = program.values()
            found = None if values is None else np.rint(values).astype(np.int64)
        else:
            found = dive(program, nothing, room, random)
        if found is not None:
            point[open_kinds] += found
            return point
    return None


def lottery(
    space: Space,
    fairest: Fairest,
    panels_count: int,
    random: np.random.Generator,
    progress: Callable[[int], None] | None = None,
) -> np.ndarray:
    """Panels as counts (M x T) whose average is `fairest.aim` to within 1 / M, where that can be found.

    Where it can't, the panels of the mixture itself, repeated by their weights as evenly as can be.
    """
    ways: list[Callable[[], np.ndarray | None]] = [
        lambda: _halved(space, fairest, panels_count, random, progress),
        lambda: repeat_exactly(space, fairest.mixture, panels_count, random),
    ]
    for way in ways if fairest.walked else reversed(ways):
        panels = way()
        if panels is not None:
            return panels
    return _repeated(fairest.mixture, panels_count, random)


def _halved(
    space: Space,
    fairest: Fairest,
    panels_count: int,
    random: np.random.Generator,
    progress: Callable[[int], None] | None,
) -> np.ndarray | None:
    counts = round_counts(space, fairest.aim, panels_count, random)
    if counts is None:
        return None
    return halve(space, counts, panels_count, random, progress=progress)


def repeat_exactly(space: Space, mixture: Mixture, panels_count: int, random: np.random.Generator) -> np.ndarray | None:
    """The mixture's panels, each the floor or the ceiling of M times its weight or near it, such that every
    kind's people are in the floor or the ceiling of M times their chance; None when that was not found."""
    low, high = _count_bounds(space, mixture.expected, panels_count)
    times = mixture.weights * panels_count
    columns = len(times)
    matrix = sparse.csc_array(np.vstack([mixture.panels.T[space.peopled], np.ones(columns)]).astype(float))
    for spread, integral in ((0, False), (1, False), (3, True)):
        least = np.maximum(0, np.floor(times + 1e-9) - spread)
        most = np.ceil(times - 1e-9) + spread
        program = Program(
            matrix,
            column_lower=least,
            column_upper=most,
            row_lower=np.append(low[space.peopled], panels_count),
            row_upper=np.append(high[space.peopled], panels_count),
            cost=random.standard_normal(columns),
            integral=integral,
            any_solution=integral,
            nodes_max=NODES_MAX if integral else None,
            tolerance=1e-7,
        )
        if integral:
            values = program.values()
            found = None if values is None else np.rint(values).astype(np.int64)
        else:
            found = dive(program, least, most, random)
        if found is not None:
            return np.repeat(mixture.panels, found, axis=0)[random.permutation(panels_count)]
    return None


def _count_bounds(space: Space, expected: np.ndarray, panels_count: int) -> tuple[np.ndarray, np.ndarray]:
    """Per kind the fewest and the most seats in M panels that leave each person at a floor or ceiling."""
    share = space.per_person(expected) * panels_count
    low = space.size * np.floor(share + 1e-6)
    high = np.where(space.peopled, space.size * np.ceil(share - 1e-6), space.capacity * panels_count)
    return low, high


def _repeated(mixture: Mixture, panels_count: int, random: np.random.Generator) -> np.ndarray:
    """Each panel floor(M weight) times; the places left go, one by one, to what lags behind most."""
    times = np.floor(mixture.weights * panels_count + 1e-9).astype(np.int64)
    lag = mixture.weights * panels_count - times
    behind = lag @ mixture.panels
    for _ in range(panels_count - int(times.sum())):
        # The panel that brings the kinds nearest to what they still ought to have.
        gain = 2 * mixture.panels @ behind - (mixture.panels**2).sum(axis=1)
        best = int(np.argmax(np.where(times < np.ceil(mixture.weights * panels_count), gain, -np.inf)))
        times[best] += 1
        behind = behind - mixture.panels[best]
    repeated = np.repeat(mixture.panels, times, axis=0)
    return repeated[random.permutation(panels_count)]
