"""The VOTES section of a `.pb` file, read fast: each distinct ballot is parsed once.

The straight way takes the whole section column by column. Only when something is off is it gone
through row by row, to name every fault with its line.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from samenspel.engines.budgeting.amounts import common_scale, parse_number
from samenspel.engines.budgeting.election import POINT_TYPES, Ballots, group_ballots
from samenspel.engines.errors import Fault

Read = tuple[Ballots | None, tuple[str, ...], tuple[int, ...]]


class VoteRows:
    """The rows after the header of VOTES; `lines_before` lines of the file come before them."""

    def __init__(self, header: list[str], lines: list[str], lines_before: int) -> None:
        self.header = header
        self._lines = lines[lines_before:]
        self._lines_before = lines_before
        self.broken: str | None = None
        self._quoted = any('"' in line for line in self._lines)
        try:
            self.rows = self._split()
        except csv.Error as error:
            self.rows, self.broken = [], str(error)
        self.count = len(self.rows)

    def _split(self) -> list[list[str]]:
        if self._quoted:
            return [row for row in csv.reader(self._with_ends(), delimiter=";") if "".join(row).strip()]
        rows = [line.split(";") for line in self._lines if line]
        if any(len(row) == 1 and not row[0].strip() for row in rows):
            rows = [row for row in rows if "".join(row).strip()]
        return rows

    def _with_ends(self) -> list[str]:
        return [line + "\n" for line in self._lines]

    def line_numbers(self) -> list[int]:
        """The line in the file on which each of `rows` starts."""
        reader = csv.reader(self._with_ends(), delimiter=";", quoting=csv.QUOTE_MINIMAL)
        if not self._quoted:
            reader = csv.reader(self._with_ends(), delimiter=";", quoting=csv.QUOTE_NONE)
        numbers, start = [], 1
        for row in reader:
            if "".join(row).strip():
                numbers.append(self._lines_before + start)
            start = reader.line_num + 1
        return numbers

    def column(self, name: str) -> list[str] | None:
        """One column as text, None where the header lacks it; rows must have the header's width."""
        if name not in self.header:
            return None
        place = self.header.index(name)
        return [row[place] for row in self.rows]


def read_votes(votes: VoteRows, position: Mapping[str, int], ballot_type: str, faults: list[Fault]) -> Read:
    """Ballots, voter ids and each voter's group; (None, (), ()) when faults were added."""
    if votes.broken is not None:
        message = f"the votes cannot be split into fields: {votes.broken}"
        faults.append(Fault("quoting", message, "check the quotes"))
        return None, (), ()
    found = _row_faults(votes) or _voter_faults(votes)
    if found or "vote" not in votes.header:
        faults.extend(found)
        return None, (), ()
    pointed = ballot_type in POINT_TYPES
    choices = votes.column("vote") or []
    points = votes.column("points") if pointed else None
    if pointed and points is None:
        message = f"{ballot_type} ballots have no column points"
        faults.append(Fault("column_missing", message, "add a column points", None, "points"))
        return None, (), ()
    keys: Sequence = choices if points is None else list(zip(choices, points, strict=True))
    weights = Counter(keys)
    ballots = _parse_fast(weights, position, ballot_type)
    group = dict(zip(weights, range(len(weights)), strict=True))
    if ballots is None:
        ballots, group, bad = _parse_carefully(weights, position, ballot_type)
        if bad:
            faults.extend(_ballot_faults(votes, keys, bad))
            return None, (), ()
    voter_ids = tuple(votes.column("voter_id") or ())
    return ballots, voter_ids, tuple(map(group.__getitem__, keys)) if voter_ids else ()


def _row_faults(votes: VoteRows) -> list[Fault]:
    width = len(votes.header)
    if all(len(row) == width for row in votes.rows):
        return []
    remedy = "give every vote the fields of the header, and quotes around a value that contains ;"
    return [
        Fault("row_length", f"{len(row)} fields where the header has {width}", remedy, number)
        for number, row in zip(votes.line_numbers(), votes.rows, strict=True)
        if len(row) != width
    ]


def _voter_faults(votes: VoteRows) -> list[Fault]:
    """A voter without an id, or one who is counted twice."""
    voters = votes.column("voter_id")
    if voters is None or (len(set(voters)) == len(voters) and "" not in voters):
        return []
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for number, voter in zip(votes.line_numbers(), voters, strict=True):
        if not voter:
            message, remedy = "a vote without voter_id", "give every voter an id"
            faults.append(Fault("voter_missing", message, remedy, number, "voter_id"))
        elif voter in first:
            message, remedy = f"voter {voter} also votes on line {first[voter]}", "count every voter once"
            faults.append(Fault("voter_twice", message, remedy, number, "voter_id"))
        else:
            first[voter] = number
    return faults


def _parse_fast(weights: Counter, position: Mapping[str, int], ballot_type: str) -> Ballots | None:
    """All distinct ballots at once, or None if any of them needs a closer look."""
    pointed = ballot_type in POINT_TYPES
    texts = [key[0] for key in weights] if pointed else list(weights)
    sizes = np.fromiter((text.count(",") + 1 if text else 0 for text in texts), np.int64, len(texts))
    tokens = ",".join(filter(None, texts)).split(",") if sizes.any() else []
    try:
        choices = np.fromiter(map(position.__getitem__, tokens), np.int32, len(tokens))
    except KeyError:
        return None
    if ballot_type == "choose-1" and (sizes > 1).any():
        return None
    groups = np.repeat(np.arange(len(texts)), sizes)
    entry = groups * max(len(position), 1) + choices
    if len(np.unique(entry)) != len(entry):
        return None
    points, scale = None, 1
    if pointed:
        given = [key[1] for key in weights]
        counts = np.fromiter((text.count(",") + 1 if text else 0 for text in given), np.int64, len(given))
        if not np.array_equal(counts, sizes):
            return None
        parts = ",".join(filter(None, given)).split(",") if sizes.any() else []
        values = {part: parse_number(part) for part in set(parts)}
        if None in values.values():
            return None
        scale = common_scale(value for value in values.values() if value is not None)
        whole = {part: int((value or 0) * scale) for part, value in values.items()}
        points = np.fromiter(map(whole.__getitem__, parts), np.int64, len(parts))
    starts = np.concatenate(([0], np.cumsum(sizes)))
    return Ballots(starts, choices, np.fromiter(weights.values(), np.int64, len(weights)), points, scale)


class _BadBallot(Exception):
    """What is wrong with one ballot: code, message, remedy, column."""


def _parse_carefully(
    weights: Counter, position: Mapping[str, int], ballot_type: str
) -> tuple[Ballots | None, dict, dict[object, tuple[str, str, str, str]]]:
    """One ballot after the other: groups of what is good, and the faults of what is not.

    An approval that names a project twice counts it once; points for the same project add up.
    """
    read: dict[object, dict[int, Fraction]] = {}
    bad: dict[object, tuple[str, str, str, str]] = {}
    for key in weights:
        try:
            read[key] = _one_ballot(key, position, ballot_type)
        except _BadBallot as error:
            bad[key] = error.args[0]
    if bad:
        return None, {}, bad
    pointed = ballot_type in POINT_TYPES
    scale = common_scale(value for ballot in read.values() for value in ballot.values()) if pointed else 1
    groups: dict[tuple, int] = {}
    totals: list[int] = []
    group_of: dict[object, int] = {}
    for key, ballot in read.items():
        content = tuple(ballot.items()) if pointed else tuple(ballot)
        group_of[key] = number = groups.setdefault(content, len(groups))
        if number == len(totals):
            totals.append(0)
        totals[number] += weights[key]
    ballots = group_ballots(
        (
            (
                [place for place, _ in content] if pointed else content,
                [int(value * scale) for _, value in content] if pointed else None,
                totals[number],
            )
            for content, number in groups.items()
        ),
        points_scale=scale,
    )
    return ballots, group_of, bad


def _one_ballot(key: object, position: Mapping[str, int], ballot_type: str) -> dict[int, Fraction]:
    """Points per place in the list of projects (1 where ballots carry none), in the ballot's order."""
    pointed = ballot_type in POINT_TYPES
    text, given = key if isinstance(key, tuple) else (str(key), None)
    names = [name.strip() for name in text.split(",")] if text.strip() else []
    unknown = [name for name in names if name not in position]
    if unknown:
        message = f"no such project: {', '.join(name or 'empty' for name in unknown)}"
        raise _BadBallot(("unknown_project", message, "name projects by their project_id", "vote"))
    if ballot_type == "choose-1" and len(set(names)) > 1:
        raise _BadBallot(("too_many", f"{len(names)} projects where one may be chosen", "choose one", "vote"))
    if ballot_type == "ordinal" and len(set(names)) != len(names):
        raise _BadBallot(("ranked_twice", "a project is ranked twice", "rank every project once", "vote"))
    values = [Fraction(1)] * len(names)
    if pointed:
        parts = [part.strip() for part in given.split(",")] if given and given.strip() else []
        if len(parts) != len(names):
            message = f"{len(parts)} points for {len(names)} projects"
            raise _BadBallot(("points_count", message, "give one number for each project", "points"))
        read = [parse_number(part) for part in parts]
        if None in read:
            message = f"not a number: {parts[read.index(None)] or 'empty'}"
            raise _BadBallot(("points_not_number", message, "give numbers such as 3", "points"))
        values = [value for value in read if value is not None]
    ballot: dict[int, Fraction] = {}
    for name, value in zip(names, values, strict=True):
        place = position[name]
        ballot[place] = ballot.get(place, Fraction(0)) + value if pointed else value
    return ballot


def _ballot_faults(votes: VoteRows, keys: Sequence, bad: Mapping[object, tuple[str, str, str, str]]) -> list[Fault]:
    faults = []
    for number, key in zip(votes.line_numbers(), keys, strict=True):
        if key in bad:
            code, message, remedy, column = bad[key]
            faults.append(Fault(code, message, remedy, number, column))
    return faults
