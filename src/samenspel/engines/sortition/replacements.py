"""When members leave: who may come in their place, with what chance, as a lottery of numbered completions.

The rule is fixed beforehand and needs nobody's judgement: among the people who are left in the pool, only
completions are drawn that mend the quotas as well as can be (the smallest number of members too few or too
many, over all quotas together), and over all of these the candidates' chances are leximin: the smallest is as
large as can be, then the next.

By how much a quota is missed is a count like any other, so it is a column beside the kinds of people: one
per quota for 'too few' and one for 'too many', their sum held at the smallest possible. Then chances, proof
and lottery are those of `draw`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from samenspel.engines.errors import EngineError, Fault, FaultsError
from samenspel.engines.sortition.leximin import leximin
from samenspel.engines.sortition.linear import panel_program
from samenspel.engines.sortition.lottery import is_exact, lottery
from samenspel.engines.sortition.members import seat_people
from samenspel.engines.sortition.pool import Person, Pool, Quota, Targets
from samenspel.engines.sortition.space import Kind, Space, build_space
from samenspel.engines.sortition.walk import walked_share

SEED = 20240229
COMPLETIONS = 1000

LEFT = "left"
HOUSEHOLD_OF_MEMBER = "household_of_member"


@dataclass(frozen=True)
class Miss:
    """A quota that members do not meet: how many too few (short) or too many (over) there are.

    In `Replacements` these are expected numbers over the distribution of completions, so they may be
    fractions: which of two quotas gives way can differ from one completion to the next.
    """

    quota: Quota
    short: float
    over: float


@dataclass(frozen=True)
class Replacements:
    """What `replacements` found.

    - staying: the members who stay, in the pool's order. open_seats: seats of the whole panel without them.
    - seats_filled: seats that each completion fills; below open_seats only where too few people are left.
    - completions: M numbered completions, ids in the pool's order; a number in public is an index in it.
    - panels: the same with the staying members, so `panels[n]` is the whole panel of completion n.
    - chances: candidate → chance under the leximin distribution; candidates in the pool's order.
    - ruled_out: id → why someone can't be drawn: 'left' or 'household_of_member'.
    - impossible: candidates whose chance is 0: they are in no completion that mends the quotas this well.
    - deviation: members too few or too many over all quotas, of every completion; 0: the quotas are met.
    - deviation_before: the same for the staying members alone, before anyone comes in.
    - missed: the quotas that stay unmet (expected numbers; they add up to `deviation`).
    - min_chance, bound_min_chance, gap, proved, lottery_chances, lottery_exact: as in `Draw`, over candidates.
    """

    seats: int
    open_seats: int
    seats_filled: int
    one_per_household: bool
    staying: tuple[str, ...]
    completions: tuple[tuple[str, ...], ...]
    panels: tuple[tuple[str, ...], ...]
    chances: dict[str, float]
    ruled_out: dict[str, str]
    impossible: tuple[str, ...]
    deviation: int
    deviation_before: int
    missed: tuple[Miss, ...]
    min_chance: float
    bound_min_chance: float
    gap: float
    proved: bool
    lottery_chances: dict[str, float]
    lottery_exact: bool

    @property
    def candidates(self) -> tuple[str, ...]:
        """Who could be drawn, in the pool's order."""
        return tuple(self.chances)


def replacements(
    pool: Pool,
    targets: Targets,
    seats: int,
    *,
    staying: Collection[str],
    left: Collection[str] = (),
    completions: int = COMPLETIONS,
    one_per_household: bool = True,
    seed: int = SEED,
    progress: Callable[[str, float], None] | None = None,
) -> Replacements:
    """Draw up numbered completions for the open seats of a panel, by the rule above.

    pool: everyone of the frozen pool, those who stay and those who left included. seats: of the whole panel.
    staying: ids of the members who stay (may be empty). left: ids of people who can't be drawn: members who
    stepped down, and candidates who withdrew. With one_per_household nobody comes in who lives with a member
    that stays. The same input and seed give the same result on one machine; the pick among the completions
    is made with public randomness, as for a draw. progress gets a stage's name and the share that is done.

    Raises FaultsError: unknown_person, too_many_staying, no_open_seats, no_candidates; and EngineError
    unknown_value if a person has a value without a quota.
    """
    _check(pool, targets, seats, staying, left)
    stay, gone = set(staying), set(left)
    members = [person for person in pool.people if person.id in stay]
    homes = {person.household for person in members if person.household is not None} if one_per_household else set()
    ruled_out = {person.id: LEFT for person in pool.people if person.id in gone}
    ruled_out |= {
        person.id: HOUSEHOLD_OF_MEMBER
        for person in pool.people
        if person.household in homes and person.id not in stay | gone
    }
    candidates = Pool(tuple(p for p in pool.people if p.id not in stay and p.id not in ruled_out))
    fillable = _most_seats(candidates, one_per_household)
    if not fillable:
        raise FaultsError([Fault("no_candidates", "Nobody is left who can come in.", "Find more people for the pool.")])
    open_seats = seats - len(members)
    filled = min(open_seats, fillable)
    plain = build_space(candidates, targets, filled, one_per_household=one_per_household)
    space, deviation = mending_space(plain, counts_of(members, targets))
    random = np.random.default_rng(seed)
    report = progress or _silent
    fairest = leximin(space, random, lambda mass: report("chances", walked_share(mass)))
    drawn = lottery(space, fairest, completions, random, lambda done: report("lottery", done / completions))
    seated = seat_people(space, drawn, random)
    ids = [person.id for person in candidates.people]
    chances = space.chances_of_people(fairest.mixture.expected)
    counts = np.bincount([index for panel in seated for index in panel], minlength=len(ids))
    place = {person.id: number for number, person in enumerate(pool.people)}
    chosen = tuple(tuple(ids[index] for index in panel) for panel in seated)
    member_ids = tuple(person.id for person in members)
    bound = max(fairest.bound, float(chances.min()))
    return Replacements(
        seats=seats,
        open_seats=open_seats,
        seats_filled=filled,
        one_per_household=one_per_household,
        staying=member_ids,
        completions=chosen,
        panels=tuple(tuple(sorted((*member_ids, *panel), key=place.__getitem__)) for panel in chosen),
        chances=dict(zip(ids, chances.tolist(), strict=True)),
        ruled_out={person.id: ruled_out[person.id] for person in pool.people if person.id in ruled_out},
        impossible=tuple(ids[index] for index in np.flatnonzero(chances <= 1e-9)),
        deviation=deviation,
        deviation_before=sum(int(miss.short + miss.over) for miss in misses(members, targets)),
        missed=_expected_misses(fairest.mixture.panels, fairest.mixture.weights, space, members, targets),
        min_chance=float(chances.min()),
        bound_min_chance=bound,
        gap=bound - float(chances.min()),
        proved=fairest.proved,
        lottery_chances=dict(zip(ids, (counts / max(len(seated), 1)).tolist(), strict=True)),
        lottery_exact=is_exact(space, fairest.aim, counts, len(seated)),
    )


def counts_of(members: Sequence[Person], targets: Targets) -> np.ndarray:
    """How many members each quota counts, in the quotas' order."""
    return np.array(
        [sum(person.values.get(quota.feature) == quota.value for person in members) for quota in targets.quotas],
        dtype=np.int64,
    )


def misses(members: Sequence[Person], targets: Targets) -> tuple[Miss, ...]:
    """The quotas that these members do not meet, whole numbers, in the quotas' order."""
    found = []
    for quota, count in zip(targets.quotas, counts_of(members, targets).tolist(), strict=True):
        if not quota.min <= count <= quota.max:
            found.append(Miss(quota, max(0, quota.min - count), max(0, count - quota.max)))
    return tuple(found)


def mending_space(plain: Space, have: np.ndarray) -> tuple[Space, int]:
    """All best completions as a space, and their deviation from the quotas.

    plain: the candidates' space for the seats to fill; have: what the staying members count per quota.
    Where quotas can't be met the space has further kinds that hold nobody, see the module's text.
    """
    quotas_count = len(plain.quotas)
    lower, upper = plain.lower.copy(), plain.upper.copy()
    rows = np.arange(1, 1 + quotas_count)
    lower[rows] -= have
    upper[rows] -= have
    missing = sparse.csc_array(
        (np.ones(quotas_count), (rows, np.arange(quotas_count))), shape=(len(lower), quotas_count)
    )
    total = np.append(np.zeros(plain.kinds_count), np.ones(2 * quotas_count))
    matrix = sparse.csc_array(
        sparse.vstack([sparse.hstack([plain.matrix, missing, -missing]), sparse.csc_array(total[None, :])])
    )
    most = int(max(plain.lower[0], have.max(initial=0)) + max((quota.min for quota in plain.quotas), default=0))
    nobody = tuple(Kind(values=(), households=(), sort=-1 - number) for number in range(2 * quotas_count))
    wide = replace(
        plain,
        kinds=plain.kinds + nobody,
        capacity=np.append(plain.capacity, np.full(2 * quotas_count, most)),
        size=np.append(plain.size, np.zeros(2 * quotas_count, dtype=np.int64)),
        matrix=matrix,
        lower=np.append(lower, 0.0),
        upper=np.append(upper, 2.0 * quotas_count * most),
    )
    values = panel_program(wide, cost=-total, integral=True).values()
    if values is None:
        raise EngineError("no_panel_possible")
    deviation = int(np.rint(values[plain.kinds_count :]).sum())
    if not deviation:
        return replace(plain, lower=lower, upper=upper), 0
    capacity = np.append(plain.capacity, np.full(2 * quotas_count, deviation))
    return replace(wide, capacity=capacity, upper=np.append(upper, float(deviation))), deviation


def _silent(stage: str, done: float) -> None:
    pass


def _check(pool: Pool, targets: Targets, seats: int, staying: Collection[str], left: Collection[str]) -> None:
    known = {person.id for person in pool.people}
    faults = [
        Fault(
            "unknown_person",
            f"'{person_id}' is not in the pool.",
            "Give ids of people in the pool.",
            params={"id": person_id},
        )
        for person_id in sorted((set(staying) | set(left)) - known)
    ]
    faults += [
        Fault(
            "stays_and_left",
            f"'{person_id}' is named both as staying and as gone.",
            "Name everyone once.",
            params={"id": person_id},
        )
        for person_id in sorted(set(staying) & set(left))
    ]
    params = {"staying": len(set(staying)), "seats": seats}
    if len(set(staying)) > seats:
        faults.append(
            Fault(
                "too_many_staying",
                f"{len(set(staying))} members stay on {seats} seats.",
                "Check the number of seats and who stays.",
                params=params,
            )
        )
    elif len(set(staying)) == seats:
        faults.append(
            Fault("no_open_seats", f"All {seats} seats are taken.", "Nobody needs to be drawn.", params=params)
        )
    if faults:
        raise FaultsError(faults)
    quotas = {(quota.feature, quota.value) for quota in targets.quotas}
    for person in pool.people:
        for feature in targets.features:
            if (feature, person.values.get(feature, "")) not in quotas:
                raise EngineError("unknown_value", id=person.id, feature=feature, value=person.values.get(feature, ""))


def _most_seats(candidates: Pool, one_per_household: bool) -> int:
    """How many of the candidates can sit together, quotas apart."""
    if not one_per_household:
        return len(candidates.people)
    alone = sum(person.household is None for person in candidates.people)
    return alone + len({person.household for person in candidates.people if person.household is not None})


def _expected_misses(
    panels: np.ndarray, weights: np.ndarray, space: Space, members: Sequence[Person], targets: Targets
) -> tuple[Miss, ...]:
    """The misses, averaged over a distribution of completions (P x T)."""
    rows = np.arange(1, 1 + len(targets.quotas))
    people = space.matrix[rows] @ (panels * space.peopled).T
    counts = counts_of(members, targets)[:, None] + people
    found = []
    for number, quota in enumerate(targets.quotas):
        short = float(np.maximum(0, quota.min - counts[number]) @ weights)
        over = float(np.maximum(0, counts[number] - quota.max) @ weights)
        if short > 1e-9 or over > 1e-9:
            found.append(Miss(quota, short, over))
    return tuple(found)
