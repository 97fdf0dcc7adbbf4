"""A thin, persistent door to the HiGHS linear and integer solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from samenspel.engines.sortition.space import Space

INFINITY = highspy.kHighsInf

_SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)


@dataclass(frozen=True)
class Solution:
    """An optimal point; duals are of the problem as maximisation: a price per row, a gain per column."""

    objective: float
    values: np.ndarray
    column_duals: np.ndarray
    row_duals: np.ndarray


class Program:
    """maximise cost @ x with column and row bounds; changed in place, so each solve starts where it was.

    integral: all columns whole; any_solution: then the first feasible point will do; nodes_max: then the
    best point known after so many nodes of the search tree will do.
    """

    def __init__(
        self,
        matrix: sparse.csc_array,
        *,
        column_lower: np.ndarray,
        column_upper: np.ndarray,
        row_lower: np.ndarray,
        row_upper: np.ndarray,
        cost: np.ndarray,
        integral: bool = False,
        any_solution: bool = False,
        nodes_max: int | None = None,
        tolerance: float = 1e-9,
    ) -> None:
        rows, columns = matrix.shape
        self.columns = columns
        self._all_columns = np.arange(columns, dtype=np.int32)
        self._all_rows = np.arange(rows, dtype=np.int32)
        # The wrapper class prints a banner on stdout, where a command's JSON goes; its base does not.
        self._highs = highspy._Highs()  # type: ignore[attr-defined]
        for option, setting in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "choose" if integral else "off"),
            ("solver", "choose" if integral else "simplex"),
            ("random_seed", 1),
            ("primal_feasibility_tolerance", tolerance),
            ("dual_feasibility_tolerance", tolerance),
        ):
            self._highs.setOptionValue(option, setting)
        if any_solution:
            self._highs.setOptionValue("mip_max_improving_sols", 1)
        if nodes_max is not None:
            self._highs.setOptionValue("mip_max_nodes", nodes_max)
        program = highspy.HighsLp()
        program.num_col_ = columns
        program.num_row_ = rows
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_ = np.asarray(cost, dtype=float)
        program.col_lower_ = np.asarray(column_lower, dtype=float)
        program.col_upper_ = np.asarray(column_upper, dtype=float)
        program.row_lower_ = np.asarray(row_lower, dtype=float)
        program.row_upper_ = np.asarray(row_upper, dtype=float)
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = matrix.indptr.astype(np.int32)
        program.a_matrix_.index_ = matrix.indices.astype(np.int32)
        program.a_matrix_.value_ = matrix.data.astype(float)
        if integral:
            program.integrality_ = [highspy.HighsVarType.kInteger] * columns
        self._highs.passModel(program)

    def set_cost(self, cost: np.ndarray) -> None:
        self._highs.changeColsCost(self.columns, self._all_columns, cost)

    def set_column_bounds(self, lower: np.ndarray, upper: np.ndarray) -> None:
        self._highs.changeColsBounds(self.columns, self._all_columns, lower, upper)

    def set_some_column_bounds(self, columns: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)

    def set_row_bounds(self, lower: np.ndarray, upper: np.ndarray) -> None:
        self._highs.changeRowsBounds(len(self._all_rows), self._all_rows, lower, upper)

    def set_coefficient(self, row: int, column: int, value: float) -> None:
        self._highs.changeCoeff(row, column, value)

    def add_row(self, lower: float, upper: float, columns: np.ndarray, values: np.ndarray) -> None:
        self._highs.addRow(lower, upper, len(columns), columns.astype(np.int32), values.astype(float))
        self._all_rows = np.arange(len(self._all_rows) + 1, dtype=np.int32)

    def add_column(self, cost: float, lower: float, upper: float, rows: np.ndarray, values: np.ndarray) -> None:
        self._highs.addCol(cost, lower, upper, len(rows), rows.astype(np.int32), values.astype(float))
        self.columns += 1
        self._all_columns = np.arange(self.columns, dtype=np.int32)

    def values(self) -> np.ndarray | None:
        """An optimal point (any feasible one with `any_solution`), or None when there is none."""
        self._highs.run()
        if self._highs.getModelStatus() not in _SOLVED:
            return None
        found = self._highs.getSolution()
        return np.array(found.col_value) if found.value_valid else None

    def solve(self) -> Solution | None:
        """An optimal point with its duals, or None when there is no feasible one."""
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self._highs.getSolution()
        return Solution(
            objective=self._highs.getObjectiveValue(),
            values=np.array(found.col_value),
            column_duals=np.array(found.col_dual),
            row_duals=np.array(found.row_dual),
        )


def panel_program(
    space: Space,
    *,
    cost: np.ndarray | None = None,
    lower: np.ndarray | None = None,
    upper: np.ndarray | None = None,
    integral: bool = False,
    any_solution: bool = False,
) -> Program:
    """The programme whose points are the (fractional or integral) panels; lower, upper: other row bounds."""
    nothing = np.zeros(space.kinds_count)
    return Program(
        space.matrix,
        column_lower=nothing,
        column_upper=space.capacity,
        row_lower=space.lower if lower is None else lower,
        row_upper=space.upper if upper is None else upper,
        cost=nothing if cost is None else cost,
        integral=integral,
        any_solution=any_solution,
        tolerance=1e-7,
    )
