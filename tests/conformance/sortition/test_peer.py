"""Chances agree with sortition-algorithms, which solves the same programmes another way."""

from __future__ import annotations

import csv
import io
import json

import pytest

from samenspel.engines.sortition import Pool, Targets, draw, read_pool, read_targets
from samenspel_testing import shared_data

peer = pytest.importorskip("sortition_algorithms")


def peer_chances(pool: Pool, targets: Targets, seats: int, algorithm: str) -> dict[str, float]:
    """id → chance by the peer, with HiGHS."""
    from sortition_algorithms import committee_generation

    categories, respondents = io.StringIO(), io.StringIO()
    writer = csv.writer(categories)
    writer.writerow(["feature", "value", "min", "max"])
    writer.writerows([quota.feature, quota.value, quota.min, quota.max] for quota in targets.quotas)
    writer = csv.writer(respondents)
    writer.writerow(["id", "home", *targets.features])
    for number, person in enumerate(pool.people):
        home = person.household if person.household is not None else f"alone {number}"
        writer.writerow([person.id, home, *(person.values[feature] for feature in targets.features)])
    source = peer.CSVStringDataSource(categories.getvalue(), respondents.getvalue())
    data = peer.SelectionData(source)
    features, _ = data.load_features(seats)
    settings = peer.Settings(
        id_column="id", columns_to_keep=[], check_same_address=True, check_same_address_columns=["home"]
    )
    people, _ = data.load_people(settings, features)
    # The peer's column generation starts from random panels: the same start gives the same chances.
    peer.utils.set_random_provider(1)
    find = getattr(committee_generation, f"find_distribution_{algorithm}")
    panels, weights, _ = find(features, people, seats, ["home"])
    chances = dict.fromkeys((person.id for person in pool.people), 0.0)
    for panel, weight in zip(panels, weights, strict=True):
        for person in panel:
            chances[person] += weight
    return chances


def pool_of(*, people: int, seats: int, seed: int, homes: int = 0) -> tuple[Pool, Targets]:
    """A volunteer pool skewed against its quotas, as real ones are."""
    import numpy as np

    random = np.random.default_rng(seed)
    shares = {"gender": [0.5, 0.5], "age": [0.3, 0.4, 0.3], "area": [0.25] * 4, "view": [0.6, 0.4]}
    skewed = {feature: np.array(s) * random.uniform(0.4, 1.6, len(s)) for feature, s in shares.items()}
    columns = {f: random.choice(len(s), people, p=s / s.sum()) for f, s in skewed.items()}
    households = random.integers(0, homes, people) if homes else None
    lines = ["id,home," + ",".join(columns)]
    for number in range(people):
        home = households[number] if households is not None else number
        lines.append(f"p{number},{home}," + ",".join(str(columns[f][number]) for f in columns))
    quotas = ["feature,value,min,max"]
    for feature, share in shares.items():
        quotas += [f"{feature},{v},{int(s * seats)},{-int(-s * seats // 1)}" for v, s in enumerate(share)]
    targets = read_targets("\n".join(quotas).encode())
    return read_pool("\n".join(lines).encode(), targets, household_column="home"), targets


def _smaller(ours: list[float], theirs: list[float]) -> bool:
    """True when ours is worse by leximin: at the first clear difference the peer's chance is larger.

    The peer leaves a level a little below its optimum (its tolerance), and its later levels may then lie higher by
    far more than that; so a level at which ours is larger at all, beyond rounding, decides.
    """
    for our_chance, their_chance in zip(ours, theirs, strict=True):
        if our_chance > their_chance + 1e-9:
            return False
        if our_chance < their_chance - 2e-3:
            return True
    return False


@pytest.mark.parametrize(("people", "seats", "seed", "homes"), [(40, 10, 4, 0), (45, 9, 2, 0), (40, 9, 3, 25)])
@pytest.mark.parametrize("algorithm", ["maximin", "leximin"])
def test_generated_pools(people: int, seats: int, seed: int, homes: int, algorithm: str) -> None:
    pool, targets = pool_of(people=people, seats=seats, seed=seed, homes=homes)
    ours = draw(pool, targets, seats, algorithm=algorithm, panels=0)
    theirs = peer_chances(pool, targets, seats, algorithm)
    assert ours.proved
    assert ours.min_chance >= min(theirs.values()) - 1e-5
    if algorithm == "maximin":
        # The peer stops its column generation at 5e-4.
        assert ours.min_chance == pytest.approx(min(theirs.values()), abs=2e-3)
    else:
        # The order in which Python walks the peer's sets differs per run, and at some orders its leximin ends
        # with a smallest chance far below its own maximin: it may be worse than ours, never better.
        assert not _smaller(sorted(ours.chances.values()), sorted(theirs.values()))


def _synthetic(name: str) -> tuple[Pool, Targets, int]:
    folder = shared_data("pools", name)
    targets = read_targets(folder / "categories.csv")
    return read_pool(folder / "respondents.csv", targets), targets, json.loads((folder / "k.json").read_text())["k"]


@pytest.mark.deep
def test_maximin_of_200_people() -> None:
    pool, targets, seats = _synthetic("synth_200_24")
    ours = draw(pool, targets, seats, algorithm="maximin", panels=0)
    theirs = peer_chances(pool, targets, seats, "maximin")
    assert ours.gap <= 1e-6
    assert ours.min_chance == pytest.approx(min(theirs.values()), abs=2e-3)
    assert ours.min_chance >= min(theirs.values()) - 1e-6


@pytest.mark.parametrize(
    ("name", "panels"),
    [
        ("synth_200_24", 0),
        ("synth_500_40", 0),
        pytest.param("synth_1000_60", 0, marks=pytest.mark.deep),
        pytest.param("synth_200_24", 1000, marks=pytest.mark.deep),
        pytest.param("synth_500_40", 1000, marks=pytest.mark.deep),
        pytest.param("synth_1000_60", 1000, marks=pytest.mark.deep),
        pytest.param("synth_1700_110", 1000, marks=pytest.mark.deep),
        pytest.param("synth_2000_100", 1000, marks=pytest.mark.deep),
    ],
)
def test_every_pool_within_its_gap(name: str, panels: int) -> None:
    pool, targets, seats = _synthetic(name)
    drawn = draw(pool, targets, seats, panels=panels)
    assert drawn.proved
    assert drawn.gap <= 1e-4
    if panels:
        assert drawn.lottery_exact
        assert len(set(drawn.panels)) == panels
