"""Makes a register, answers, reactions and ballots from a seed: the same seed, the same neighbourhood.

Nobody in it exists. Sizes follow what CBS counts in the neighbourhood; leanings follow the files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

# Invented names: no street in the real neighbourhood is called so.
_STREET_STEMS = (
    "Anijs", "Appelvink", "Berkenhof", "Blauwregen", "Dotterbloem", "Eikelmuis", "Fluitenkruid", "Goudvis",
    "Hazelnoot", "IJsvogel", "Jeneverbes", "Kamperfoelie", "Kievitsbloem", "Lisdodde", "Maretak", "Merelnest",
    "Nachtpauw", "Oeverzwaluw", "Pimpernel", "Roodborst", "Saliehof", "Toverhazelaar", "Vlierbes", "Waterlelie",
    "Wielewaal", "Zonnedauw",
)  # fmt: skip
_AREA_PARTS = ("Noord", "Midden", "Zuid", "Park")
_HOUSING = {"huur": 58, "koop": 27, "kamers": 15}


@dataclass(frozen=True)
class Register:
    """A register file as the municipality would send it, and how many people of 16 and over it counts per feature."""

    data: bytes
    population: Mapping[str, Mapping[str, int]]


def register(*, inhabitants: int, dwellings: int, year: int, seed: int) -> Register:
    """A register of so many people behind so many doors."""
    random = Random(seed)  # noqa: S311
    homes = _homes(random, dwellings)
    rows: list[list[object]] = []
    while homes and len(rows) < inhabitants:
        for address, housing, part, size in homes:
            for birth_year in _household(random, housing, size, year):
                secret = "ja" if random.random() < 0.004 else ""
                rows.append([address, address, birth_year, random.choice("MV"), housing, part, secret])
                if len(rows) == inhabitants:
                    break
            if len(rows) == inhabitants:
                break
        homes = [(a, h, p, 1) for a, h, p, _size in random.sample(homes, len(homes))]
    return Register(_csv(_REGISTER_HEADER, rows), _population(rows, year))


_REGISTER_HEADER = ["adres", "huishouden", "geboortejaar", "geslacht", "woonsituatie", "deelgebied", "geheim"]


def _homes(random: Random, dwellings: int) -> list[tuple[str, str, str, int]]:
    kinds, weights = list(_HOUSING), list(_HOUSING.values())
    homes = []
    for number in range(dwellings):
        stem = _STREET_STEMS[number % len(_STREET_STEMS)]
        part = _AREA_PARTS[(number % len(_STREET_STEMS)) * len(_AREA_PARTS) // len(_STREET_STEMS)]
        housing = random.choices(kinds, weights)[0]
        size = random.choices((1, 2, 3, 4), (61, 26, 8, 5))[0] if housing != "kamers" else random.randint(1, 4)
        homes.append((f"{stem}straat {number // len(_STREET_STEMS) + 1}", housing, part, size))
    return homes


def _household(random: Random, housing: str, size: int, year: int) -> list[int]:
    """Birth years behind one door."""
    if housing == "kamers":
        return [year - random.randint(18, 27) for _ in range(size)]
    eldest = min(max(int(random.gauss(47, 19)), 19), 96)
    ages = [eldest] + [max(18, eldest + random.randint(-8, 8))] * (size > 1)
    ages += [max(0, eldest - random.randint(22, 38)) for _ in range(size - 2)]
    return [year - age for age in ages[:size]]


def _population(rows: Sequence[Sequence[object]], year: int) -> dict[str, dict[str, int]]:
    bands = ((16, 30), (31, 50), (51, 67), (68, 200))
    counts: dict[str, dict[str, int]] = {"age": {}, "sex": {}, "housing": {}}
    for _address, _household, birth_year, sex, housing, _part, _secret in rows:
        age = year - int(str(birth_year))
        if age < 16:
            continue
        band = next(f"{low}-{high}" if high < 200 else f"{low}+" for low, high in bands if low <= age <= high)
        told = {"age": band, "sex": {"M": "man", "V": "vrouw"}[str(sex)], "housing": str(housing)}
        for feature, value in told.items():
            counts[feature][value] = counts[feature].get(value, 0) + 1
    return counts


@dataclass(frozen=True)
class Answer:
    """How someone who was drawn answers: one of the draws' answers, and whether they ever took part before."""

    answer: str
    took_part_before: bool | None


def answers(*, people: int, yes: int, reached: int, seed: int) -> list[Answer]:
    """Answers of so many people who were drawn, in the order of the lot: so many reached, of whom so many say yes."""
    random = Random(seed)  # noqa: S311
    rest = reached - yes
    pile = ["yes"] * yes + ["no"] * (rest * 6 // 10) + ["curious"] * (rest * 3 // 10)
    pile += ["thinking"] * (reached - len(pile)) + ["not_reached"] * (people - reached)
    random.shuffle(pile)
    return [Answer(told, random.random() < 0.38 if told == "yes" else None) for told in pile]


@dataclass(frozen=True)
class Conversation:
    """votes.csv and comments.csv as Polis exports them."""

    votes: bytes
    comments: bytes


def conversation(
    statements: Sequence[Mapping[str, str]], *, people: int, from_at: datetime, days: int, seed: int
) -> Conversation:
    """Reactions of so many people: a bit under half lean one way, a third the other, the rest in between.

    `statements` are rows of stellingen.csv. People see seven to all statements; who sees more is keener.
    """
    random = Random(seed)  # noqa: S311
    start, span = int(from_at.timestamp() * 1000), days * 86_400_000
    votes = []
    for person in range(people):
        lean = random.choices((0.0, 1.0, 0.5), (46, 36, 18))[0]
        share = min(1.0, random.betavariate(2.2, 1.6) + 7 / len(statements))
        at = start + random.randrange(span)
        for statement in random.sample(statements, max(7, round(share * len(statements)))):
            at += random.randint(2_000, 25_000)
            agree = int(statement["eens_ruimte"]) * (1 - lean) + int(statement["eens_bereikbaar"]) * lean
            votes.append([at, statement["nummer"], person, _reaction(random, agree, int(statement["overslaan"]))])
    comments = [
        [start + number * 60_000, row["nummer"], random.randrange(people), 1, row["stelling"], row["herkomst"]]
        for number, row in enumerate(statements)
    ]
    return Conversation(
        votes=_csv(["timestamp", "comment-id", "voter-id", "vote"], votes, ","),
        comments=_csv(["timestamp", "comment-id", "author-id", "moderated", "comment-body", "origin"], comments, ","),
    )


def _reaction(random: Random, agree_percent: float, pass_percent: int) -> int:
    if random.random() * 100 < pass_percent:
        return 0
    return 1 if random.random() * 100 < agree_percent else -1


def ballots(plans: Sequence[Mapping[str, str]], *, voters: int, seed: int) -> list[list[int]]:
    """Which plans (by their place in `plans`) each voter chooses: by the plans' support, and by theme."""
    random = Random(seed)  # noqa: S311
    themes = sorted({plan["thema"] for plan in plans})
    chosen = []
    for _ in range(voters):
        loved = random.sample(themes, 2)
        wanted = [
            number
            for number, plan in enumerate(plans)
            if random.random() * 100 < int(plan["draagvlak"]) * (1.7 if plan["thema"] in loved else 0.75)
        ]
        chosen.append(wanted or [max(range(len(plans)), key=lambda n: int(plans[n]["draagvlak"]))])
    return chosen


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]], delimiter: str = ";") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
