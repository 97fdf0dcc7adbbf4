"""The draw: a pool and targets in; chances, a lottery of panels and an account of both out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from samenspel.engines.errors import EngineError, FaultsError
from samenspel.engines.sortition.fairest import Fairest, any_panel
from samenspel.engines.sortition.goldilocks import goldilocks
from samenspel.engines.sortition.greedy import greedy_panels
from samenspel.engines.sortition.infeasible import clash_faults, explain_clash
from samenspel.engines.sortition.leximin import leximin
from samenspel.engines.sortition.lottery import is_exact, lottery
from samenspel.engines.sortition.maximin import maximin
from samenspel.engines.sortition.members import seat_people
from samenspel.engines.sortition.mixture import Mixture
from samenspel.engines.sortition.nash import nash
from samenspel.engines.sortition.pool import Pool, Quota, Targets
from samenspel.engines.sortition.reading import check_feasible_at_sight
from samenspel.engines.sortition.relaxation import relaxed_leximin
from samenspel.engines.sortition.space import Space, build_space
from samenspel.engines.sortition.walk import walked_share

SEED = 20240229
PANELS = 1000
ALGORITHMS: dict[str, Callable[..., Fairest]] = {
    "leximin": leximin,
    "maximin": maximin,
    "nash": nash,
    "goldilocks": goldilocks,
}
ALGORITHM_NAMES = (*ALGORITHMS, "greedy")


@dataclass(frozen=True)
class QuotaUse:
    """How a quota works out: expected members, people in the pool, and the bound that presses, if any.

    binding: 'min' or 'max' when every panel of the distribution stands at that bound, else None.
    """

    quota: Quota
    people: int
    expected: float
    binding: str | None


@dataclass(frozen=True)
class Meetings:
    """How often two people sit in one panel of the lottery: pairs that ever do, of how many, and the
    largest and mean number of panels over the pairs that do."""

    pairs: int
    pairs_meeting: int
    panels_max: int
    panels_mean: float


@dataclass(frozen=True)
class Draw:
    """What `draw` found.

    - chances: id → chance under the distribution that the algorithm calls fairest.
    - min_chance, bound_min_chance, gap: the smallest chance, what no distribution can exceed, the distance.
    - proved: the distribution is optimal for its algorithm, but for `remainder` (every chance is at least
      1 - remainder times the optimal one).
    - support: how many different panels the distribution uses.
    - panels: the lottery's panels, ids in the pool's order; a number in public is an index in it.
    - lottery_chances: id → share of the panels; lottery_deviation_max: the largest distance to `chances`.
    - lottery_exact: each person's count of panels is the floor or the ceiling of panels * chance.
    - impossible: ids of people whose chance is 0: under these quotas they are in no panel (of a leximin
      distribution that is proved; greedy only did not happen to draw them).
    - objective, objective_bound: what the algorithm optimises and how far any distribution could come:
      the smallest chance (leximin, maximin), the geometric mean of the chances (nash), or the balance of
      goldilocks, which is to be small; None for greedy.
    """

    algorithm: str
    seats: int
    one_per_household: bool
    chances: dict[str, float]
    min_chance: float
    bound_min_chance: float
    gap: float
    proved: bool
    remainder: float
    support: int
    gini: float
    quotas: tuple[QuotaUse, ...]
    panels: tuple[tuple[str, ...], ...]
    lottery_chances: dict[str, float]
    lottery_min_chance: float | None
    lottery_deviation_max: float | None
    lottery_exact: bool
    meetings: Meetings | None
    impossible: tuple[str, ...] = ()
    objective: float | None = None
    objective_bound: float | None = None


def draw(
    pool: Pool,
    targets: Targets,
    seats: int,
    *,
    algorithm: str = "leximin",
    panels: int = PANELS,
    one_per_household: bool = True,
    seed: int = SEED,
    progress: Callable[[str, float], None] | None = None,
) -> Draw:
    """Fair chances for a pool under quotas, and a lottery of `panels` equal panels (0: no lottery).

    The same input and seed give the same result on one machine. progress gets a stage's name and the share
    of it that is done. Raises FaultsError (those of `check_feasible_at_sight`, and quotas_clash) and
    EngineError unknown_algorithm, greedy_stuck.
    """
    if algorithm not in ALGORITHM_NAMES:
        raise EngineError("unknown_algorithm", algorithm=algorithm, known=list(ALGORITHM_NAMES))
    check_feasible_at_sight(pool, targets, seats)
    space = build_space(pool, targets, seats, one_per_household=one_per_household)
    random = np.random.default_rng(seed)
    report = progress or _silent
    try:
        fairest, drawn = _draw_kinds(space, algorithm, panels, random, report)
    except EngineError as error:
        if error.code != "no_panel_possible":
            raise
        raise FaultsError(clash_faults(explain_clash(space))) from error
    return _account(pool, targets, space, algorithm, one_per_household, fairest, drawn, random)


def _silent(stage: str, done: float) -> None:
    pass


def _draw_kinds(
    space: Space,
    algorithm: str,
    panels: int,
    random: np.random.Generator,
    report: Callable[[str, float], None],
) -> tuple[Fairest, np.ndarray]:
    """The distribution, and the lottery's panels as counts per kind."""
    if algorithm == "greedy":
        any_panel(space)  # so that it is not tried in vain
        drawn = greedy_panels(space, max(panels, 1), random)
        mixture = Mixture(drawn, np.full(len(drawn), 1 / len(drawn)))
        bound = relaxed_leximin(space, rounds=1)
        level = bound.levels[0] if bound is not None else 1.0
        return Fairest(mixture, mixture.expected, level, False), drawn[:panels]

    def walked(mass: float) -> None:
        report("chances", walked_share(mass))

    fairest = ALGORITHMS[algorithm](space, random, walked)
    if not panels:
        return fairest, np.zeros((0, space.kinds_count), dtype=np.int64)
    return fairest, lottery(space, fairest, panels, random, lambda done: report("lottery", done / panels))


def _account(
    pool: Pool,
    targets: Targets,
    space: Space,
    algorithm: str,
    one_per_household: bool,
    fairest: Fairest,
    drawn: np.ndarray,
    random: np.random.Generator,
) -> Draw:
    ids = [person.id for person in pool.people]
    chances = space.chances_of_people(fairest.mixture.expected)
    seated = seat_people(space, drawn, random)
    counts = np.zeros(len(ids), dtype=np.int64)
    for panel in seated:
        counts[panel] += 1
    off = np.abs(counts / max(len(seated), 1) - chances)
    smallest = float(chances.min())
    bound = max(fairest.bound, smallest)
    return Draw(
        algorithm=algorithm,
        seats=int(space.lower[0]),
        one_per_household=one_per_household,
        chances=dict(zip(ids, map(float, chances), strict=True)),
        min_chance=smallest,
        bound_min_chance=bound,
        gap=bound - smallest,
        proved=fairest.proved,
        remainder=fairest.mixture.remainder,
        support=len(fairest.mixture.weights),
        gini=gini(chances),
        quotas=_quota_uses(pool, space, fairest.mixture),
        panels=tuple(tuple(ids[index] for index in panel) for panel in seated),
        lottery_chances=dict(zip(ids, (counts / max(len(seated), 1)).tolist(), strict=True)),
        lottery_min_chance=float(counts.min() / len(seated)) if seated else None,
        lottery_deviation_max=float(off.max()) if seated else None,
        lottery_exact=is_exact(space, fairest.aim, counts, len(seated)),
        meetings=_meetings(seated, len(ids)) if seated else None,
        impossible=tuple(ids[index] for index in np.flatnonzero(chances <= 1e-9)),
        objective=smallest if algorithm in ("leximin", "maximin") else fairest.objective,
        objective_bound=bound if algorithm in ("leximin", "maximin") else fairest.objective_bound,
    )


def gini(chances: np.ndarray) -> float:
    """Half the mean absolute difference of two people's chances, over their mean: 0 is equal."""
    rising = np.sort(chances)
    number = len(rising)
    if not rising.sum():
        return 0.0
    return float((2 * np.arange(1, number + 1) - number - 1) @ rising / (number * rising.sum()))


def _quota_uses(pool: Pool, space: Space, mixture: Mixture) -> tuple[QuotaUse, ...]:
    rows = np.arange(1, 1 + len(space.quotas))
    members = (mixture.panels @ space.matrix.T)[:, rows]
    expected = mixture.weights @ members
    people = (space.matrix @ space.size)[rows]
    uses = []
    for number, quota in enumerate(space.quotas):
        at = members[:, number]
        binding = "max" if (at == quota.max).all() else "min" if (at == quota.min).all() else None
        uses.append(QuotaUse(quota, int(people[number]), float(expected[number]), binding))
    return tuple(uses)


def _meetings(seated: list[list[int]], people_count: int) -> Meetings:
    """Counts pairs in slices of a thousand people, so that large pools stay within memory."""
    sat = np.zeros((len(seated), people_count), dtype=np.float32)
    for number, panel in enumerate(seated):
        sat[number, panel] = 1
    met, most, total = 0, 0.0, 0.0
    for start in range(0, people_count, 1000):
        together = sat[:, start : start + 1000].T @ sat
        own = np.arange(together.shape[0])
        together[own, start + own] = 0
        met += int((together > 0).sum())
        most = max(most, float(together.max()))
        total += float(together.sum())
    pairs = people_count * (people_count - 1) // 2
    return Meetings(pairs, met // 2, int(most), total / met if met else 0.0)
