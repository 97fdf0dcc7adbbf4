"""Seats are handed out evenly, and never twice in a household."""

from collections import Counter

import numpy as np
import pytest

from samenspel.engines.sortition import Person, Pool, Quota, Targets
from samenspel.engines.sortition.members import seat_people
from samenspel.engines.sortition.space import build_space


@pytest.mark.parametrize("seed", range(6))
def test_equal_people_of_coupled_households_differ_by_at_most_one_seat(seed: int) -> None:
    random = np.random.default_rng(seed)
    # Seven households of one sort: two of group a (interchangeable), one b, one c.
    people = tuple(
        Person(f"{home}{place}{group}", {"f": group}, str(home))
        for home in range(7)
        for place, group in enumerate("aabc")
    )
    targets = Targets(tuple(Quota("f", group, 0, 9) for group in "abc"))
    space = build_space(Pool(people), targets, 6)
    panels = []
    for _ in range(50):
        panel = random.multinomial(6, [0.5, 0.3, 0.2])
        panels.append(panel)
    seated = seat_people(space, np.array(panels), random)
    counts = Counter(index for panel in seated for index in panel)
    for panel, row in zip(seated, panels, strict=True):
        assert len({people[index].household for index in panel}) == 6
        groups = Counter(people[index].values["f"] for index in panel)
        assert [groups["a"], groups["b"], groups["c"]] == list(row)
    for group in "abc":
        of_group = [counts[index] for index, person in enumerate(people) if person.values["f"] == group]
        assert max(of_group) - min(of_group) <= 1
