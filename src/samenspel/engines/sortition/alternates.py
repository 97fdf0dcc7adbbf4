"""Alternates: people chosen beforehand who come in when members drop out, such that the panel stays balanced.

After Assos, Baharav, Flanigan & Procaccia 2025, 'Alternates, Assemble! Selecting Optimal Alternates for
Citizens' Assemblies' (EC '25): members drop out independently, each with a chance that follows from their
features; a set of alternates is judged by the expected loss of the panel after the best of them have come in;
the expectation is replaced by the mean over a sample of scenarios (sample average approximation).

- A member stays with the product over the features of 1 - the drop-out chance of the member's value.
- The loss of a panel is the number of members too few or too many over all quotas, plus its empty seats.
- At most one alternate comes in per empty seat; alternates themselves are taken to be available.

The best set of a sample is a two-stage programme: how many alternates of each kind, then who comes in per
scenario. Its relaxation is solved by cuts (the L-shaped method of Van Slyke & Wets 1969), which proves a bound
for every set. Sets are then found by dives in the relaxation and improved by swaps, and judged with whole
people. The one that is best on the sample is judged again on fresh scenarios: that estimate is unbiased, and
comes with its standard error. So three figures tell how good the set is: `sample_bound` <= `sample_loss`,
whose distance is what a better search could still win on the sample, and `expected_loss`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samenspel.engines.errors import EngineError, Fault, FaultsError
from samenspel.engines.sortition.dive import dive
from samenspel.engines.sortition.linear import INFINITY, Program
from samenspel.engines.sortition.members import seat_people
from samenspel.engines.sortition.pool import Person, Pool, Targets
from samenspel.engines.sortition.recourse import Recourse, Scenarios, can_list_subsets
from samenspel.engines.sortition.space import Space, build_space

SEED = 20250702
SCENARIOS = 100
CHECK_SCENARIOS = 1000
ROUNDS_MAX = 60
STARTS = 6
SWAPS_MAX = 150
SWAPS_MAX_BY_PROGRAMMES = 12  # where judging a set takes an integer programme per scenario
CLOSE = 1e-6


@dataclass(frozen=True)
class Alternates:
    """What `alternates` chose, and how good it is. Losses are in members, see the module's text.

    - people: the alternates' ids, in the pool's order.
    - expected_loss, standard_error: mean loss over `check_scenarios` fresh scenarios, and its standard error.
    - loss_without: the mean loss over the same scenarios if nobody came in.
    - sample_loss, sample_bound: the mean loss over the scenarios that the set was chosen on, and what no set
      of this size can go below on them.
    - drop_out: member → chance to drop out. calls: alternate → share of the fresh scenarios they come in.
    - ruled_out: id → 'household_of_member' for people who live with a member.
    """

    people: tuple[str, ...]
    expected_loss: float
    standard_error: float
    loss_without: float
    sample_loss: float
    sample_bound: float
    scenarios: int
    check_scenarios: int
    drop_out: dict[str, float]
    calls: dict[str, float]
    ruled_out: dict[str, str]


def alternates(
    pool: Pool,
    targets: Targets,
    *,
    members: Collection[str],
    count: int,
    drop_out: Mapping[tuple[str, str], float],
    withdrawn: Collection[str] = (),
    scenarios: int = SCENARIOS,
    check_scenarios: int = CHECK_SCENARIOS,
    one_per_household: bool = True,
    seed: int = SEED,
) -> Alternates:
    """Choose `count` alternates for a panel of `members` (ids) from the rest of the pool.

    drop_out: (feature, value) → chance from 0 to 1 that this makes a member drop out; what is left out is 0.
    withdrawn: ids of people who can't be an alternate. With one_per_household no alternate lives with a member
    or with another alternate. The same input and seed give the same result on one machine.

    Raises FaultsError: unknown_person, no_members, too_few_alternates, not_a_chance, unknown_value.
    """
    _check(pool, targets, members, count, drop_out, withdrawn)
    chosen, away = set(members), set(withdrawn)
    panel = [person for person in pool.people if person.id in chosen]
    homes = {person.household for person in panel if person.household is not None} if one_per_household else set()
    rest = [person for person in pool.people if person.id not in chosen | away]
    candidates = Pool(tuple(person for person in rest if person.household not in homes))
    ruled_out = {person.id: "household_of_member" for person in rest if person.household in homes}
    room = _most_seats(candidates, one_per_household)
    if room < count:
        raise FaultsError([_too_few(count, room)])
    chances = np.array([drop_out_chance(person, targets, drop_out) for person in panel])
    random = np.random.default_rng(seed)
    space = build_space(candidates, targets, max(count, 1), one_per_household=one_per_household)
    sample = Scenarios.drawn(panel, targets, chances, scenarios, random)
    fresh = Scenarios.drawn(panel, targets, chances, check_scenarios, random)
    recourse = Recourse(space)
    if count:
        counts, sample_loss, bound = _Search(space, recourse, sample, count, random).run()
    else:
        counts = np.zeros(space.kinds_count, dtype=np.int64)
        sample_loss = bound = float(sample.weights @ sample.losses_alone)
    losses, calls = recourse.judge(counts, fresh)
    spread = float(fresh.weights @ losses**2) - float(fresh.weights @ losses) ** 2
    (seated,) = seat_people(space, counts[None, :], random)
    called = _calls_per_person(space, seated, counts, calls)
    ids = [candidates.people[index].id for index in seated]
    return Alternates(
        people=tuple(ids),
        expected_loss=float(fresh.weights @ losses),
        standard_error=float(np.sqrt(max(spread, 0.0) / max(check_scenarios - 1, 1))),
        loss_without=float(fresh.weights @ fresh.losses_alone),
        sample_loss=sample_loss,
        sample_bound=min(bound, sample_loss),
        scenarios=scenarios,
        check_scenarios=check_scenarios,
        drop_out=dict(zip((person.id for person in panel), chances.tolist(), strict=True)),
        calls=dict(zip(ids, called, strict=True)),
        ruled_out=ruled_out,
    )


def drop_out_chance(person: Person, targets: Targets, drop_out: Mapping[tuple[str, str], float]) -> float:
    """1 minus the product over the targets' features of 1 - the value's drop-out chance."""
    stays = 1.0
    for feature in targets.features:
        stays *= 1.0 - drop_out.get((feature, person.values[feature]), 0.0)
    return 1.0 - stays


class _Search:
    """The best set on a sample: cuts for the bound, dives and swaps for the set."""

    def __init__(
        self, space: Space, recourse: Recourse, sample: Scenarios, count: int, random: np.random.Generator
    ) -> None:
        self.space, self.recourse, self.sample, self.random = space, recourse, sample, random
        self.capacity = space.capacity.astype(float)
        self.judged: dict[bytes, float] = {}
        # Columns: alternates per kind, then the loss of each scenario. Rows: seats, quotas (loose), households.
        kinds, self.cases = space.kinds_count, len(sample.weights)
        upper = space.upper.copy()
        lower = np.zeros(len(upper))
        upper[1 : 1 + len(space.quotas)] = count
        lower[0] = upper[0] = count
        empty = sparse.csc_array((len(upper), self.cases))
        self.program = Program(
            sparse.csc_array(sparse.hstack([space.matrix, empty])),
            column_lower=np.zeros(kinds + self.cases),
            column_upper=np.append(self.capacity, np.full(self.cases, INFINITY)),
            row_lower=lower,
            row_upper=upper,
            cost=np.append(np.zeros(kinds), -sample.weights),
            tolerance=1e-7,
        )

    def run(self) -> tuple[np.ndarray, float, float]:
        """Counts per kind, their loss on the sample, and the bound."""
        bound = self._relax()
        found = [counts for counts in (self._dive() for _ in range(STARTS)) if counts is not None]
        if not found:
            raise EngineError("no_panel_possible")
        best = min(found, key=self._loss)
        best = self._swap(best, bound)
        return best, self._loss(best), bound

    def _relax(self) -> float:
        """Add cuts until the relaxation's losses are true; its optimum is a bound for every set."""
        kinds, bound = self.space.kinds_count, 0.0
        for _ in range(ROUNDS_MAX):
            found = self.program.solve()
            if found is None:
                raise EngineError("no_panel_possible")
            bound = max(bound, -found.objective)
            point, told = np.maximum(found.values[:kinds], 0.0), found.values[kinds:]
            added = 0
            for case in range(self.cases):
                loss, slope = self.recourse.cut(point, self.sample, case)
                if loss > told[case] + CLOSE * (1 + loss):
                    columns = np.flatnonzero(slope)
                    self.program.add_row(
                        loss - float(slope @ point),
                        INFINITY,
                        np.append(columns, kinds + case),
                        np.append(-slope[columns], 1.0),
                    )
                    added += 1
            if not added:
                break
        return bound

    def _dive(self) -> np.ndarray | None:
        """A whole set near the relaxation's optimum."""
        kinds = self.space.kinds_count
        low = np.zeros(kinds + self.cases)
        high = np.append(self.capacity, np.full(self.cases, INFINITY))
        found = dive(self.program, low, high, self.random, whole=kinds)
        self.program.set_column_bounds(low, high)
        return None if found is None else found[:kinds]

    def _loss(self, counts: np.ndarray) -> float:
        key = counts.tobytes()
        if key not in self.judged:
            losses, _ = self.recourse.judge(counts, self.sample)
            self.judged[key] = float(self.sample.weights @ losses)
        return self.judged[key]

    def _swap(self, best: np.ndarray, bound: float) -> np.ndarray:
        """Exchange one alternate at a time as long as that helps, the most promising exchange first."""
        tries = 0
        tries_max = SWAPS_MAX if can_list_subsets(best) else SWAPS_MAX_BY_PROGRAMMES
        improved = True
        while improved and tries < tries_max and self._loss(best) > bound + CLOSE:
            improved = False
            for candidate in self._neighbours(best):
                tries += 1
                if self._loss(candidate) < self._loss(best) - CLOSE:
                    best, improved = candidate, True
                    break
                if tries >= tries_max:
                    break
        return best

    def _neighbours(self, counts: np.ndarray) -> list[np.ndarray]:
        """Sets that differ by one person, by the estimate that the relaxed recourse gives."""
        gains = np.zeros(self.space.kinds_count)
        for case in range(self.cases):
            _, slope = self.recourse.cut(counts.astype(float), self.sample, case)
            gains += self.sample.weights[case] * slope
        entering = np.argsort(gains, kind="stable")[:25]
        found: list[tuple[float, int, np.ndarray]] = []
        for leaving in np.flatnonzero(counts):
            for kind in entering:
                if kind == leaving or counts[kind] >= self.capacity[kind]:
                    continue
                other = counts.copy()
                other[leaving] -= 1
                other[kind] += 1
                households = slice(1 + len(self.space.quotas), None)
                if ((self.space.matrix @ other)[households] <= self.space.upper[households]).all():
                    found.append((float(gains[kind] - gains[leaving]), len(found), other))
        return [other for _, _, other in sorted(found, key=lambda entry: entry[:2])]


def _calls_per_person(space: Space, seated: list[int], counts: np.ndarray, calls: np.ndarray) -> list[float]:
    """Those of one kind are called in turn: each has an equal part of the kind's calls."""
    shares = calls / np.maximum(counts, 1)
    return [float(shares[space.kind_of_person[index]]) for index in seated]


def _most_seats(candidates: Pool, one_per_household: bool) -> int:
    if not one_per_household:
        return len(candidates.people)
    alone = sum(person.household is None for person in candidates.people)
    return alone + len({person.household for person in candidates.people if person.household is not None})


def _too_few(count: int, room: int) -> Fault:
    return Fault(
        "too_few_alternates",
        f"{count} alternates are asked for; {room} people can be one.",
        "Ask for fewer alternates, or find more people.",
        params={"count": count, "people": room},
    )


def _check(
    pool: Pool,
    targets: Targets,
    members: Collection[str],
    count: int,
    drop_out: Mapping[tuple[str, str], float],
    withdrawn: Collection[str],
) -> None:
    faults: list[Fault] = []
    for person_id in sorted((set(members) | set(withdrawn)) - {person.id for person in pool.people}):
        message = f"'{person_id}' is not in the pool."
        faults.append(Fault("unknown_person", message, "Give ids of people in the pool.", params={"id": person_id}))
    if not members:
        faults.append(Fault("no_members", "The panel has no members.", "Give the ids of the panel's members."))
    if count < 0:
        faults.append(_too_few(count, 0))
    known = {(quota.feature, quota.value) for quota in targets.quotas}
    for (feature, value), chance in drop_out.items():
        params = {"feature": feature, "value": value, "chance": chance}
        if (feature, value) not in known:
            message = f"'{value}' of '{feature}' has a drop-out chance but no quota."
            faults.append(Fault("unknown_value", message, "Correct the value.", column=feature, params=params))
        if not 0 <= chance <= 1:
            message = f"The drop-out chance {chance} of '{value}' is not between 0 and 1."
            faults.append(Fault("not_a_chance", message, "Give a chance from 0 to 1.", column=feature, params=params))
    for person in pool.people:
        for feature in targets.features:
            value = person.values.get(feature, "")
            if (feature, value) not in known:
                message = f"'{value}' of '{feature}' has no quota (person '{person.id}')."
                params = {"id": person.id, "feature": feature, "value": value}
                faults.append(Fault("unknown_value", message, "Correct the value.", column=feature, params=params))
    if faults:
        raise FaultsError(faults)
