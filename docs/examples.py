"""Writes the small files that the README's commands read: `python docs/examples.py FOLDER`.

Everyone in them is made up. The same files come out every time.
"""

# ruff: noqa: S311 - examples are made by chance, not kept secret by it

import csv
import random
import sys
from pathlib import Path

AGES = ("16-34", "35-54", "55+")
HOMES = ("rent", "own")
TARGETS = (
    ("age", "16-34", 4, 5),
    ("age", "35-54", 3, 4),
    ("age", "55+", 3, 4),
    ("home", "rent", 6, 8),
    ("home", "own", 4, 6),
)
# Number, name, cost in euros, and how likely a voter is to choose it.
PROJECTS = (
    (1, "Shade on the square", 9_000, 0.50),
    (2, "Repair café", 6_000, 0.45),
    (3, "Benches along the canal", 5_000, 0.40),
    (4, "Playground for toddlers", 12_000, 0.35),
    (5, "Night lighting", 8_000, 0.15),
)
VOTERS = 120
STATEMENTS = (  # how likely people of either leaning are to agree
    (0.95, 0.05),
    (0.90, 0.10),
    (0.05, 0.95),
    (0.10, 0.90),
    (0.92, 0.88),
    (0.85, 0.93),
    (0.15, 0.95),
    (0.9, 0.2),
)
PARTICIPANTS = 60


def write_pool(folder: Path, chance: random.Random) -> None:
    """Forty volunteers, older and owning more often than the neighbourhood: respondents.csv and categories.csv."""
    with (folder / "respondents.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "age", "home"])
        for number in range(1, 41):
            age = chance.choices(AGES, weights=(2, 3, 5))[0]
            rows.writerow([f"t{number:02d}", age, chance.choices(HOMES, weights=(4, 6))[0]])
    with (folder / "categories.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["feature", "value", "min", "max"])
        rows.writerows(TARGETS)


def write_election(folder: Path, chance: random.Random) -> None:
    """A vote on 25,000 euros, as a Pabulib file: wijkbegroting.pb."""
    ballots = []
    for _ in range(VOTERS):
        chosen = [number for number, _, _, liking in PROJECTS if chance.random() < liking]
        ballots.append(chosen or [chance.choice(PROJECTS)[0]])
    lines = ["META", "key;value", "description;A vote that is made up", "country;Nederland", "unit;Voorbeeldwijk"]
    lines += ["instance;2026", f"num_projects;{len(PROJECTS)}", f"num_votes;{VOTERS}", "budget;25000"]
    lines += ["vote_type;approval", "rule;equalshares", "PROJECTS", "project_id;cost;votes;name"]
    for number, name, cost, _ in PROJECTS:
        lines.append(f"{number};{cost};{sum(number in ballot for ballot in ballots)};{name}")
    lines += ["VOTES", "voter_id;vote"]
    lines += [f"{voter};{','.join(map(str, ballot))}" for voter, ballot in enumerate(ballots, start=1)]
    (folder / "wijkbegroting.pb").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_votes(folder: Path, chance: random.Random) -> None:
    """Reactions of sixty people to eight statements, as Polis exports them: votes.csv."""
    with (folder / "votes.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["timestamp", "datetime", "comment-id", "voter-id", "vote"])
        moment = 1_770_000_000
        for participant in range(PARTICIPANTS):
            leaning = participant % 2
            for statement, agreeing in enumerate(STATEMENTS):
                if chance.random() < 0.9:
                    moment += 1
                    rows.writerow(
                        [moment, "", statement, participant, 1 if chance.random() < agreeing[leaning] else -1]
                    )


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    # One source each, so that a change in one file leaves the others as they are.
    write_pool(target, random.Random(1))
    write_election(target, random.Random(2))
    write_votes(target, random.Random(3))
