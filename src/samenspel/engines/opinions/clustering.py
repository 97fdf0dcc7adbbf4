"""k-means in the plane, with weights and many starts at once; silhouette; adjusted Rand index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

ROUNDS_MAX = 60
RUNS = 10


@dataclass(frozen=True, eq=False)
class Clustering:
    """centres: (k, 2); labels: (n,) numbers of centres; inertia: weighted sum of squared distances."""

    centres: np.ndarray
    labels: np.ndarray
    inertia: float


def kmeans(
    points: np.ndarray,
    count: int,
    rng: np.random.Generator,
    *,
    weights: np.ndarray | None = None,
    runs: int = RUNS,
) -> Clustering:
    """The best of `runs` weighted k-means from k-means++ starts (Arthur & Vassilvitskii, 2007).

    points: (n, 2) with n ≥ count ≥ 1. Centres that lose all their points stay where they were.
    """
    mass = np.ones(len(points)) if weights is None else np.asarray(weights, dtype=float)
    starts, _ = _seed(points, mass, count, rng, runs)
    centres, labels, inertia = _improve(points, mass, starts)
    best = int(np.argmin(inertia))
    return Clustering(centres[best], labels[best], float(inertia[best]))


def nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The number of the nearest centre for each point."""
    return KDTree(centres).query(points)[1]


def compress(points: np.ndarray, count: int, rng: np.random.Generator, *, runs: int = RUNS) -> Clustering:
    """Many points into `count` small cells for a later step: the best of `runs` starts, then improved.

    The starts are compared before they are improved: cells are only a finer grain, and improving each
    start would cost ten times as much for the same grain. For that reason too it stops when fewer than
    one point in a hundred still changes cell.
    """
    mass = np.ones(len(points))
    starts, reach = _seed(points, mass, count, rng, runs)
    centres = starts[int(np.argmin(reach))]
    labels = nearest(points, centres)
    for _ in range(ROUNDS_MAX):
        centres = _means(points, mass, labels, centres)
        improved = nearest(points, centres)
        settled = np.count_nonzero(improved != labels) <= len(points) // 100
        labels = improved
        if settled:
            break
    return Clustering(centres, labels, float(((points - centres[labels]) ** 2).sum()))


def silhouettes(points: np.ndarray, labels: np.ndarray, count: int, weights: np.ndarray) -> float:
    """Mean silhouette (Rousseeuw, 1987) of people who stand at points, under labels 0 … count−1.

    points: (n, 2); weights: how many people stand at each. Someone alone in a group counts 0. Weighing by
    people rather than by points keeps a few people at the edge, each a point of their own, from deciding.
    """
    membership = np.zeros((len(points), count))
    membership[np.arange(len(points)), labels] = weights
    sizes = membership.sum(axis=0)
    gaps = points[:, None, :] - points[None, :, :]
    sums = np.sqrt((gaps**2).sum(axis=2)) @ membership
    own = sizes[labels]
    inside = sums[np.arange(len(points)), labels] / np.maximum(own - 1, 1)
    others = sums / np.maximum(sizes, 1)
    others[np.arange(len(points)), labels] = np.inf
    others[:, sizes == 0] = np.inf
    outside = others.min(axis=1)
    widest = np.maximum(inside, outside)
    valid = (own > 1) & np.isfinite(outside) & (widest > 0)
    scores = np.zeros(len(points))
    scores[valid] = (outside[valid] - inside[valid]) / widest[valid]
    return float((scores * weights).sum() / weights.sum())


def adjusted_rand(first: np.ndarray, second: np.ndarray) -> float:
    """Agreement of two labellings of the same points, 1 when equal, about 0 by chance (Hubert & Arabie, 1985)."""
    if len(first) < 2:
        return 1.0
    _, a = np.unique(first, return_inverse=True)
    _, b = np.unique(second, return_inverse=True)
    table = np.bincount(a * (b.max() + 1) + b, minlength=(a.max() + 1) * (b.max() + 1))
    table = table.reshape(a.max() + 1, b.max() + 1).astype(float)
    together = _pairs(table).sum()
    in_first, in_second = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    expected = in_first * in_second / _pairs(np.array(float(len(first))))
    most = (in_first + in_second) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def _pairs(counts: np.ndarray) -> np.ndarray:
    return counts * (counts - 1) / 2


def _seed(
    points: np.ndarray, mass: np.ndarray, count: int, rng: np.random.Generator, runs: int
) -> tuple[np.ndarray, np.ndarray]:
    """k-means++ starts, (runs, count, 2): each next centre is drawn by weight × squared distance.

    And the weighted sum of squared distances that each start leaves, (runs,). Single precision is enough
    to draw by.
    """
    n = len(points)
    draws = rng.random((count, runs))
    x, y = (np.ascontiguousarray(points[:, axis], dtype=np.float32) for axis in range(2))
    weight = None if np.all(mass == 1) else mass.astype(np.float32)
    reach = np.full((runs, n), np.inf, dtype=np.float32)
    centres = np.empty((runs, count, 2))
    across, up = np.empty_like(reach), np.empty_like(reach)
    cumulative = np.broadcast_to(np.cumsum(mass), (runs, n))
    for number in range(count):
        chosen = [
            min(int(line.searchsorted(draw * line[-1], side="right")), n - 1)
            for line, draw in zip(cumulative, draws[number], strict=True)
        ]
        centres[:, number] = points[chosen]
        np.subtract(x, x[chosen][:, None], out=across)
        np.subtract(y, y[chosen][:, None], out=up)
        across *= across
        up *= up
        across += up
        np.minimum(reach, across, out=reach)
        weighed = reach if weight is None else np.multiply(reach, weight, out=up)
        cumulative = np.cumsum(weighed, axis=1, out=across)
    return centres, cumulative[:, -1].astype(float)


def _improve(points: np.ndarray, mass: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lloyd's rounds for all runs at once until no label changes: centres, labels (runs, n), inertia (runs,)."""
    runs, count, _ = centres.shape
    labels = np.full((runs, len(points)), -1)
    offsets = np.arange(runs)[:, None] * count
    heavy = np.tile(mass, runs)
    heavy_x, heavy_y = np.tile(mass * points[:, 0], runs), np.tile(mass * points[:, 1], runs)
    for _ in range(ROUNDS_MAX):
        squares = ((points[None, :, None, :] - centres[:, None, :, :]) ** 2).sum(axis=3)
        improved = squares.argmin(axis=2)
        if np.array_equal(improved, labels):
            break
        labels = improved
        cells = (labels + offsets).ravel()
        weight = np.bincount(cells, heavy, minlength=runs * count)
        sums = np.stack([np.bincount(cells, part, minlength=runs * count) for part in (heavy_x, heavy_y)], axis=1)
        filled = weight > 0
        flat = centres.reshape(-1, 2).copy()
        flat[filled] = sums[filled] / weight[filled, None]
        centres = flat.reshape(runs, count, 2)
    squares = ((points[None, :, None, :] - centres[:, None, :, :]) ** 2).sum(axis=3)
    return centres, labels, (squares.min(axis=2) * mass).sum(axis=1)


def _means(points: np.ndarray, mass: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> np.ndarray:
    count = len(centres)
    weight = np.bincount(labels, mass, minlength=count)
    moved = centres.copy()
    filled = weight > 0
    for axis in range(2):
        sums = np.bincount(labels, mass * points[:, axis], minlength=count)
        moved[filled, axis] = sums[filled] / weight[filled]
    return moved
