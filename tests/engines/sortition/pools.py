"""Small pools for tests, and what is true of them by listing every panel."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from samenspel.engines.sortition import Person, Pool, Quota, Targets


def random_pool(
    seed: int, people_count: int, seats: int, *, features: int = 2, values: int = 2, households: int = 0
) -> tuple[Pool, Targets]:
    """A pool whose quotas hold for at least one panel: they are drawn around a random one."""
    random = np.random.default_rng(seed)
    cells = random.integers(0, values, size=(people_count, features))
    homes = random.integers(0, households, size=people_count) if households else None
    people = tuple(
        Person(
            f"p{number}",
            {f"f{f}": f"v{cells[number, f]}" for f in range(features)},
            None if homes is None else str(homes[number]),
        )
        for number in range(people_count)
    )
    order = random.permutation(people_count)
    panel: list[int] = []
    for index in order:
        if len(panel) < seats and (homes is None or homes[index] not in {homes[i] for i in panel}):
            panel.append(int(index))
    quotas = []
    for f in range(features):
        for v in range(values):
            count = int((cells[panel, f] == v).sum())
            low = max(0, count - int(random.integers(0, 2)))
            quotas.append(Quota(f"f{f}", f"v{v}", low, count + int(random.integers(0, 2))))
    return Pool(people), Targets(tuple(quotas))


def meets(pool: Pool, targets: Targets, panel: tuple[int, ...], *, one_per_household: bool = True) -> bool:
    """Whether pool indices make a panel that keeps to the quotas and the households."""
    homes = [pool.people[index].household for index in panel if pool.people[index].household is not None]
    if one_per_household and len(set(homes)) < len(homes):
        return False
    return all(
        quota.min <= sum(pool.people[index].values[quota.feature] == quota.value for index in panel) <= quota.max
        for quota in targets.quotas
    )


def every_panel(pool: Pool, targets: Targets, seats: int) -> np.ndarray:
    """All panels as rows of 0 and 1."""
    rows = []
    for panel in combinations(range(len(pool.people)), seats):
        if meets(pool, targets, panel):
            row = np.zeros(len(pool.people))
            row[list(panel)] = 1
            rows.append(row)
    return np.array(rows)


def leximin_by_listing(panels: np.ndarray) -> np.ndarray:
    """The leximin-optimal chances, by linear programmes over all panels, one person at a time."""
    people_count = panels.shape[1]
    fixed: dict[int, float] = {}
    while len(fixed) < people_count:
        free = [person for person in range(people_count) if person not in fixed]
        level = _highest(panels, fixed, free)
        stuck = [p for p in free if _highest_of_one(panels, fixed, free, level, p) < level + 1e-6]
        assert stuck
        fixed.update(dict.fromkeys(stuck, level))
    return np.array([fixed[person] for person in range(people_count)])


def _rows(panels: np.ndarray, fixed: dict[int, float]) -> tuple[list[np.ndarray], list[float]]:
    above = [np.append(-panels[:, person], 0.0) for person in fixed]
    return above, [-level + 1e-9 for level in fixed.values()]


def _highest(panels: np.ndarray, fixed: dict[int, float], free: list[int]) -> float:
    above, right = _rows(panels, fixed)
    above += [np.append(-panels[:, person], 1.0) for person in free]
    cost = np.zeros(len(panels) + 1)
    cost[-1] = -1
    one = np.append(np.ones(len(panels)), 0.0)[None, :]
    found = linprog(cost, A_ub=np.array(above), b_ub=[*right, *[0.0] * len(free)], A_eq=one, b_eq=[1.0])
    assert found.status == 0
    return float(-found.fun)


def _highest_of_one(panels: np.ndarray, fixed: dict[int, float], free: list[int], level: float, person: int) -> float:
    above, right = _rows(panels, fixed)
    above += [np.append(-panels[:, other], 0.0) for other in free]
    one = np.append(np.ones(len(panels)), 0.0)[None, :]
    found = linprog(
        np.append(-panels[:, person], 0.0),
        A_ub=np.array(above),
        b_ub=[*right, *[-level + 1e-9] * len(free)],
        A_eq=one,
        b_eq=[1.0],
    )
    assert found.status == 0
    return float(-found.fun)
