"""A second opinion on common ground that knows no groups: what people across the main divide agree on.

One-factor matrix factorisation after Community Notes (Wojcik et al., 2022, 'Birdwatch'):
r̂ = μ + i_u + i_s + f_u·f_s. What the factor explains is the divide; the statement's own intercept i_s
is the support that is left over it, its bridging score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samenspel.engines.opinions.representative import INTERVAL
from samenspel.engines.opinions.votes import VoteMatrix, csr

# Ridge in votes at zero; intercepts five times as stiff as factors, as in Community Notes, so that
# support is first explained by where people stand.
INTERCEPT_RIDGE = 2.0
FACTOR_RIDGE = 0.4
ROUNDS_MAX = 40
SETTLED = 1e-4
SAMPLE_MAX = 20_000
BLOCKS = 100
BOOTSTRAPS = 400


@dataclass(frozen=True, eq=False)
class Bridging:
    """mean: μ. scores: i_s per statement; low and high: its 95% bootstrap interval; factors: f_s. All (m,)."""

    mean: float
    scores: np.ndarray
    low: np.ndarray
    high: np.ndarray
    factors: np.ndarray


def bridging(matrix: VoteMatrix, start: np.ndarray, rng: np.random.Generator) -> Bridging:
    """Fit by alternating least squares from `start`, the map's first component (m,).

    Above 20,000 participants a seeded sample of that many is fitted. The interval comes from drawing
    blocks of participants anew, 400 times, with the participants' side as fitted.
    """
    n, m = matrix.shape
    if not matrix.cells.nnz:
        return Bridging(0.0, *np.zeros((4, m)))
    if n > SAMPLE_MAX:
        matrix = matrix.rows(np.sort(rng.choice(n, SAMPLE_MAX, replace=False)))
        n = SAMPLE_MAX
    votes = csr(matrix.cells.data.astype(float), matrix.cells.indices, matrix.cells.indptr, matrix.cells.shape)
    seen = csr(np.ones(votes.nnz), votes.indices, votes.indptr, votes.shape)
    mean = float(votes.data.mean())
    scores, factors = np.zeros(m), start * np.sqrt(m)
    for _ in range(ROUNDS_MAX):
        of_people = _solve(_sums(seen, votes, scores, factors, mean))
        improved, turned = _solve(_sums(seen.T, votes.T, of_people[0], of_people[1], mean))
        moved = np.abs(improved - scores).max(initial=0) + np.abs(turned - factors).max(initial=0)
        scores, factors = improved, turned
        if moved < SETTLED:
            break
    low, high = _intervals(seen, votes, of_people, mean, rng)
    return Bridging(mean, scores, low, high, factors)


def _sums(
    seen: sparse.sparray, votes: sparse.sparray, intercepts: np.ndarray, factors: np.ndarray, mean: float
) -> np.ndarray:
    """What each row's least squares needs, shape (rows, 5): Σ1, Σf, Σf², Σe, Σe·f with e = v − μ − i."""
    sides = np.stack([np.ones_like(factors), factors, factors**2, intercepts, intercepts * factors], axis=1)
    known = seen @ sides
    said = votes @ sides[:, :2]
    plain = said[:, 0] - mean * known[:, 0] - known[:, 3]
    turned = said[:, 1] - mean * known[:, 1] - known[:, 4]
    return np.stack([known[:, 0], known[:, 1], known[:, 2], plain, turned], axis=1)


def _solve(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Intercept and factor of each row: the 2 × 2 ridge equations; sums (…, 5)."""
    a = sums[..., 0] + INTERCEPT_RIDGE
    b = sums[..., 1]
    d = sums[..., 2] + FACTOR_RIDGE
    determinant = a * d - b * b
    intercept = (d * sums[..., 3] - b * sums[..., 4]) / determinant
    factor = (a * sums[..., 4] - b * sums[..., 3]) / determinant
    return intercept, factor


def _intervals(
    seen: sparse.csr_array,
    votes: sparse.csr_array,
    of_people: tuple[np.ndarray, np.ndarray],
    mean: float,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Percentiles of i_s when blocks of participants are drawn anew; at most 100 blocks, people dealt at random."""
    n, m = votes.shape
    blocks = min(BLOCKS, n)
    of_block = rng.permutation(n) % blocks
    sums = np.empty((blocks, m, 5))
    order = np.argsort(of_block, kind="stable")
    bounds = np.searchsorted(of_block[order], np.arange(blocks + 1))
    for block in range(blocks):
        rows = order[bounds[block] : bounds[block + 1]]
        sums[block] = _sums(seen[rows].T, votes[rows].T, of_people[0][rows], of_people[1][rows], mean)
    flat = sums.reshape(blocks, m * 5)
    drawn = rng.multinomial(blocks, np.full(blocks, 1 / blocks), BOOTSTRAPS).astype(float)
    scores = _solve((drawn @ flat).reshape(BOOTSTRAPS, m, 5))[0]
    low, high = np.quantile(scores, INTERVAL, axis=0)
    return low, high
