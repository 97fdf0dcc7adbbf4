"""Replacements against every completion listed: the best repair of the quotas, and leximin chances over it."""

from itertools import combinations

import numpy as np
import pytest
from pools import leximin_by_listing, random_pool

from samenspel.engines.errors import EngineError, FaultsError
from samenspel.engines.sortition import Person, Pool, Quota, Targets, misses, replacements


def deviation(people: list[Person], targets: Targets) -> int:
    return sum(int(miss.short + miss.over) for miss in misses(people, targets))


def best_completions(
    pool: Pool, targets: Targets, staying: list[str], left: list[str], open_seats: int
) -> tuple[list[str], np.ndarray, int]:
    """Candidates, all completions with the smallest deviation as rows of 0 and 1, and that deviation."""
    members = [person for person in pool.people if person.id in staying]
    homes = {person.household for person in members} - {None}
    candidates = [p for p in pool.people if p.id not in staying and p.id not in left and p.household not in homes]
    found: list[tuple[int, np.ndarray]] = []
    for chosen in combinations(range(len(candidates)), open_seats):
        own = [candidates[i].household for i in chosen if candidates[i].household is not None]
        if len(set(own)) == len(own):
            row = np.zeros(len(candidates))
            row[list(chosen)] = 1
            found.append((deviation([*members, *(candidates[i] for i in chosen)], targets), row))
    least = min(found, key=lambda pair: pair[0])[0]
    return [c.id for c in candidates], np.array([row for off, row in found if off == least]), least


@pytest.mark.parametrize("seed", range(20))
def test_best_repair_and_leximin_chances_over_all_of_them(seed: int) -> None:
    random = np.random.default_rng(seed)
    pool, targets = random_pool(seed, 13, 6, features=2 + seed % 2, values=2 + seed % 3 // 2, households=seed % 2 * 14)
    order = [pool.people[i].id for i in random.permutation(13)]
    open_seats = 1 + seed % 3
    staying, left = order[: 6 - open_seats], order[6 - open_seats : 8 - open_seats]
    ids, rows, least = best_completions(pool, targets, staying, left, open_seats)
    found = replacements(pool, targets, 6, staying=staying, left=left, completions=60)
    assert found.deviation == least
    assert found.proved
    assert list(found.candidates) == ids
    assert list(found.chances.values()) == pytest.approx(leximin_by_listing(rows), abs=2e-5)
    assert sum(miss.short + miss.over for miss in found.missed) == pytest.approx(least, abs=1e-6)
    allowed = {frozenset(ids[i] for i in np.flatnonzero(row)) for row in rows}
    assert {frozenset(completion) for completion in found.completions} <= allowed
    assert len(found.completions) == len(found.panels) == 60
    assert set(found.panels[0]) == {*staying, *found.completions[0]}
    if found.lottery_exact:
        for person, chance in found.chances.items():
            assert abs(found.lottery_chances[person] - chance) <= 1 / 60 + 1e-5


def small() -> tuple[Pool, Targets]:
    people = tuple(Person(f"p{n}", {"f": "a" if n < 4 else "b"}, str(n // 2)) for n in range(8))
    return Pool(people), Targets((Quota("f", "a", 2, 2), Quota("f", "b", 2, 2)))


def test_who_is_ruled_out_and_why_and_what_stays_unmet() -> None:
    pool, targets = small()
    found = replacements(pool, targets, 4, staying=["p4", "p6"], left=["p2", "p3"], completions=10)
    assert found.ruled_out == {"p2": "left", "p3": "left", "p5": "household_of_member", "p7": "household_of_member"}
    # p0 and p1 share a household: one of them can come in, and a seat stays empty.
    assert found.chances == pytest.approx({"p0": 0.5, "p1": 0.5})
    assert (found.open_seats, found.seats_filled, found.deviation, found.deviation_before) == (2, 1, 1, 2)
    assert [(miss.quota.value, miss.short, miss.over) for miss in found.missed] == [("a", 1, 0)]
    assert sorted(found.panels[0]) in (["p0", "p4", "p6"], ["p1", "p4", "p6"])
    together = replacements(pool, targets, 4, staying=["p4", "p6"], completions=10, one_per_household=False)
    assert together.deviation == 0
    assert together.impossible == ("p5", "p7")


def test_staying_members_above_a_quota_are_kept() -> None:
    pool, targets = small()
    found = replacements(pool, targets, 4, staying=["p4", "p5", "p6"], completions=4, one_per_household=False)
    assert found.deviation == 2  # three b, one a: one over, one short
    assert {(miss.quota.value, miss.short, miss.over) for miss in found.missed} == {("a", 1, 0), ("b", 0, 1)}
    assert found.impossible == ("p7",)


def test_refusals() -> None:
    pool, targets = small()
    with pytest.raises(FaultsError) as refusal:
        replacements(pool, targets, 2, staying=["p0", "p2", "p4", "x"], left=["p0"])
    assert [fault.code for fault in refusal.value.faults] == ["unknown_person", "stays_and_left", "too_many_staying"]
    others = [f"p{n}" for n in range(1, 8)]
    for staying, left, code in ((["p0", "p2"], [], "no_open_seats"), (["p0"], others, "no_candidates")):
        with pytest.raises(FaultsError) as refusal:
            replacements(pool, targets, 2, staying=staying, left=left)
        assert [fault.code for fault in refusal.value.faults] == [code]
    strange = Pool((*pool.people, Person("z", {"f": "c"})))
    with pytest.raises(EngineError, match="unknown_value"):
        replacements(strange, targets, 2, staying=["p0"])
