"""The vote matrix: who reacted how to which statement, stored by what was said, not by what wasn't."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from samenspel.engines.errors import EngineError

AGREE, PASS, DISAGREE = 1, 0, -1
# A dense byte per cell gives the last vote in one stroke; past this many bytes sorting takes over.
DENSE_CELLS_MAX = 2_000_000_000


def sorted_ids(ids: Iterable[str]) -> list[str]:
    """Distinct ids in one order whatever the input's: as numbers where all are numbers, else as text."""
    distinct = set(ids)
    try:
        return sorted(distinct, key=lambda text: (int(text), text))
    except ValueError:
        return sorted(distinct)


@dataclass(frozen=True, eq=False)
class VoteMatrix:
    """n participants × m statements; +1 agree, −1 disagree, 0 pass; a cell that isn't stored is not seen.

    `participants` and `statements` are ids in the order of rows and columns. `cells` is a CSR array
    (int8) in which a pass is a stored zero.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    cells: sparse.csr_array

    @classmethod
    def from_votes(
        cls,
        votes: Iterable[tuple[str, str, int]],
        *,
        participants: Collection[str] = (),
        statements: Collection[str] = (),
    ) -> VoteMatrix:
        """Build from (participant id, statement id, value) in the order in which they were cast.

        The last vote of a participant on a statement counts. `participants` and `statements` may name
        ids without votes. Raises EngineError `vote_value` for a value other than +1, 0 or −1.
        """
        triples = [(str(who), str(what), value) for who, what, value in votes]
        for who, what, value in triples:
            if value not in (AGREE, PASS, DISAGREE):
                raise EngineError("vote_value", participant=who, statement=what, value=value)
        people = sorted_ids([who for who, _, _ in triples] + [str(who) for who in participants])
        texts = sorted_ids([what for _, what, _ in triples] + [str(what) for what in statements])
        row_of = {who: row for row, who in enumerate(people)}
        column_of = {what: column for column, what in enumerate(texts)}
        count = len(triples)
        rows = np.fromiter((row_of[who] for who, _, _ in triples), dtype=np.int64, count=count)
        columns = np.fromiter((column_of[what] for _, what, _ in triples), dtype=np.int64, count=count)
        values = np.fromiter((int(value) for _, _, value in triples), dtype=np.int8, count=count)
        return cls.from_arrays(rows, columns, values, people, texts)

    @classmethod
    def from_arrays(
        cls,
        rows: np.ndarray,
        columns: np.ndarray,
        values: np.ndarray,
        participants: Sequence[str],
        statements: Sequence[str],
    ) -> VoteMatrix:
        """Build from index arrays of equal length, in the order of casting: the last one of a cell counts."""
        shape = (len(participants), len(statements))
        cells = _last_votes(rows, columns, np.asarray(values, dtype=np.int8), shape)
        return cls(tuple(participants), tuple(statements), cells)

    @property
    def shape(self) -> tuple[int, int]:
        """(participants, statements)."""
        return len(self.participants), len(self.statements)

    @cached_property
    def votes_per_participant(self) -> np.ndarray:
        """How many statements each participant reacted to, passes included."""
        return np.diff(self.cells.indptr)

    @cached_property
    def tallies(self) -> np.ndarray:
        """agrees, disagrees and passes per statement, shape (3, m)."""
        return tally(self.cells)

    @cached_property
    def means(self) -> np.ndarray:
        """μ_s: the mean of the votes cast on each statement, 0 where there are none; shape (m,)."""
        agrees, disagrees, passes = self.tallies
        return (agrees - disagrees) / np.maximum(agrees + disagrees + passes, 1)

    @cached_property
    def deviations(self) -> sparse.csr_array:
        """D: vote − μ_s where voted, nothing elsewhere; shares its structure with `cells`."""
        data = self.cells.data - self.means[self.cells.indices]
        return csr(data, self.cells.indices, self.cells.indptr, self.cells.shape)

    def without_statements(self, moderated_out: Collection[str]) -> VoteMatrix:
        """The matrix without the statements that moderators took out; they don't count as seen."""
        out = set(moderated_out)
        keep = [column for column, statement in enumerate(self.statements) if statement not in out]
        if len(keep) == len(self.statements):
            return self
        cells = self.cells[:, keep]
        cells.sort_indices()
        return VoteMatrix(self.participants, tuple(self.statements[column] for column in keep), cells)

    def rows(self, chosen: np.ndarray) -> VoteMatrix:
        """The matrix of some participants, by row number; the statements stay."""
        return VoteMatrix(tuple(self.participants[row] for row in chosen), self.statements, self.cells[chosen])

    def with_votes(self, votes: Iterable[tuple[str, str, int]]) -> VoteMatrix:
        """This matrix after newer votes; people and statements that are new are added."""
        newer = VoteMatrix.from_votes(votes, participants=(), statements=())
        if not newer.participants:
            return self
        known = set(self.participants), set(self.statements)
        same_people = known[0].issuperset(newer.participants)
        same_texts = known[1].issuperset(newer.statements)
        people = self.participants if same_people else tuple(sorted_ids((*self.participants, *newer.participants)))
        texts = self.statements if same_texts else tuple(sorted_ids((*self.statements, *newer.statements)))
        old = self.cells if same_people and same_texts else self._spread(people, texts)
        return VoteMatrix(people, texts, _overwrite(old, newer._spread(people, texts)))

    def _spread(self, people: Sequence[str], texts: Sequence[str]) -> sparse.csr_array:
        """The same cells on the wider grid of `people` × `texts`."""
        row_of = {who: row for row, who in enumerate(people)}
        column_of = {what: column for column, what in enumerate(texts)}
        rows = np.array([row_of[who] for who in self.participants], dtype=np.int64)
        columns = np.array([column_of[what] for what in self.statements], dtype=np.int32)
        counts = np.zeros(len(people), dtype=np.int64)
        counts[rows] = self.votes_per_participant
        indptr = np.concatenate([[0], np.cumsum(counts)])
        # Ids keep their relative order on the wider grid, so the rows stay in place and sorted.
        return csr(self.cells.data, columns[self.cells.indices], indptr, (len(people), len(texts)))


def csr(data: np.ndarray, indices: np.ndarray, indptr: np.ndarray, shape: tuple[int, int]) -> sparse.csr_array:
    """A CSR array over given parts, without a copy."""
    return sparse.csr_array((data, indices, indptr), shape=shape, copy=False)


def tally(cells: sparse.csr_array, part: np.ndarray | None = None) -> np.ndarray:
    """agrees, disagrees and passes per statement, shape (3, m); of the participants in mask `part`, if given."""
    size = cells.shape[1]
    indices, data = cells.indices, cells.data
    if part is not None:
        inside = np.repeat(np.asarray(part, dtype=bool), np.diff(cells.indptr))
        indices, data = indices[inside], data[inside]
    agrees = np.bincount(indices[data == AGREE], minlength=size)
    disagrees = np.bincount(indices[data == DISAGREE], minlength=size)
    return np.array([agrees, disagrees, np.bincount(indices, minlength=size) - agrees - disagrees])


def _last_votes(rows: np.ndarray, columns: np.ndarray, values: np.ndarray, shape: tuple[int, int]) -> sparse.csr_array:
    """CSR of the last value per cell."""
    n, m = shape
    if n * m <= min(DENSE_CELLS_MAX, 400 * len(values) + 10_000_000):
        return _last_votes_dense(rows, columns, values, shape)
    keys = rows.astype(np.int64) * m + columns
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    last = np.ones(len(keys), dtype=bool)
    last[:-1] = keys[1:] != keys[:-1]
    kept = keys[last]
    counts = np.bincount(kept // m, minlength=n)
    indptr = np.concatenate([[0], np.cumsum(counts)])
    return csr(values[order][last], (kept % m).astype(np.int32), indptr, shape)


def _last_votes_dense(
    rows: np.ndarray, columns: np.ndarray, values: np.ndarray, shape: tuple[int, int]
) -> sparse.csr_array:
    """The same by one byte per cell: assigning to a repeated index keeps the last value."""
    n, m = shape
    grid = np.zeros((n, m), dtype=np.int8)
    step = 4_000_000
    flat = grid.reshape(-1)
    for start in range(0, len(values), step):
        part = slice(start, start + step)
        flat[rows[part].astype(np.int64) * m + columns[part]] = values[part] + 2
    return grid_to_cells(grid)


def grid_to_cells(grid: np.ndarray) -> sparse.csr_array:
    """CSR of a dense int8 grid that holds vote + 2, and 0 where nothing was said."""
    n, m = grid.shape
    counts = np.count_nonzero(grid, axis=1) if m else np.zeros(n, dtype=np.int64)
    indptr = np.concatenate([[0], np.cumsum(counts)])
    total = int(indptr[-1])
    indices, data = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.int8)
    step = max(1, 8_000_000 // max(m, 1))
    for start in range(0, n, step):
        block = grid[start : start + step]
        where = np.flatnonzero(block)
        span = slice(int(indptr[start]), int(indptr[min(start + step, n)]))
        indices[span] = where % max(m, 1)
        data[span] = block.reshape(-1)[where] - 2
    return csr(data, indices, indptr, (n, m))


def _overwrite(old: sparse.csr_array, new: sparse.csr_array) -> sparse.csr_array:
    """`old` with the few rows that `new` touches merged; a cell in both takes the value of `new`."""
    touched = np.flatnonzero(np.diff(new.indptr))
    counts = np.diff(old.indptr).astype(np.int64)
    merged: list[tuple[np.ndarray, np.ndarray]] = []
    for row in touched:
        new_span = slice(new.indptr[row], new.indptr[row + 1])
        old_span = slice(old.indptr[row], old.indptr[row + 1])
        kept = ~np.isin(old.indices[old_span], new.indices[new_span])
        indices = np.concatenate([old.indices[old_span][kept], new.indices[new_span]])
        data = np.concatenate([old.data[old_span][kept], new.data[new_span]])
        order = np.argsort(indices, kind="stable")
        merged.append((indices[order], data[order]))
        counts[row] = len(order)
    indptr = np.concatenate([[0], np.cumsum(counts)])
    indices, data = np.empty(indptr[-1], dtype=np.int32), np.empty(indptr[-1], dtype=np.int8)
    previous = 0
    for row, (row_indices, row_data) in zip([*touched, old.shape[0]], [*merged, (None, None)], strict=True):
        source = slice(old.indptr[previous], old.indptr[row])
        target = slice(indptr[previous], indptr[row])
        indices[target], data[target] = old.indices[source], old.data[source]
        if row_indices is not None and row_data is not None:
            indices[indptr[row] : indptr[row + 1]] = row_indices
            data[indptr[row] : indptr[row + 1]] = row_data
        previous = row + 1
    return csr(data, indices, indptr, old.shape)
