"""The draw against every panel listed, and the promises it makes about chances and lotteries."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pools import every_panel, leximin_by_listing, meets, random_pool

from samenspel.engines.errors import EngineError, FaultsError
from samenspel.engines.sortition import ALGORITHM_NAMES, Person, Pool, Quota, Targets, draw
from samenspel.engines.sortition.draw import gini


@pytest.mark.parametrize("seed", range(24))
def test_tiny_pools_have_the_leximin_chances_of_listing_every_panel(seed: int) -> None:
    people, seats = 8 + seed % 4, 3 + seed % 3
    pool, targets = random_pool(
        seed, people, seats, features=2 + seed % 2, values=2 + seed // 2 % 2, households=(seed % 2) * (people - 2)
    )
    panels = every_panel(pool, targets, seats)
    if not len(panels):
        with pytest.raises(FaultsError):
            draw(pool, targets, seats, panels=0)
        return
    expected = leximin_by_listing(panels)
    drawn = draw(pool, targets, seats, panels=0)
    assert drawn.proved
    assert list(drawn.chances.values()) == pytest.approx(expected, abs=2e-5)
    fair = draw(pool, targets, seats, algorithm="maximin", panels=0)
    assert fair.min_chance == pytest.approx(expected.min(), abs=1e-5)
    assert fair.bound_min_chance == pytest.approx(expected.min(), abs=1e-5)


@settings(max_examples=12, derandomize=True, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    people=st.integers(12, 40),
    algorithm=st.sampled_from(ALGORITHM_NAMES),
    share=st.integers(0, 1),
)
def test_panels_keep_to_quotas_and_chances_add_up(seed: int, people: int, algorithm: str, share: int) -> None:
    seats = max(4, people // 4)
    pool, targets = random_pool(seed, people, seats, features=3, households=share * people)
    number = {person.id: index for index, person in enumerate(pool.people)}
    try:
        drawn = draw(pool, targets, seats, algorithm=algorithm, panels=40)
    except FaultsError as error:
        assert {fault.code for fault in error.faults} <= {"quotas_above_seats", "quotas_below_seats"}  # noqa: PT017
        return
    assert len(drawn.panels) == 40
    for panel in drawn.panels:
        assert len(panel) == len(set(panel)) == seats
        assert meets(pool, targets, tuple(number[person] for person in panel))
    assert sum(drawn.chances.values()) == pytest.approx(seats, abs=1e-6)
    assert sum(drawn.lottery_chances.values()) == pytest.approx(seats, abs=1e-9)
    assert drawn.gap >= 0
    assert drawn.min_chance <= drawn.bound_min_chance
    if drawn.lottery_exact and algorithm != "greedy":
        for person, chance in drawn.chances.items():
            assert abs(drawn.lottery_chances[person] - chance) <= 1 / 40 + 1e-5


@pytest.mark.parametrize("algorithm", ["leximin", "maximin", "nash", "goldilocks"])
def test_people_who_are_alike_have_equal_chances(algorithm: str) -> None:
    pool, targets = random_pool(5, 30, 8, features=2)
    drawn = draw(pool, targets, 8, algorithm=algorithm, panels=0)
    by_kind: dict[tuple, set[float]] = {}
    for person in pool.people:
        by_kind.setdefault(tuple(person.values.values()), set()).add(round(drawn.chances[person.id], 9))
    assert all(len(chances) == 1 for chances in by_kind.values())


def test_each_person_sits_in_the_floor_or_ceiling_of_panels_times_chance() -> None:
    pool, targets = random_pool(11, 60, 12, features=3, values=3)
    drawn = draw(pool, targets, 12, panels=250)
    assert drawn.lottery_exact
    for person, chance in drawn.chances.items():
        count = round(drawn.lottery_chances[person] * 250)
        assert math.floor(250 * chance - 1e-2) <= count <= math.ceil(250 * chance + 1e-2)


def test_the_same_seed_gives_the_same_panels_and_another_seed_others() -> None:
    pool, targets = random_pool(3, 40, 10, features=3)
    first, again, other = (draw(pool, targets, 10, panels=30, seed=seed) for seed in (1, 1, 2))
    assert first.panels == again.panels
    assert first.panels != other.panels
    assert first.chances == pytest.approx(other.chances, abs=1e-5)


def test_one_per_household_unless_told_otherwise() -> None:
    people = tuple(Person(f"p{n}", {"f": "a" if n % 2 else "b"}, str(n // 2)) for n in range(8))
    targets = Targets((Quota("f", "a", 2, 2), Quota("f", "b", 2, 2)))
    apart = draw(Pool(people), targets, 4, panels=20)
    for panel in apart.panels:
        assert len({int(person[1:]) // 2 for person in panel}) == 4
    together = draw(Pool(people), targets, 4, panels=20, one_per_household=False)
    assert any(len({int(person[1:]) // 2 for person in panel}) < 4 for panel in together.panels)


def test_chances_are_leximin_where_a_real_panel_can_do_less_than_a_fractional_one() -> None:
    # Of a, b and c each pair shares a value that one member may have; fractional panels take half of each.
    values = {"a": "yyn", "b": "nyy", "c": "yny", "d": "nnn"}
    people = tuple(
        Person(name, {f"f{number}": value for number, value in enumerate(row)}) for name, row in values.items()
    )
    targets = Targets(tuple(Quota(f"f{n}", value, 0, most) for n in range(3) for value, most in (("y", 1), ("n", 2))))
    drawn = draw(Pool(people), targets, 2, panels=9)
    assert drawn.chances == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3, "d": 1.0}, abs=1e-6)
    assert drawn.bound_min_chance == pytest.approx(1 / 3, abs=1e-6)
    assert drawn.proved
    assert drawn.lottery_chances == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3, "d": 1.0})


def test_clashing_quotas_are_named_with_the_smallest_widening() -> None:
    people = tuple(Person(f"p{n}", {"f": "a" if n < 5 else "b", "g": "x" if n < 5 else "y"}) for n in range(10))
    targets = Targets(
        (
            Quota("f", "a", 3, 4, 2, 4),
            Quota("f", "b", 0, 1, 0, 3),
            Quota("g", "x", 0, 2, 0, 3),
            Quota("g", "y", 2, 4, 1, 4),
        )
    )
    with pytest.raises(FaultsError) as refusal:
        draw(Pool(people), targets, 4)
    (fault,) = refusal.value.faults
    assert fault.code == "quotas_clash"
    clashing = {(q[0], q[1]) for q in fault.params["clashing"]}  # type: ignore[attr-defined]
    assert clashing in (
        {("f", "a"), ("g", "x")},
        {("f", "b"), ("g", "x")},
        {("f", "a"), ("g", "y")},
        {("f", "b"), ("g", "y")},
    )
    offered = fault.params["relaxation"]
    total = sum(
        (q.min - low) + (high - q.max)
        for feature, value, low, high in offered  # type: ignore[attr-defined]
        for q in targets.quotas
        if (q.feature, q.value) == (feature, value)
    )
    assert total == 2


def test_simple_impossibilities_are_all_listed() -> None:
    people = tuple(Person(f"p{n}", {"f": "a", "g": "x"}) for n in range(3))
    targets = Targets((Quota("f", "a", 0, 1), Quota("f", "b", 1, 2), Quota("g", "x", 9, 9)))
    with pytest.raises(FaultsError) as refusal:
        draw(Pool(people), targets, 4)
    assert [fault.code for fault in refusal.value.faults] == [
        "too_few_people",
        "quotas_below_seats",
        "quotas_above_seats",
        "too_few_with_value",
        "too_few_with_value",
    ]


def test_unknown_algorithm_and_value_are_refused() -> None:
    pool, targets = random_pool(1, 10, 3)
    with pytest.raises(EngineError, match="unknown_algorithm"):
        draw(pool, targets, 3, algorithm="magic")
    strange = Pool((*pool.people, Person("z", {"f0": "v9", "f1": "v0"})))
    with pytest.raises(EngineError, match="unknown_value"):
        draw(strange, targets, 3)


def test_nash_has_a_larger_product_and_goldilocks_a_smaller_largest_chance_than_leximin() -> None:
    pool, targets = random_pool(21, 60, 12, features=3, values=3)
    chances = {
        name: np.array(list(draw(pool, targets, 12, algorithm=name, panels=0).chances.values()))
        for name in ("leximin", "nash", "goldilocks")
    }
    possible = chances["leximin"] > 1e-6
    products = {name: np.log(np.maximum(found[possible], 1e-12)).mean() for name, found in chances.items()}
    assert products["nash"] >= max(products.values()) - 1e-4
    even = 12 / 60
    worth = {name: found.max() / even + even / found[possible].min() for name, found in chances.items()}
    assert worth["goldilocks"] <= min(worth.values()) + 1e-3


def test_gini_of_equal_and_of_one_sided_chances() -> None:
    assert gini(np.full(10, 0.3)) == pytest.approx(0)
    assert gini(np.array([0.0, 0.0, 0.0, 1.0])) == pytest.approx(0.75)


@pytest.mark.parametrize("seed", range(8))
def test_nash_and_goldilocks_lie_within_their_bounds_of_what_listed_panels_can_do(seed: int) -> None:
    pool, targets = random_pool(seed, 9, 4, features=2, values=2 + seed % 2)
    panels = every_panel(pool, targets, 4)
    possible = panels.any(axis=0)
    even = 4 / 9
    random = np.random.default_rng(seed)
    tried = random.dirichlet(np.full(len(panels), 0.3), size=400) @ panels
    nash = draw(pool, targets, 4, algorithm="nash", panels=0)
    balance = draw(pool, targets, 4, algorithm="goldilocks", panels=0)
    assert nash.objective is not None
    assert nash.objective_bound is not None
    assert balance.objective is not None
    assert balance.objective_bound is not None
    means = np.exp(np.log(np.maximum(tried[:, possible], 1e-300)).mean(axis=1))
    values = tried[:, possible].max(axis=1) / even + even / np.maximum(tried[:, possible].min(axis=1), 1e-12)
    if not nash.impossible:
        own = np.array(list(nash.chances.values()))
        assert nash.objective == pytest.approx(np.exp(np.log(own).mean()))
        assert means.max() <= nash.objective_bound + 1e-9
        assert values.min() >= balance.objective_bound - 1e-9
    assert nash.objective <= nash.objective_bound
    assert balance.objective >= balance.objective_bound
    assert nash.proved == (nash.objective >= (1 - 1e-4) * nash.objective_bound)


def test_someone_who_fits_no_panel_is_told() -> None:
    people = tuple(Person(f"p{n}", {"f": "a" if n < 4 else "b"}) for n in range(6))
    drawn = draw(Pool(people), Targets((Quota("f", "a", 2, 2), Quota("f", "b", 0, 0))), 2, panels=5)
    assert drawn.impossible == ("p4", "p5")
    assert drawn.min_chance == drawn.bound_min_chance == 0


def test_everyone_sits_when_there_are_as_many_seats_as_people() -> None:
    pool = Pool(tuple(Person(f"π{n}\u200d", {"één": "жй", "two": "x" if n else "y"}) for n in range(5)))
    quotas = (Quota("één", "жй", 5, 5), Quota("two", "x", 0, 9), Quota("two", "y", 1, 1))
    drawn = draw(pool, Targets(quotas), 5, panels=3)
    assert set(drawn.chances.values()) == {1.0}
    assert drawn.lottery_exact
