"""An election as the rules see it: projects, a budget, and ballots grouped by what they say.

Amounts are integers. A file may carry decimals, so an election has a `scale`: one unit of the file
is `scale` integer units here, and every cost and the budget is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from samenspel.engines.errors import EngineError

WITHDRAWN_COST = 999_999_999  # the public collection's mark for a project that no longer takes part
BALLOT_TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")
POINT_TYPES = ("cumulative", "scoring")


@dataclass(frozen=True)
class Project:
    """A project on the ballot.

    `cost` is in the election's integer units. `details` holds the other columns of its file as text.
    A withdrawn project stays on record and can be on ballots, but no rule elects it.
    """

    id: str
    cost: int
    withdrawn: bool = False
    categories: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What people call it; its id where the file gives no name."""
        return self.details.get("name") or self.id


@dataclass(frozen=True, eq=False)
class Ballots:
    """All ballots, identical ones once, with how often each was cast.

    `starts` has one entry more than there are groups: the choices of group g are
    `choices[starts[g]:starts[g + 1]]`, positions in the election's list of projects. For ordinal
    ballots they stand in the order of preference; for the other types each group names a project
    once. `points` stands beside `choices` (integers, `points_scale` to one point of the file), or is
    None. `weights[g]` is the number of voters who cast ballot g.
    """

    starts: np.ndarray
    choices: np.ndarray
    weights: np.ndarray
    points: np.ndarray | None = None
    points_scale: int = 1

    def __post_init__(self) -> None:
        for array in (self.starts, self.choices, self.weights, self.points):
            if array is not None:
                array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.weights)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ballots):
            return NotImplemented
        if (self.points is None) != (other.points is None) or self.points_scale != other.points_scale:
            return False
        same_points = self.points is None or other.points is None or np.array_equal(self.points, other.points)
        return bool(
            same_points
            and np.array_equal(self.starts, other.starts)
            and np.array_equal(self.choices, other.choices)
            and np.array_equal(self.weights, other.weights)
        )

    __hash__ = None  # type: ignore[assignment]

    def choices_of(self, group: int) -> np.ndarray:
        """Positions of the projects that this group of identical ballots names."""
        return self.choices[self.starts[group] : self.starts[group + 1]]

    def points_of(self, group: int) -> np.ndarray | None:
        """Points beside `choices_of`, or None where ballots carry none."""
        return None if self.points is None else self.points[self.starts[group] : self.starts[group + 1]]

    @cached_property
    def group_of_choice(self) -> np.ndarray:
        """For each entry of `choices`, the group that it belongs to."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))


@dataclass(frozen=True)
class Election:
    """Projects, budget and ballots, with what the file says besides.

    `budget` and all costs are integers, `scale` of them to one unit of the file. `meta` is the file's
    META section as text, without the fields that follow from the rest. `voter_ids` and
    `group_of_voter` keep who cast which ballot in file order, where a file named the voters; an
    election built from counts leaves them empty.
    """

    projects: tuple[Project, ...]
    budget: int
    ballots: Ballots
    ballot_type: str = "approval"
    scale: int = 1
    meta: Mapping[str, str] = field(default_factory=dict)
    voter_ids: tuple[str, ...] = ()
    group_of_voter: tuple[int, ...] = ()

    @cached_property
    def voters(self) -> int:
        """Number of ballots cast, empty ones included."""
        return int(self.ballots.weights.sum())

    @cached_property
    def position(self) -> dict[str, int]:
        """Place of each project id in `projects`."""
        return {project.id: place for place, project in enumerate(self.projects)}

    @cached_property
    def by_project(self) -> tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...] | None]:
        """The ballots turned around: per project the groups that support it, and their points.

        A project is supported by the ballots that name it; where ballots give points, by those that
        give it more than nothing.
        """
        ballots = self.ballots
        choices, groups, points = ballots.choices, ballots.group_of_choice, ballots.points
        if points is not None and (points <= 0).any():
            kept = points > 0
            choices, groups, points = choices[kept], groups[kept], points[kept]
        # Sixteen bits are sorted by radix, several times faster.
        small = choices.astype(np.uint16) if len(self.projects) < 2**16 else choices
        order = np.argsort(small, kind="stable")
        ends = np.cumsum(np.bincount(choices, minlength=len(self.projects)))[:-1]
        supporters = tuple(np.split(groups[order], ends))
        return supporters, None if points is None else tuple(np.split(points[order], ends))

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """Per project, the number of ballots that support it."""
        weights = self.ballots.weights
        return tuple(int(weights[groups].sum()) for groups in self.by_project[0])

    def in_file_unit(self, amount: int | Fraction) -> int | float:
        """An integer amount in the file's own unit: an int where whole, else the nearest float."""
        exact = Fraction(amount) / self.scale
        return exact.numerator if exact.denominator == 1 else float(exact)

    def with_cost(self, project_id: str, cost: int) -> Election:
        """The same election in which one project costs something else."""
        place = self.position[project_id]
        changed = replace(self.projects[place], cost=cost)
        return self._again(projects=(*self.projects[:place], changed, *self.projects[place + 1 :]))

    def with_ballots(self, ballots: Ballots) -> Election:
        """The same election with other ballots; names of voters are dropped."""
        return replace(self, ballots=ballots, voter_ids=(), group_of_voter=())

    def _again(self, projects: tuple[Project, ...]) -> Election:
        """A copy with other costs that keeps what was worked out from the ballots."""
        copy = replace(self, projects=projects)
        for name in ("voters", "position", "by_project", "votes"):
            if name in self.__dict__:
                copy.__dict__[name] = self.__dict__[name]
        return copy


def group_ballots(ballots: Iterable[tuple[Sequence[int], Sequence[int] | None, int]], points_scale: int = 1) -> Ballots:
    """Ballots from (positions, points or None, weight); each item is one group, in this order."""
    starts: list[int] = [0]
    choices: list[int] = []
    points: list[int] = []
    weights: list[int] = []
    pointed = False
    for positions, given, weight in ballots:
        choices.extend(positions)
        starts.append(len(choices))
        weights.append(weight)
        if given is not None:
            pointed = True
            points.extend(given)
    return Ballots(
        starts=np.asarray(starts, dtype=np.int64),
        choices=np.asarray(choices, dtype=np.int32),
        weights=np.asarray(weights, dtype=np.int64),
        points=np.asarray(points, dtype=np.int64) if pointed else None,
        points_scale=points_scale,
    )


def make_election(
    projects: Iterable[Project],
    budget: int,
    ballots: Iterable[Sequence[str] | Mapping[str, int]],
    *,
    ballot_type: str = "approval",
    scale: int = 1,
    meta: Mapping[str, str] | None = None,
    voter_ids: Sequence[str] = (),
) -> Election:
    """An election from plain values, one ballot a voter.

    A ballot is a list of project ids (for ordinal: most wanted first), or for points a mapping of id
    to points. Raises EngineError `unknown_project`, `project_twice`,
    `negative_amount`, `unknown_ballot_type` or `voters_do_not_match`.
    """
    listed = tuple(projects)
    position = {project.id: place for place, project in enumerate(listed)}
    if ballot_type not in BALLOT_TYPES:
        raise EngineError("unknown_ballot_type", ballot_type=ballot_type)
    if len(position) != len(listed):
        raise EngineError("project_twice")
    if budget < 0 or any(project.cost < 0 for project in listed):
        raise EngineError("negative_amount")
    groups: dict[tuple[tuple[int, ...], tuple[int, ...] | None], int] = {}
    counts: list[int] = []
    group_of_voter: list[int] = []
    for ballot in ballots:
        key = _ballot_key(ballot, position, ballot_type)
        group = groups.setdefault(key, len(groups))
        if group == len(counts):
            counts.append(0)
        counts[group] += 1
        group_of_voter.append(group)
    if voter_ids and len(voter_ids) != len(group_of_voter):
        raise EngineError("voters_do_not_match", ids=len(voter_ids), ballots=len(group_of_voter))
    return Election(
        projects=listed,
        budget=budget,
        ballots=group_ballots((*key, counts[group]) for key, group in groups.items()),
        ballot_type=ballot_type,
        scale=scale,
        meta=dict(meta or {}),
        voter_ids=tuple(voter_ids),
        group_of_voter=tuple(group_of_voter) if voter_ids else (),
    )


def _ballot_key(
    ballot: Sequence[str] | Mapping[str, int], position: Mapping[str, int], ballot_type: str
) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    unknown = [name for name in ballot if name not in position]
    if unknown:
        raise EngineError("unknown_project", project_id=unknown[0])
    places = tuple(position[name] for name in ballot)
    if len(set(places)) != len(places):
        raise EngineError("project_twice")
    if isinstance(ballot, Mapping):
        return places, tuple(int(ballot[name]) for name in ballot)
    # Approval has no order: two voters who chose the same are one group.
    return (places if ballot_type == "ordinal" else tuple(sorted(places))), None


def identical_ballots(election: Election) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each distinct ballot as project ids, with the number of voters who cast it.

    Approvals have no order, so the ids stand in the order of the election's projects; a ranking keeps
    its own order. Points are left aside.
    """
    ids = [project.id for project in election.projects]
    counts: dict[tuple[int, ...], int] = {}
    for group, weight in enumerate(election.ballots.weights.tolist()):
        places = election.ballots.choices_of(group).tolist()
        key = tuple(places if election.ballot_type == "ordinal" else sorted(places))
        counts[key] = counts.get(key, 0) + weight
    for key, weight in counts.items():
        yield tuple(ids[place] for place in key), weight
