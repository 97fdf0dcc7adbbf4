"""What alternates can mend once members have dropped out: the loss per scenario, exact and relaxed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samenspel.engines.sortition.linear import Program
from samenspel.engines.sortition.pool import Person, Targets
from samenspel.engines.sortition.space import Space

SUBSETS_MAX = 4096


@dataclass(frozen=True, eq=False)
class Scenarios:
    """Different outcomes of who drops out, with their share of the sample.

    low, high: how many more members each quota needs at least and takes at most (C x Q); vacant: empty seats;
    losses_alone: the loss if nobody comes in.
    """

    low: np.ndarray
    high: np.ndarray
    vacant: np.ndarray
    weights: np.ndarray
    losses_alone: np.ndarray

    @staticmethod
    def drawn(
        panel: Sequence[Person], targets: Targets, chances: np.ndarray, number: int, random: np.random.Generator
    ) -> Scenarios:
        """`number` independent scenarios; those that come to the same are taken together."""
        has = np.array(
            [[person.values[quota.feature] == quota.value for quota in targets.quotas] for person in panel], dtype=int
        )
        stays = (random.random((number, len(panel))) >= chances).astype(int)
        outcomes = np.column_stack([stays @ has, len(panel) - stays.sum(axis=1)])
        different, times = np.unique(outcomes, axis=0, return_counts=True)
        have, vacant = different[:, :-1], different[:, -1]
        low = np.array([quota.min for quota in targets.quotas]) - have
        high = np.array([quota.max for quota in targets.quotas]) - have
        alone = np.maximum(low, 0).sum(axis=1) + np.maximum(-high, 0).sum(axis=1) + vacant
        return Scenarios(low, high, vacant, times / number, alone.astype(float))


class Recourse:
    """Who of the alternates come in, so that the loss is smallest."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.quotas = np.arange(1, 1 + len(space.quotas))
        self.of_kind = np.asarray(space.matrix[self.quotas].todense()).astype(np.int64)
        self._relaxed = self._program(self.of_kind)

    def _program(self, of_column: np.ndarray, *, integral: bool = False) -> Program:
        """Columns: who comes in, too few and too many per quota, seats still empty. Rows: quotas, seats."""
        quotas, columns = of_column.shape
        same = sparse.eye_array(quotas)
        body = sparse.hstack([sparse.csc_array(of_column.astype(float)), same, -same, sparse.csc_array((quotas, 1))])
        seats = np.concatenate([np.ones(columns), np.zeros(2 * quotas), [1.0]])
        return Program(
            sparse.csc_array(sparse.vstack([body, sparse.csc_array(seats[None, :])])),
            column_lower=np.zeros(len(seats)),
            column_upper=np.append(np.zeros(columns), np.full(2 * quotas + 1, 1e6)),
            row_lower=np.zeros(quotas + 1),
            row_upper=np.zeros(quotas + 1),
            cost=np.append(np.zeros(columns), -np.ones(2 * quotas + 1)),
            integral=integral,
            tolerance=1e-7,
        )

    def _at(self, program: Program, upper: np.ndarray, scenarios: Scenarios, case: int) -> None:
        columns = np.arange(len(upper))
        program.set_some_column_bounds(columns, np.zeros(len(upper)), upper.astype(float))
        program.set_row_bounds(
            np.append(scenarios.low[case], scenarios.vacant[case]).astype(float),
            np.append(scenarios.high[case], scenarios.vacant[case]).astype(float),
        )

    def cut(self, point: np.ndarray, scenarios: Scenarios, case: int) -> tuple[float, np.ndarray]:
        """The relaxed loss with `point` alternates per kind, and a slope: for every other point the loss is at
        least loss + slope @ (other - point). The slope is never positive: more alternates do no harm."""
        self._at(self._relaxed, point, scenarios, case)
        found = self._relaxed.solve()
        if found is None:
            raise ArithmeticError("the recourse always has a solution")
        slope = -np.maximum(found.column_duals[: self.space.kinds_count], 0.0)
        return -found.objective, np.where(slope < -1e-9, slope, 0.0)

    def judge(self, counts: np.ndarray, scenarios: Scenarios) -> tuple[np.ndarray, np.ndarray]:
        """The loss of each scenario with whole people, and how often each kind comes in (weighted)."""
        kinds = np.flatnonzero(counts)
        calls = np.zeros(self.space.kinds_count)
        losses = np.empty(len(scenarios.weights))
        if can_list_subsets(counts):
            subsets = _subsets(counts[kinds])
            adds, sizes = subsets @ self.of_kind[:, kinds].T, subsets.sum(axis=1)
            for case in range(len(losses)):
                fits = np.flatnonzero(sizes <= scenarios.vacant[case])
                loss = (
                    np.maximum(scenarios.low[case] - adds[fits], 0).sum(axis=1)
                    + np.maximum(adds[fits] - scenarios.high[case], 0).sum(axis=1)
                    + scenarios.vacant[case]
                    - sizes[fits]
                )
                best = int(np.argmin(loss))
                losses[case] = loss[best]
                calls[kinds] += scenarios.weights[case] * subsets[fits[best]]
            return losses, calls
        program = self._program(self.of_kind[:, kinds], integral=True)
        for case in range(len(losses)):
            self._at(program, counts[kinds], scenarios, case)
            values = program.values()
            if values is None:
                raise ArithmeticError("the recourse always has a solution")
            coming = np.rint(values[: len(kinds)])
            losses[case] = np.rint(values[len(kinds) :]).sum()
            calls[kinds] += scenarios.weights[case] * coming
        return losses, calls


def can_list_subsets(counts: np.ndarray) -> bool:
    """Whether all parts of a set of alternates are few enough to be gone through."""
    return bool(np.prod(counts + 1.0) <= SUBSETS_MAX)


def _subsets(counts: np.ndarray) -> np.ndarray:
    """All vectors of whole numbers from 0 to counts, fewest first."""
    grids = np.meshgrid(*(np.arange(count + 1) for count in counts), indexing="ij")
    found = np.stack([grid.ravel() for grid in grids], axis=1) if len(counts) else np.zeros((1, 0), dtype=np.int64)
    return found[np.argsort(found.sum(axis=1), kind="stable")]
