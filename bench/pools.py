"""Made-up pools of volunteers, as skewed as real ones: the same seed always gives the same files.

python bench/pools.py FOLDER --people 360 --seats 30 [--features 7] [--seed 1] [--homes 0.3] [--exact]

A resident has a hidden inclination to take part, which goes together with schooling, age, tenure and the rest;
who volunteers is drawn by it. Quotas are the floor and the ceiling of a value's share of the residents times
the seats (with --exact: the nearest whole numbers that add up to the seats, min = max). With --homes that
share of the volunteers lives with another volunteer; people of one home often resemble each other.
"""

from __future__ import annotations

import argparse
import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# Feature: share of residents per value, and how the values lean towards taking part.
FEATURES: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "gender": ((0.5, 0.49, 0.01), (0.0, 0.1, 0.3)),
    "age": ((0.16, 0.19, 0.24, 0.23, 0.18), (-0.9, -0.4, 0.0, 0.5, 0.6)),
    "schooling": ((0.28, 0.40, 0.32), (-1.3, -0.3, 0.9)),
    "area": ((0.2, 0.17, 0.16, 0.13, 0.12, 0.12, 0.1), (0.3, -0.3, 0.5, -0.6, 0.1, 0.2, -0.2)),
    "tenure": ((0.52, 0.34, 0.14), (0.5, -0.6, -0.4)),
    "opinion": ((0.35, 0.3, 0.22, 0.13), (0.7, 0.1, -0.5, -0.4)),
    "origin": ((0.74, 0.11, 0.15), (0.2, -0.2, -0.9)),
    "care": ((0.86, 0.14), (0.1, -0.5)),
}
SAME_IN_A_HOME = {"area": 1.0, "tenure": 1.0, "origin": 0.8, "opinion": 0.5, "age": 0.6, "schooling": 0.5}


@dataclass(frozen=True)
class Made:
    """A pool: the rows of respondents.csv (with `home`) and of categories.csv, and the seats."""

    respondents: list[dict[str, str]]
    categories: list[dict[str, str | int]]
    seats: int


def make_pool(
    people: int, seats: int, *, features: int = 7, seed: int = 1, homes: float = 0.0, exact: bool = False
) -> Made:
    """Volunteers drawn among residents; homes: share of the volunteers that lives with another one."""
    random = np.random.default_rng(seed)
    names = list(FEATURES)[:features]
    residents = 40 * people
    hidden = random.standard_normal(residents)
    columns: dict[str, np.ndarray] = {}
    for name in names:
        shares, lean = map(np.array, FEATURES[name])
        odds = np.log(shares) + 0.5 * np.outer(hidden, lean)
        odds += random.gumbel(size=odds.shape)
        columns[name] = odds.argmax(axis=1)
    drive = hidden + sum(np.array(FEATURES[name][1])[columns[name]] for name in names)
    chosen = np.argsort(-(0.55 * drive + random.gumbel(size=residents)), kind="stable")[:people]
    chosen = random.permutation(chosen)
    mine = {name: columns[name][chosen].copy() for name in names}
    home = np.arange(people)
    for number in range(1, int(people * homes / 2) + 1):
        first, second = 2 * number - 2, 2 * number - 1
        home[second] = home[first]
        for name, same in SAME_IN_A_HOME.items():
            if name in mine and random.random() < same:
                mine[name][second] = mine[name][first]
    respondents = [
        {"id": f"p{i}", **{name: f"{name} {mine[name][i]}" for name in names}, "home": f"h{home[i]}"}
        for i in range(people)
    ]
    categories: list[dict[str, str | int]] = []
    for name in names:
        share = np.bincount(columns[name], minlength=len(FEATURES[name][0])) / residents * seats
        in_pool = np.bincount(mine[name], minlength=len(share))
        low = np.minimum(_whole(share) if exact else np.floor(share).astype(int), in_pool)
        high = low if exact else np.ceil(share).astype(int)
        for value, (least, most) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            categories.append({"feature": name, "value": f"{name} {value}", "min": least, "max": most})
    return Made(respondents, categories, seats)


def _whole(share: np.ndarray) -> np.ndarray:
    """The largest remainders rounded up, so that the whole numbers add up."""
    low = np.floor(share).astype(int)
    left = round(share.sum()) - int(low.sum())
    low[np.argsort(-(share - low), kind="stable")[:left]] += 1
    return low


def write_pool(made: Made, folder: Path) -> None:
    """respondents.csv, categories.csv and k.json in a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("respondents.csv", made.respondents), ("categories.csv", made.categories)):
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    (folder / "k.json").write_text(json.dumps({"k": made.seats}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=360)
    parser.add_argument("--seats", type=int, default=30)
    parser.add_argument("--features", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--homes", type=float, default=0.0)
    parser.add_argument("--exact", action="store_true")
    asked = parser.parse_args()
    made = make_pool(
        asked.people, asked.seats, features=asked.features, seed=asked.seed, homes=asked.homes, exact=asked.exact
    )
    write_pool(made, asked.folder)


if __name__ == "__main__":
    main()
