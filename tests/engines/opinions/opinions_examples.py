"""Conversations to test with: planted groups, pure noise, and small ones drawn by hypothesis."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from samenspel.engines.opinions import VoteMatrix

CONVERSATIONS = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "brexit-consensus",
    "canadian-electoral-reform",
    "london.youth.policing",
    "scoop-hivemind.biodiversity",
    "vtaiwan.uberx",
)

Votes = list[tuple[str, str, int]]


def planted(sizes: tuple[int, ...], statements: int, *, seen: float = 0.6, shared: int = 4, seed: int = 0) -> Votes:
    """Groups that differ, two of them on everything but the first `shared`, on which nearly all agree."""
    rng = np.random.default_rng(seed)
    votes: Votes = []
    leaning = np.tile(rng.choice([0.08, 0.92], size=statements), (len(sizes), 1))
    for group in range(1, len(sizes)):
        # Each next group turns a share of its own of the first group's opinions.
        part = slice(shared + group - 1, None, len(sizes) - 1)
        leaning[group, part] = 1 - leaning[group, part]
    leaning[:, :shared] = 0.95
    number = 0
    for group, size in enumerate(sizes):
        for _ in range(size):
            for statement in range(statements):
                if rng.random() < seen:
                    value = 0 if rng.random() < 0.05 else 1 if rng.random() < leaning[group, statement] else -1
                    votes.append((str(number), str(statement), value))
            number += 1
    return votes


def noise(people: int, statements: int, *, seen: float = 0.6, seed: int = 0) -> Votes:
    """Everyone votes by coin."""
    rng = np.random.default_rng(seed)
    return [
        (str(who), str(what), int(rng.choice([1, -1, 0], p=[0.5, 0.4, 0.1])))
        for who in range(people)
        for what in range(statements)
        if rng.random() < seen
    ]


def dense(matrix: VoteMatrix) -> np.ndarray:
    """The matrix with NaN where nothing was said."""
    full = np.full(matrix.shape, np.nan)
    for row in range(matrix.shape[0]):
        span = slice(matrix.cells.indptr[row], matrix.cells.indptr[row + 1])
        full[row, matrix.cells.indices[span]] = matrix.cells.data[span]
    return full


small_votes = st.lists(
    st.tuples(st.integers(0, 11).map(str), st.integers(0, 7).map(str), st.sampled_from([1, 0, -1])),
    min_size=1,
    max_size=80,
)
