"""From people to kinds: the integer programme of a draw, with interchangeable people taken together.

Two people are interchangeable when they have the same features and live in the same sort of household
(the multiset of the features of the household's members in the pool). A *kind* is a class of
interchangeable people. A panel is then a vector of counts, one per kind, and every member of a kind gets
the same chance: the fairest distributions are symmetric.

With at most one person per household, a sort of household that occurs N times and holds people of several
kinds gives one row: the counts of its kinds together are at most N. No more is needed: counts within these
rows can always be handed to actual people (`members`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samenspel.engines.sortition.pool import Pool, Quota, Targets


@dataclass(frozen=True)
class Kind:
    """People who are interchangeable: their values, feature by feature, and their places in the pool.

    `households` holds, for each household of this sort, the pool indices of the members of this kind.
    `sort` numbers the sort of household; kinds of one sort have their households in the same order.
    """

    values: tuple[str, ...]
    households: tuple[tuple[int, ...], ...]
    sort: int


@dataclass(frozen=True, eq=False)
class Space:
    """All panels: counts x per kind with 0 <= x <= capacity and lower <= matrix @ x <= upper.

    capacity, size: int arrays, one entry per kind: most seats it can take in one panel, and its people.
    A kind of size 0 holds nobody: its count is by how much a quota may be missed (`replacements`).
    matrix: R x T, 0 or 1; the first row counts the seats, then one row per quota in the order of
    `quotas`, then one per sort of household that couples kinds.
    """

    kinds: tuple[Kind, ...]
    quotas: tuple[Quota, ...]
    capacity: np.ndarray
    size: np.ndarray
    matrix: sparse.csc_array
    lower: np.ndarray
    upper: np.ndarray
    kind_of_person: np.ndarray

    @property
    def kinds_count(self) -> int:
        return len(self.kinds)

    @property
    def people_count(self) -> int:
        return len(self.kind_of_person)

    @property
    def peopled(self) -> np.ndarray:
        """Which kinds hold people."""
        return self.size > 0

    def per_person(self, counts: np.ndarray) -> np.ndarray:
        """Counts per kind divided by the kind's people; 0 for a kind that holds nobody."""
        return np.asarray(counts / np.maximum(self.size, 1) * self.peopled)

    def chances_of_people(self, expected: np.ndarray) -> np.ndarray:
        """Each person's chance when a kind's expected number of seats is `expected`."""
        return self.per_person(expected)[self.kind_of_person]

    def allows(self, counts: np.ndarray) -> bool:
        """Whether integer counts are a panel."""
        rows = self.matrix @ counts
        return bool(
            (counts >= 0).all()
            and (counts <= self.capacity).all()
            and (rows >= self.lower).all()
            and (rows <= self.upper).all()
        )


def build_space(pool: Pool, targets: Targets, seats: int, *, one_per_household: bool = True) -> Space:
    """Group a pool into kinds and lay out the rows."""
    values = [tuple(person.values[feature] for feature in targets.features) for person in pool.people]
    kinds, kind_of_person, capacities = _kinds(pool, values, one_per_household)
    row_of = {(quota.feature, quota.value): 1 + number for number, quota in enumerate(targets.quotas)}
    lower = [seats] + [quota.min for quota in targets.quotas]
    upper = [seats] + [quota.max for quota in targets.quotas]
    rows: list[int] = []
    columns: list[int] = []
    for column, kind in enumerate(kinds):
        rows.append(0)
        columns.append(column)
        for feature, value in zip(targets.features, kind.values, strict=True):
            rows.append(row_of[feature, value])
            columns.append(column)
    sorts = Counter(kind.sort for kind in kinds)
    row_of_sort: dict[int, int] = {}
    for column, kind in enumerate(kinds):
        if one_per_household and sorts[kind.sort] > 1:
            if kind.sort not in row_of_sort:
                row_of_sort[kind.sort] = len(lower)
                lower.append(0)
                upper.append(len(kind.households))
            rows.append(row_of_sort[kind.sort])
            columns.append(column)
    matrix = sparse.csc_array((np.ones(len(rows)), (np.array(rows), np.array(columns))), shape=(len(lower), len(kinds)))
    matrix.sort_indices()
    return Space(
        kinds=tuple(kinds),
        quotas=targets.quotas,
        capacity=np.array(capacities, dtype=np.int64),
        size=np.array([sum(map(len, kind.households)) for kind in kinds], dtype=np.int64),
        matrix=matrix,
        lower=np.array(lower, dtype=float),
        upper=np.array(upper, dtype=float),
        kind_of_person=kind_of_person,
    )


def _kinds(
    pool: Pool, values: list[tuple[str, ...]], one_per_household: bool
) -> tuple[list[Kind], np.ndarray, list[int]]:
    """The kinds, each person's kind, and each kind's capacity."""
    households: dict[object, list[int]] = {}
    for index, person in enumerate(pool.people):
        alone = person.household is None or not one_per_household
        households.setdefault(("alone", index) if alone else ("with", person.household), []).append(index)
    sorts: dict[tuple, list[list[int]]] = {}
    for members in households.values():
        signature = tuple(sorted(Counter(values[index] for index in members).items()))
        sorts.setdefault(signature, []).append(members)
    kinds: list[Kind] = []
    capacities: list[int] = []
    kind_of_person = np.zeros(len(pool.people), dtype=np.int64)
    for number, (signature, homes) in enumerate(sorts.items()):
        for kind_values, _count in signature:
            placed = tuple(tuple(index for index in members if values[index] == kind_values) for members in homes)
            for members_of_kind in placed:
                kind_of_person[list(members_of_kind)] = len(kinds)
            kinds.append(Kind(values=kind_values, households=placed, sort=number))
            capacities.append(len(homes))
    return kinds, kind_of_person, capacities
