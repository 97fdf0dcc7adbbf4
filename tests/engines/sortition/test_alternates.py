"""Alternates against every set listed, and what the estimates promise."""

from itertools import combinations

import numpy as np
import pytest
from pools import random_pool

from samenspel.engines.errors import FaultsError
from samenspel.engines.sortition import Person, Pool, Quota, Targets, alternates, draw
from samenspel.engines.sortition.alternates import drop_out_chance
from samenspel.engines.sortition.recourse import Recourse, Scenarios
from samenspel.engines.sortition.space import build_space


def loss(people: list[Person], targets: Targets, seats: int) -> int:
    counts = [(quota, sum(p.values[quota.feature] == quota.value for p in people)) for quota in targets.quotas]
    return seats - len(people) + sum(max(0, q.min - c) + max(0, c - q.max) for q, c in counts)


@pytest.mark.parametrize("seed", range(6))
def test_loss_of_a_scenario_is_that_of_the_best_who_can_come_in(seed: int) -> None:
    random = np.random.default_rng(seed)
    pool, targets = random_pool(seed, 12, 6, features=3)
    panel, others = list(pool.people[:6]), list(pool.people[6:])
    space = build_space(Pool(tuple(others)), targets, 3)
    recourse = Recourse(space)
    chosen = random.choice(6, 3, replace=False)
    counts = np.bincount(space.kind_of_person[chosen], minlength=space.kinds_count)
    out = random.random(6) < 0.5
    scenario = Scenarios.drawn(panel, targets, out.astype(float), 1, random)
    stay = [person for person, gone in zip(panel, out, strict=True) if not gone]
    best = min(
        loss([*stay, *(others[i] for i in group)], targets, 6)
        for size in range(min(3, int(out.sum())) + 1)
        for group in combinations(chosen, size)
    )
    assert recourse.judge(counts, scenario)[0] == pytest.approx([best])
    assert scenario.losses_alone == pytest.approx([loss(stay, targets, 6)])
    relaxed, slope = recourse.cut(counts.astype(float), scenario, 0)
    assert relaxed <= best + 1e-6
    for other in (np.zeros(space.kinds_count), np.minimum(counts + 1, space.capacity)):
        assert recourse.cut(other.astype(float), scenario, 0)[0] >= relaxed + slope @ (other - counts) - 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_the_set_is_as_good_as_the_best_of_all_sets_on_its_sample(seed: int) -> None:
    pool, targets = random_pool(seed, 14, 5, features=2, values=3, households=14 * (seed % 2))
    members = draw(pool, targets, 5, panels=1).panels[0]
    chances = {(quota.feature, quota.value): 0.1 * (1 + number % 4) for number, quota in enumerate(targets.quotas)}
    found = alternates(pool, targets, members=members, count=2, drop_out=chances, scenarios=40)
    panel = [person for person in pool.people if person.id in members]
    others = [p for p in pool.people if p.id not in members and p.id not in found.ruled_out]
    homes = {person.household for person in panel} - {None}
    assert all(person.household not in homes for person in others)
    space = build_space(Pool(tuple(others)), targets, 2)
    sample = Scenarios.drawn(
        panel, targets, np.array([found.drop_out[p.id] for p in panel]), 40, np.random.default_rng(20250702)
    )
    recourse = Recourse(space)
    every = [
        sample.weights
        @ recourse.judge(np.bincount(space.kind_of_person[list(two)], minlength=space.kinds_count), sample)[0]
        for two in combinations(range(len(others)), 2)
        if others[two[0]].household is None or others[two[0]].household != others[two[1]].household
    ]
    assert found.sample_bound <= min(every) + 1e-6
    assert found.sample_loss == pytest.approx(min(every), abs=1e-6)
    assert len(found.people) == 2
    assert not set(found.people) & set(members)


def test_the_estimate_lies_near_the_loss_of_the_true_expectation() -> None:
    people = tuple(Person(f"p{n}", {"f": "a" if n % 2 else "b"}) for n in range(8))
    targets = Targets((Quota("f", "a", 2, 2), Quota("f", "b", 2, 2)))
    found = alternates(
        Pool(people),
        targets,
        members=["p0", "p1", "p2", "p3"],
        count=1,
        drop_out={("f", "a"): 0.5},
        check_scenarios=4000,
    )
    # One a is chosen; two members may go, each with 1/2: both 1/4 (loss 2 left), one 1/2, none 1/4.
    assert people[int(found.people[0][1:])].values["f"] == "a"
    assert found.expected_loss == pytest.approx(0.25 * 2, abs=4 * found.standard_error)
    assert found.loss_without == pytest.approx(0.25 * 4 + 0.5 * 2, abs=0.1)
    assert found.calls[found.people[0]] == pytest.approx(0.75, abs=0.03)


def test_chances_of_features_are_independent() -> None:
    targets = Targets((Quota("f", "a", 0, 1), Quota("g", "b", 0, 1)))
    person = Person("p", {"f": "a", "g": "b"})
    assert drop_out_chance(person, targets, {("f", "a"): 0.5, ("g", "b"): 0.2}) == pytest.approx(0.6)


def test_more_alternates_than_subsets_can_be_listed_and_none_at_all() -> None:
    pool, targets = random_pool(3, 60, 20, features=3, values=3)
    members = draw(pool, targets, 20, panels=1).panels[0]
    chances = {(quota.feature, quota.value): 0.15 for quota in targets.quotas}
    found = [
        alternates(pool, targets, members=members, count=n, drop_out=chances, scenarios=20, check_scenarios=100)
        for n in (0, 3, 16)
    ]
    assert [len(one.people) for one in found] == [0, 3, 16]
    assert found[0].expected_loss == found[0].loss_without
    assert found[0].expected_loss > found[1].expected_loss > found[2].expected_loss
    assert found[2].sample_bound <= found[2].sample_loss


def test_refusals_are_all_listed() -> None:
    pool, targets = random_pool(1, 10, 3)
    with pytest.raises(FaultsError) as refusal:
        alternates(pool, targets, members=["x"], count=-1, drop_out={("f0", "v0"): 1.5, ("f9", "v0"): 0.1})
    assert [fault.code for fault in refusal.value.faults] == [
        "unknown_person",
        "too_few_alternates",
        "not_a_chance",
        "unknown_value",
    ]
    with pytest.raises(FaultsError) as refusal:
        alternates(pool, targets, members=["p0", "p1", "p2"], count=8, drop_out={})
    assert [fault.code for fault in refusal.value.faults] == ["too_few_alternates"]
