"""Opinion groups, and the guard that keeps a page from showing groups that chance would show too."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from samenspel.engines.opinions.clustering import (
    Clustering,
    adjusted_rand,
    compress,
    kmeans,
    nearest,
    silhouettes,
)
from samenspel.engines.opinions.privacy import SMALLEST_COUNT
from samenspel.engines.opinions.projection import project
from samenspel.engines.opinions.votes import VoteMatrix, csr

VOTES_TO_BE_GROUPED = 7
GROUPED_MIN = 15
BASE_CLUSTERS_MAX = 100
GROUPS_MAX = 5
SAMPLE_MAX = 5_000
SHUFFLES = 20
HALF_SAMPLES = 20
SILHOUETTE_MARGIN = 0.02
STABILITY_MIN = 0.6
UPDATES_TO_CHANGE = 4
# Half of the people may hold half of a group: there only a group of one is refused.
NO_LONERS = 2
# Telling groups from chance doesn't need components to the last digit.
GUARD_TOLERANCE = 1e-2


@dataclass(frozen=True)
class Guard:
    """Why groups are shown, or not: figures from 20 shuffles within statements and 20 half-samples.

    silhouette: of the groups, on base-cluster centres. silhouette_by_chance: the highest that shuffled
    votes reached. stability: the median adjusted Rand index over half-samples, None when the silhouette
    already decided.
    """

    silhouette: float
    silhouette_by_chance: float
    stability: float | None
    participants: int

    @property
    def passed(self) -> bool:
        """Better than chance by the margin, and found again in half-samples."""
        beyond_chance = self.silhouette - self.silhouette_by_chance > SILHOUETTE_MARGIN
        return beyond_chance and self.stability is not None and self.stability >= STABILITY_MIN


@dataclass(frozen=True, eq=False)
class Split:
    """One division: labels (0 … count−1) of the clustered points, and its silhouette on base centres."""

    labels: np.ndarray
    count: int
    silhouette: float


NO_SPLIT_SILHOUETTE = -1.0


def grouped_rows(matrix: VoteMatrix, always: Collection[str] = ()) -> np.ndarray:
    """Rows of those who are grouped: n_p ≥ min(7, m), or grouped before; topped up to 15 by the most active."""
    votes = matrix.votes_per_participant
    chosen = votes >= max(1, min(VOTES_TO_BE_GROUPED, matrix.shape[1]))
    if always:
        known = set(always)
        chosen = chosen | np.fromiter((who in known for who in matrix.participants), bool, len(votes))
    if chosen.sum() < GROUPED_MIN:
        most_active = np.argsort(-votes - 1e9 * chosen, kind="stable")[:GROUPED_MIN]
        chosen = chosen.copy()
        chosen[most_active[votes[most_active] > 0]] = True
    return np.flatnonzero(chosen)


def split_points(
    points: np.ndarray,
    rng: np.random.Generator,
    *,
    count: int | None = None,
    smallest: int = SMALLEST_COUNT,
) -> Split | None:
    """Divide points (n, 2) in the plane: base clusters, then k-means on their centres, the best silhouette.

    `count` asks for that many groups. A division with a group of fewer than `smallest` people is no
    candidate: its size could not be published. None when no division qualifies.
    """
    base = _base_clusters(points, rng)
    sizes = np.bincount(base.labels, minlength=len(base.centres))
    filled = sizes > 0
    centres, weights = base.centres[filled], sizes[filled].astype(float)
    renumbered = np.cumsum(filled) - 1
    most = min(GROUPS_MAX, 2 + len(centres) // 12, len(centres) - 1)
    counts = range(2, most + 1) if count is None else [count] if count <= most else []
    best: Split | None = None
    for k in counts:
        found = kmeans(centres, k, rng, weights=weights)
        if np.bincount(found.labels, weights, minlength=k).min() < smallest:
            continue
        score = silhouettes(centres, found.labels, k, weights)
        if best is None or score > best.silhouette:
            best = Split(found.labels[renumbered[base.labels]], k, score)
    return best


def _base_clusters(points: np.ndarray, rng: np.random.Generator) -> Clustering:
    """Up to 100 small cells. Above 5,000 people a seeded sample finds them, and all refine them."""
    places = np.unique(points, axis=0) if len(points) <= SAMPLE_MAX else None
    if places is not None and len(places) <= BASE_CLUSTERS_MAX:
        labels = nearest(points, places)
        return Clustering(places, labels, 0.0)
    if len(points) <= SAMPLE_MAX:
        return compress(points, BASE_CLUSTERS_MAX, rng)
    chosen = rng.choice(len(points), SAMPLE_MAX, replace=False)
    chosen.sort()
    found = compress(points[chosen], BASE_CLUSTERS_MAX, rng)
    return Clustering(found.centres, nearest(points, found.centres), found.inertia)


def check_split(matrix: VoteMatrix, rows: np.ndarray, split: Split, rng: np.random.Generator) -> Guard:
    """Put the division of `rows` to the test; above 5,000 people, on a seeded sample of 5,000."""
    real: Split | None = split
    if len(rows) > SAMPLE_MAX:
        chosen = np.sort(rng.choice(rows, SAMPLE_MAX, replace=False))
        matrix, rows = matrix.rows(chosen), np.arange(SAMPLE_MAX)
        real = _split_of(matrix, rows, rng, split.count)
    if real is None:
        return Guard(NO_SPLIT_SILHOUETTE, NO_SPLIT_SILHOUETTE, None, len(rows))
    by_chance = NO_SPLIT_SILHOUETTE
    for _ in range(SHUFFLES):
        shuffled = _split_of(shuffle_within_statements(matrix, rng), rows, rng)
        if shuffled is not None:
            by_chance = max(by_chance, shuffled.silhouette)
    if real.silhouette - by_chance <= SILHOUETTE_MARGIN:
        return Guard(real.silhouette, by_chance, None, len(rows))
    return Guard(real.silhouette, by_chance, _stability(matrix, rows, real, rng), len(rows))


def _split_of(
    matrix: VoteMatrix,
    rows: np.ndarray,
    rng: np.random.Generator,
    count: int | None = None,
    smallest: int = SMALLEST_COUNT,
) -> Split | None:
    points = project(matrix, tolerance=GUARD_TOLERANCE).participants[rows]
    return split_points(points, rng, count=count, smallest=smallest)


def shuffle_within_statements(matrix: VoteMatrix, rng: np.random.Generator) -> VoteMatrix:
    """The same people saw the same statements, but each statement's votes are dealt out anew among them."""
    cells = matrix.cells
    # Sixteen bits sort in linear time.
    small = cells.shape[1] <= np.iinfo(np.uint16).max
    statements = cells.indices.astype(np.uint16) if small else cells.indices
    # One order by statement as it stands and one at random pair each cell with another of its statement.
    in_order = np.argsort(statements, kind="stable")
    at_random = rng.permutation(len(statements))
    at_random = at_random[np.argsort(statements[at_random], kind="stable")]
    data = np.empty_like(cells.data)
    data[in_order] = cells.data[at_random]
    return VoteMatrix(matrix.participants, matrix.statements, csr(data, cells.indices, cells.indptr, cells.shape))


def _stability(matrix: VoteMatrix, rows: np.ndarray, real: Split, rng: np.random.Generator) -> float:
    """Median adjusted Rand index between the division and the one that half of the people give."""
    label_of = np.full(matrix.shape[0], -1)
    label_of[rows] = real.labels
    agreement = []
    for _ in range(HALF_SAMPLES):
        half = np.sort(rng.choice(matrix.shape[0], matrix.shape[0] // 2, replace=False))
        inside = np.flatnonzero(label_of[half] >= 0)
        again = _split_of(matrix.rows(half), inside, rng, real.count, NO_LONERS)
        agreement.append(0.0 if again is None else adjusted_rand(again.labels, label_of[half][inside]))
    return float(np.median(agreement))
