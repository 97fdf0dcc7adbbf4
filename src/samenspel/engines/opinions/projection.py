"""The map: principal components of the votes, without ever filling in what nobody said.

Missing cells imputed with the statement's mean and then centred are zero, so the principal components
of the imputed matrix are the truncated SVD of the sparse deviations. Scaling after Polis
(Small et al., 2021, 'Polis: Scaling Deliberation by Mapping High Dimensional Opinion Spaces').
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse
from scipy.sparse.linalg import ArpackError, svds

from samenspel.engines.opinions.votes import VoteMatrix

COMPONENTS = 2
# Under these sizes a dense product of the smaller side is quicker than iterating.
DENSE_SIDE_MAX = 256
DENSE_CELLS_MAX = 1_000_000
RANK_TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Projection:
    """Where people and statements lie. Axis 0 explains most, axis 1 next; zero where there is no axis.

    participants: (n, 2); statements: (m, 2); components: (2, m), orthonormal; extremity: (m,).
    """

    participants: np.ndarray
    statements: np.ndarray
    components: np.ndarray
    extremity: np.ndarray


def project(matrix: VoteMatrix, *, tolerance: float = 0.0, previous: np.ndarray | None = None) -> Projection:
    """Coordinates of everyone: x_p = √(m / max(n_p, 1)) · Σ_voted (v − μ_s)·PC_s; y_s = √m (1 − μ_s)·PC_s.

    `tolerance` is the relative precision of the components (0: all that the machine gives).
    `previous` are the components of an earlier map of the same statements, shape (2, m): the search
    starts there and the axes keep its direction, so that a map doesn't flip between two updates.
    """
    m = matrix.shape[1]
    components = principal_components(matrix.deviations, tolerance=tolerance, start=previous)
    components = _orient(components, previous)
    people = place_participants(matrix, components)
    texts = np.sqrt(m) * (1 - matrix.means)[:, None] * components.T
    return Projection(people, texts, components, np.linalg.norm(texts, axis=1))


def place_participants(matrix: VoteMatrix, components: np.ndarray) -> np.ndarray:
    """x_p for every participant on given components, shape (n, 2)."""
    m = matrix.shape[1]
    scale = np.sqrt(m / np.maximum(matrix.votes_per_participant, 1))
    return scale[:, None] * (matrix.deviations @ components.T)


def principal_components(
    deviations: sparse.csr_array, *, tolerance: float = 0.0, start: np.ndarray | None = None
) -> np.ndarray:
    """The first two right singular vectors, shape (2, m), strongest first; a zero row for each that is not there."""
    n, m = deviations.shape
    norm = np.sqrt(np.sum(deviations.data**2)) if deviations.nnz else 0.0
    if norm == 0.0:
        return np.zeros((COMPONENTS, m))
    smaller = min(n, m)
    if smaller <= 8 or (smaller <= DENSE_SIDE_MAX and n * m <= DENSE_CELLS_MAX):
        strengths, vectors = _dense(deviations)
    else:
        strengths, vectors = _iterated(deviations, tolerance, start)
    components = np.zeros((COMPONENTS, m))
    present = strengths > RANK_TOLERANCE * norm
    components[: len(strengths)][present] = vectors[present]
    return components


def _dense(deviations: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    dense = deviations.toarray()
    n, m = dense.shape
    if min(n, m) <= 32:
        _, strengths, vectors = linalg.svd(dense, full_matrices=False)
        return strengths[:COMPONENTS], vectors[:COMPONENTS]
    wide = n < m
    gram = dense @ dense.T if wide else dense.T @ dense
    size = len(gram)
    squares, basis = linalg.eigh(gram, subset_by_index=(size - COMPONENTS, size - 1))
    strengths = np.sqrt(np.maximum(squares[::-1], 0))
    basis = basis[:, ::-1]
    if wide:
        lengths = np.where(strengths > 0, strengths, 1)
        return strengths, (dense.T @ basis / lengths).T
    return strengths, basis.T


def _iterated(
    deviations: sparse.csr_array, tolerance: float, start: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    n, m = deviations.shape
    first = _first_vector(deviations, start)
    try:
        _, strengths, vectors = svds(
            deviations,
            k=COMPONENTS,
            v0=first,
            tol=tolerance,
            return_singular_vectors="vh" if m <= n else True,
            solver="arpack",
        )
    except ArpackError:
        return _dense(deviations)
    order = np.argsort(strengths)[::-1]
    return strengths[order], vectors[order]


def _first_vector(deviations: sparse.csr_array, start: np.ndarray | None) -> np.ndarray:
    """Where the search begins: an earlier answer, else one fixed direction, never chance."""
    n, m = deviations.shape
    if start is not None and start.shape == (COMPONENTS, m) and np.any(start):
        direction = start.sum(axis=0)
    else:
        direction = 1 + np.cos(np.arange(m, dtype=float) * 2.399963)
    return direction if m <= n else deviations @ direction


def _orient(components: np.ndarray, previous: np.ndarray | None) -> np.ndarray:
    """One sign per axis: that of the earlier map, else the strongest loading is positive (first of equals)."""
    oriented = components.copy()
    for axis in range(COMPONENTS):
        row = oriented[axis]
        if previous is not None and previous.shape == components.shape:
            agreement = float(row @ previous[axis])
            if abs(agreement) > 0.5:
                oriented[axis] = row if agreement > 0 else -row
                continue
        sizes = np.abs(row)
        strongest = int(np.argmax(sizes >= sizes.max() * (1 - 1e-6))) if len(row) else 0
        if len(row) and row[strongest] < 0:
            oriented[axis] = -row
    return oriented
