"""Small numbers of people stay hidden, and so does what subtraction would reveal.

`SMALLEST_COUNT` is the one constant for the whole product; whoever publishes a count about people
passes it through here. Published ballots are the exception that the privacy page names.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SMALLEST_COUNT = 5
"""The smallest count about people that is published; everything under it, zero included, is hidden."""


def suppress(count: int) -> int | None:
    """The count itself, or None where it is under `SMALLEST_COUNT`."""
    return count if count >= SMALLEST_COUNT else None


def suppress_parts(parts: Sequence[int]) -> list[int | None]:
    """Counts that add up to a total which readers know, with None for each that is hidden."""
    return suppress_table([parts])[0]


def suppress_table(table: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """A table of counts whose row and column totals readers may know, with None for hidden cells.

    Hidden are the counts under `SMALLEST_COUNT`, and as many further cells, smallest first, as it
    takes until no hidden cell can be worked out from the totals and until the hidden cells of each row
    and column together stand for `SMALLEST_COUNT` people or more. One row is a list of parts.
    """
    counts = np.asarray(table, dtype=np.int64)
    if counts.ndim != 2:
        raise ValueError("a table has rows of equal length")
    hidden = counts < SMALLEST_COUNT
    while True:
        lines = _unsafe_lines(counts, hidden)
        chosen = _smallest_shown(counts, hidden, lines)
        if chosen is None:
            break
        hidden[chosen] = True
    return [
        [None if hidden[i, j] else int(counts[i, j]) for j in range(counts.shape[1])] for i in range(counts.shape[0])
    ]


def _unsafe_lines(counts: np.ndarray, hidden: np.ndarray) -> list[np.ndarray]:
    """Masks of the rows and columns from which a reader can still work out a hidden number."""
    rows, columns = counts.shape
    lines = []
    for i in range(rows):
        mask = np.zeros_like(hidden)
        mask[i, :] = True
        lines.append(mask)
    for j in range(columns if rows > 1 else 0):
        mask = np.zeros_like(hidden)
        mask[:, j] = True
        lines.append(mask)
    determined = _determined_cells(hidden, lines)
    unsafe = []
    for mask in lines:
        inside = mask & hidden
        too_few = inside.any() and counts[inside].sum() < SMALLEST_COUNT
        if too_few or (mask & determined).any():
            unsafe.append(mask)
    return unsafe


def _determined_cells(hidden: np.ndarray, lines: list[np.ndarray]) -> np.ndarray:
    """Which hidden cells follow from the totals: their unit vector lies in the row space of the sums."""
    determined = np.zeros_like(hidden)
    where = np.flatnonzero(hidden)
    if not len(where):
        return determined
    sums = np.array([line.ravel()[where] for line in lines], dtype=float)
    projector = np.linalg.pinv(sums) @ sums
    determined.ravel()[where[np.diag(projector) > 1 - 1e-9]] = True
    return determined


def _smallest_shown(counts: np.ndarray, hidden: np.ndarray, lines: list[np.ndarray]) -> tuple[int, int] | None:
    """The cell to hide next: the smallest shown one in an unsafe line, or None when nothing helps."""
    candidates = np.zeros_like(hidden)
    for mask in lines:
        candidates |= mask
    candidates &= ~hidden
    if not candidates.any():
        return None
    masked = np.where(candidates, counts, np.iinfo(np.int64).max)
    row, column = np.unravel_index(int(np.argmin(masked)), counts.shape)
    return int(row), int(column)
