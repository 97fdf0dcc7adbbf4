"""Elections for tests and bench: small ones full of ties, and large ones as cities have them."""

from __future__ import annotations

import random

import numpy as np

from samenspel.engines.budgeting.election import Ballots, Election, Project, make_election

META = {"description": "Generated", "country": "Netherlands", "unit": "Nowhere", "instance": "2026"}


def small_election(seed: int, ballot_type: str = "approval") -> Election:
    """Up to 8 projects and 14 voters, with round costs so that ties and exact borders are common."""
    source = random.Random(seed)
    size, voters = source.randint(2, 8), source.randint(1, 14)
    costs = [source.choice([source.randint(1, 30), 5, 10, 20]) for _ in range(size)]
    projects = [Project(str(number), cost) for number, cost in enumerate(costs, start=1)]
    ballots: list = []
    for _ in range(voters):
        share = source.choice([0.2, 0.5, 0.8])
        chosen = [project.id for project in projects if source.random() < share]
        if ballot_type == "choose-1":
            chosen = chosen[:1]
        elif ballot_type == "ordinal":
            source.shuffle(chosen)
        elif ballot_type in ("cumulative", "scoring"):
            chosen = {name: source.randint(1, 5) for name in chosen}
        ballots.append(chosen)
    budget = source.randint(5, sum(costs))
    return make_election(projects, budget, ballots, ballot_type=ballot_type, meta=META)


def city_election(voters: int, size: int, seed: int = 1, choices_mean: float = 5.0) -> Election:
    """A city's vote: popularity and costs follow power laws, every voter chooses a handful."""
    source = np.random.default_rng(seed)
    appeal = (np.arange(size) + 1.0) ** -0.8
    source.shuffle(appeal)
    appeal /= appeal.sum()
    costs = np.minimum(source.pareto(1.2, size) * 8_000 + 2_000, 400_000).astype(np.int64) // 50 * 50
    number = np.minimum(1 + source.poisson(choices_mean - 1, voters), min(size, 15))
    # The highest keys of a race with exponential times: sampling without replacement by appeal.
    race = source.exponential(size=(voters, size)) / appeal
    ranked = np.argsort(race, axis=1)[:, :15]
    rows = [tuple(sorted(row[:k])) for row, k in zip(ranked.tolist(), number.tolist(), strict=True)]
    groups: dict[tuple[int, ...], int] = {}
    of_voter = [groups.setdefault(row, len(groups)) for row in rows]
    sizes = np.fromiter(map(len, groups), np.int64, len(groups))
    return Election(
        projects=tuple(
            Project(f"p{place + 1}", int(cost), details={"name": f"Plan {place + 1}"})
            for place, cost in enumerate(costs)
        ),
        budget=int(costs.sum() * 0.35),
        ballots=Ballots(
            starts=np.concatenate(([0], np.cumsum(sizes))),
            choices=np.fromiter((place for row in groups for place in row), np.int32, int(sizes.sum())),
            weights=np.bincount(of_voter, minlength=len(groups)).astype(np.int64),
        ),
        meta=META,
        voter_ids=tuple(str(voter) for voter in range(1, voters + 1)),
        group_of_voter=tuple(of_voter),
    )
