"""Quotas that no panel can meet: which ones clash, and the least that would have to give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samenspel.engines.errors import Fault
from samenspel.engines.sortition.linear import Program, panel_program
from samenspel.engines.sortition.pool import Quota
from samenspel.engines.sortition.space import Space


@dataclass(frozen=True)
class Relaxed:
    """A quota with the bounds that it would need."""

    quota: Quota
    min: int
    max: int


@dataclass(frozen=True)
class Clash:
    """clashing: quotas that can't all hold, none of which can be left out of the clash (empty: seats and
    households alone clash). relaxation: the smallest total widening within the flex bounds that makes a
    panel possible, None when even that is not enough."""

    clashing: tuple[Quota, ...]
    relaxation: tuple[Relaxed, ...] | None


def explain_clash(space: Space) -> Clash:
    """Why there is no panel. Without flex bounds a quota may give way as far as is needed."""
    return Clash(_smallest_clash(space), _smallest_relaxation(space))


def clash_faults(clash: Clash) -> list[Fault]:
    """The clash as one fault, with the offer in its remedy."""
    names = ", ".join(f"{q.feature} {q.value} ({q.min} to {q.max})" for q in clash.clashing)
    message = f"No panel meets these quotas together: {names}." if names else "No panel fills the seats at all."
    remedy = "Find more people, or change these quotas; no widening within the flex bounds is enough."
    if clash.relaxation:
        offers = ", ".join(f"{r.quota.feature} {r.quota.value} from {r.min} to {r.max}" for r in clash.relaxation)
        remedy = f"The smallest change that makes a panel possible: {offers}."
    params = {
        "clashing": [[q.feature, q.value, q.min, q.max] for q in clash.clashing],
        "relaxation": clash.relaxation and [[r.quota.feature, r.quota.value, r.min, r.max] for r in clash.relaxation],
    }
    return [Fault("quotas_clash", message, remedy, params=params)]


def _feasible(space: Space, kept: np.ndarray) -> bool:
    """Whether a panel exists when only the kept quotas hold."""
    lower, upper = space.lower.copy(), space.upper.copy()
    loose = 1 + np.flatnonzero(~kept)
    lower[loose], upper[loose] = 0, space.lower[0]
    if panel_program(space, lower=lower, upper=upper).values() is None:
        return False
    whole = panel_program(space, lower=lower, upper=upper, integral=True, any_solution=True)
    return whole.values() is not None


def _smallest_clash(space: Space) -> tuple[Quota, ...]:
    """Leave quotas out one by one as long as the rest still clashes: what is left is irreducible."""
    kept = np.ones(len(space.quotas), dtype=bool)
    for number in range(len(space.quotas)):
        kept[number] = False
        if _feasible(space, kept):
            kept[number] = True
    return tuple(quota for quota, keep in zip(space.quotas, kept, strict=True) if keep)


def _smallest_relaxation(space: Space) -> tuple[Relaxed, ...] | None:
    """An integer programme with a widening downwards and upwards per quota."""
    seats, quotas_count = float(space.lower[0]), len(space.quotas)
    down = [q.min - (q.min_flex if q.min_flex is not None else 0) for q in space.quotas]
    up = [(q.max_flex if q.max_flex is not None else seats) - q.max for q in space.quotas]
    rows = np.arange(1, quotas_count + 1)
    shape = (space.matrix.shape[0], quotas_count)
    wide = sparse.csc_array((np.ones(quotas_count), (rows, np.arange(quotas_count))), shape=shape)
    values = Program(
        sparse.csc_array(sparse.hstack([space.matrix, wide, -wide])),
        column_lower=np.zeros(space.kinds_count + 2 * quotas_count),
        column_upper=np.concatenate([space.capacity, np.maximum(down, 0), np.maximum(up, 0)]),
        row_lower=space.lower,
        row_upper=space.upper,
        cost=np.append(np.zeros(space.kinds_count), -np.ones(2 * quotas_count)),
        integral=True,
        tolerance=1e-7,
    ).values()
    if values is None:
        return None
    widened = np.rint(values[space.kinds_count :]).astype(int).reshape(2, quotas_count)
    return tuple(
        Relaxed(quota, quota.min - int(less), quota.max + int(more))
        for quota, less, more in zip(space.quotas, widened[0], widened[1], strict=True)
        if less or more
    )
