"""The opinion map of a conversation: everything that 'what we hear' shows, from one vote matrix."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linear_sum_assignment

from samenspel.engines.opinions.bridging import Bridging, bridging
from samenspel.engines.opinions.groups import (
    UPDATES_TO_CHANGE,
    Guard,
    Split,
    check_split,
    grouped_rows,
    split_points,
)
from samenspel.engines.opinions.projection import Projection, project
from samenspel.engines.opinions.representative import (
    COMMON_GROUND_MIN,
    VOTES_PER_GROUP_MIN,
    CommonGround,
    Difference,
    Representative,
    Uncertain,
    common_ground,
    differences,
    group_tallies,
    representative_statements,
    score_intervals,
    uncertain_statements,
)
from samenspel.engines.opinions.votes import VoteMatrix


@dataclass(frozen=True)
class Group:
    """An opinion group that may be shown: its people's ids and the statements that tell it apart."""

    number: int
    participants: tuple[str, ...]
    representative: tuple[Representative, ...]


@dataclass(frozen=True)
class BridgingScore:
    """A statement's support over the main divide, i_s, with its 95% bootstrap interval; −2 … 2, 0 is average."""

    statement: str
    score: float
    low: float
    high: float


@dataclass(frozen=True)
class SecondOpinion:
    """Bridging scores, highest first, and the statements on which they contradict the common ground.

    Compared are the common ground and as many statements with the highest bridging scores, of those with
    enough votes in every group.
    only_by_groups: in the first, and surely not in the second. only_over_divide: the reverse. Surely means
    that the whole 95% interval says so.
    """

    mean: float
    scores: tuple[BridgingScore, ...]
    only_by_groups: tuple[str, ...]
    only_over_divide: tuple[str, ...]


@dataclass(frozen=True)
class Memory:
    """What one update leaves to the next, as plain data: who is grouped, in which group, and what may change.

    pending: the number of groups that recent updates asked for, and for how many in a row.
    components: the map's axes by statement id, so that it doesn't flip.
    """

    grouped: frozenset[str] = frozenset()
    labels: tuple[tuple[str, int], ...] = ()
    group_count: int | None = None
    pending_count: int | None = None
    pending_updates: int = 0
    components: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """The result. Arrays follow the order of `participants` and `statements`.

    coordinates: (n, 2); statement_coordinates: (m, 2); extremity: (m,); labels: (n,), −1 in no group shown.
    groups is empty when there are no clear groups; `guard` tells why, None when no division was possible.
    tallies: raw counts per group shown (or of everyone), (groups, 3, m): publish through `privacy` only.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    coordinates: np.ndarray
    statement_coordinates: np.ndarray
    extremity: np.ndarray
    labels: np.ndarray
    groups: tuple[Group, ...]
    guard: Guard | None
    common_ground: tuple[CommonGround, ...]
    uncertain: tuple[Uncertain, ...]
    differences: tuple[Difference, ...]
    second_opinion: SecondOpinion | None
    tallies: np.ndarray
    memory: Memory

    @cached_property
    def projection(self) -> dict[str, tuple[float, float]]:
        """Participant id → (x, y)."""
        return {who: (x, y) for who, (x, y) in zip(self.participants, self.coordinates.tolist(), strict=True)}

    @cached_property
    def statement_positions(self) -> dict[str, tuple[float, float]]:
        """Statement id → (x, y)."""
        places = self.statement_coordinates.tolist()
        return {what: (x, y) for what, (x, y) in zip(self.statements, places, strict=True)}

    def group_of(self, participant: str) -> int | None:
        """Where does this person stand: the number of the group shown, or None."""
        return self._group_by_id.get(participant)

    @cached_property
    def _group_by_id(self) -> dict[str, int]:
        return {who: group.number for group in self.groups for who in group.participants}


def opinion_map(
    matrix: VoteMatrix,
    *,
    seed: int,
    moderated_out: Collection[str] = (),
    previous: Memory | None = None,
    guard: Guard | None = None,
    second_opinion: bool = True,
) -> OpinionMap:
    """The map of all votes; the same matrix, seed and memory give the same map.

    previous: the memory of the last update: who was grouped stays so, axes and group numbers keep their
    sense, and the number of groups changes only after four updates ask for the same other number.
    guard: figures of an earlier check to rely on instead of checking anew, for a quick update after new
    votes. second_opinion: whether to fit the groupless score too.
    """
    matrix = matrix.without_statements(moderated_out)
    memory = previous or Memory()
    chance = [np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(4)]
    where = project(matrix, previous=_known_axes(matrix, memory))
    rows = grouped_rows(matrix, memory.grouped)
    split, pending = _held_split(where, rows, memory, chance[0])
    if split is not None and guard is None:
        guard = check_split(matrix, rows, split, chance[1])
    shown = split is not None and guard is not None and guard.passed
    labels = np.full(matrix.shape[0], -1)
    if split is not None and shown:
        labels[rows] = _keep_numbers(split, [matrix.participants[row] for row in rows], memory)
    tallies, sizes = _tallies(matrix, labels, split.count if split is not None and shown else 0)
    found = common_ground(tallies, sizes, matrix.statements, chance[2])
    second = None
    if second_opinion:
        fitted = bridging(matrix, where.components[0], chance[3])
        second = _second_opinion(matrix, fitted, tallies, sizes, found, chance[3])
    return OpinionMap(
        participants=matrix.participants,
        statements=matrix.statements,
        coordinates=where.participants,
        statement_coordinates=where.statements,
        extremity=where.extremity,
        labels=labels,
        groups=_groups(matrix, labels, tallies) if shown else (),
        guard=guard,
        common_ground=found,
        uncertain=uncertain_statements(tallies, matrix.statements),
        differences=differences(tallies, matrix.statements),
        second_opinion=second,
        tallies=tallies,
        memory=_remember(matrix, where, rows, labels, split, pending),
    )


def _known_axes(matrix: VoteMatrix, memory: Memory) -> np.ndarray | None:
    """The earlier axes on today's statements, zero for those that are new; (2, m)."""
    if not memory.components:
        return None
    known = {statement: (first, second) for statement, first, second in memory.components}
    axes = np.array([known.get(statement, (0.0, 0.0)) for statement in matrix.statements]).T
    return axes if axes.any() else None


def _held_split(
    where: Projection, rows: np.ndarray, memory: Memory, rng: np.random.Generator
) -> tuple[Split | None, tuple[int | None, int]]:
    """Today's division, held at the earlier number of groups until four updates ask for another."""
    points = where.participants[rows]
    best = split_points(points, rng)
    if best is None or memory.group_count is None or best.count == memory.group_count:
        return best, (None, 0)
    again = memory.pending_count == best.count
    asked = (best.count, memory.pending_updates + 1 if again else 1)
    if asked[1] >= UPDATES_TO_CHANGE:
        return best, (None, 0)
    held = split_points(points, rng, count=memory.group_count)
    return (best, (None, 0)) if held is None else (held, asked)


def _keep_numbers(split: Split, people: list[str], memory: Memory) -> np.ndarray:
    """Labels numbered as before where the same people form them; without a past, the largest group is 0."""
    if not memory.labels:
        sizes = np.bincount(split.labels, minlength=split.count)
        rank = np.empty(split.count, dtype=int)
        rank[np.argsort(-sizes, kind="stable")] = np.arange(split.count)
        return rank[split.labels]
    earlier = dict(memory.labels)
    size = max(split.count, max(earlier.values()) + 1)
    overlap = np.zeros((size, size))
    before = np.fromiter((earlier.get(who, -1) for who in people), dtype=int, count=len(people))
    known = before >= 0
    np.add.at(overlap, (split.labels[known], before[known]), 1)
    new, old = linear_sum_assignment(-overlap)
    number = dict(zip(new.tolist(), old.tolist(), strict=True))
    # Numbers run from 0 without holes: a group that is gone gives its number to the highest.
    used = sorted(number[label] for label in range(split.count))
    close = {value: place for place, value in enumerate(used)}
    return np.array([close[number[label]] for label in range(split.count)])[split.labels]


def _tallies(matrix: VoteMatrix, labels: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts and sizes per group, or of everyone together when there are no clear groups."""
    if not count:
        return matrix.tallies[None], np.array([matrix.shape[0]])
    return group_tallies(matrix, labels, count), np.bincount(labels[labels >= 0], minlength=count)


def _groups(matrix: VoteMatrix, labels: np.ndarray, tallies: np.ndarray) -> tuple[Group, ...]:
    chosen = representative_statements(tallies, matrix.statements)
    return tuple(
        Group(
            number,
            tuple(matrix.participants[row] for row in np.flatnonzero(labels == number)),
            chosen[number],
        )
        for number in range(len(tallies))
    )


def _second_opinion(
    matrix: VoteMatrix,
    fitted: Bridging,
    tallies: np.ndarray,
    sizes: np.ndarray,
    found: tuple[CommonGround, ...],
    rng: np.random.Generator,
) -> SecondOpinion:
    by_groups = {one.statement for one in found}
    order = np.argsort(-fitted.scores, kind="stable")
    enough = tallies.sum(axis=1).min(axis=0) >= VOTES_PER_GROUP_MIN
    bar = _bar(fitted.scores[order[enough[order]]], len(by_groups))
    _, highest = score_intervals(tallies, sizes, rng)
    contradicted, missed = [], []
    for column in order:
        statement = matrix.statements[column]
        if statement in by_groups and fitted.high[column] < bar:
            contradicted.append(statement)
        elif enough[column] and fitted.low[column] > bar and highest[column] < COMMON_GROUND_MIN:
            missed.append(statement)
    scores = tuple(
        BridgingScore(matrix.statements[c], float(fitted.scores[c]), float(fitted.low[c]), float(fitted.high[c]))
        for c in order
    )
    return SecondOpinion(fitted.mean, scores, tuple(contradicted), tuple(missed))


def _bar(ranked: np.ndarray, count: int) -> float:
    """The score that as many statements pass as are common ground by the groups; infinite when none is."""
    if not count:
        return float("inf")
    return float(ranked[count - 1 : count + 1].mean()) if count < len(ranked) else float("-inf")


def _remember(
    matrix: VoteMatrix,
    where: Projection,
    rows: np.ndarray,
    labels: np.ndarray,
    split: Split | None,
    pending: tuple[int | None, int],
) -> Memory:
    people = [matrix.participants[row] for row in rows.tolist()]
    placed = zip(people, labels[rows].tolist(), strict=True)
    return Memory(
        grouped=frozenset(people),
        labels=tuple((who, label) for who, label in placed if label >= 0),
        group_count=None if split is None else split.count,
        pending_count=pending[0],
        pending_updates=pending[1],
        components=tuple(
            (statement, float(first), float(second))
            for statement, first, second in zip(matrix.statements, *where.components, strict=True)
        ),
    )
