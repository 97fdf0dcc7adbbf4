"""Which statements tell a group in its own words, and which every group shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr

from samenspel.engines.opinions.privacy import SMALLEST_COUNT
from samenspel.engines.opinions.votes import VoteMatrix, tally

SIGNIFICANT_Z = 1.2816
FALSE_DISCOVERY_RATE = 0.10
REPRESENTATIVE_MAX = 5
COMMON_GROUND_MIN = 0.6
VOTES_PER_GROUP_MIN = 7
PASS_SHARE_MIN = 0.3
BOOTSTRAPS = 400
INTERVAL = (0.025, 0.975)

Direction = Literal["agree", "disagree"]
DIRECTIONS: tuple[Direction, Direction] = ("agree", "disagree")


@dataclass(frozen=True)
class Representative:
    """A statement that sets a group apart: the group's smoothed share for it and everyone else's, 0 … 1."""

    statement: str
    direction: Direction
    share: float
    share_elsewhere: float
    strength: float


@dataclass(frozen=True)
class CommonGround:
    """A statement that every group agrees with: score (Π pa)^(1/k), with its 95% bootstrap interval."""

    statement: str
    score: float
    low: float
    high: float


@dataclass(frozen=True)
class Uncertain:
    """A statement on which we can't say yet: many passed, or too few in some group have seen it."""

    statement: str
    reason: Literal["many_pass", "few_votes"]
    score: float
    pass_share: float


@dataclass(frozen=True)
class Difference:
    """A statement on which groups differ: smoothed share that agrees, by group in the order of the groups."""

    statement: str
    agree_shares: tuple[float, ...]
    spread: float


@dataclass(frozen=True, eq=False)
class GroupStatistics:
    """Per group and direction, statistics of each statement; arrays (groups, 2, m), agree first.

    p: smoothed share (n + 1)/(ns + 2). pt: does the share differ from a half; r: p over the others' p;
    rt: does the share differ from the others'. Formulas after Polis (Small et al., 2021).
    """

    votes: np.ndarray
    p: np.ndarray
    pt: np.ndarray
    r: np.ndarray
    rt: np.ndarray

    @property
    def order(self) -> np.ndarray:
        """What statements are ranked by: r · rt · p · pt."""
        return self.r * self.rt * self.p * self.pt


def group_tallies(matrix: VoteMatrix, labels: np.ndarray, count: int) -> np.ndarray:
    """agrees, disagrees, passes per group and statement, shape (count, 3, m); label −1 is in no group.

    Raw counts about people: publish them through `privacy` only.
    """
    return np.array([tally(matrix.cells, labels == group) for group in range(count)])


def group_statistics(tallies: np.ndarray) -> GroupStatistics:
    """The statistics of `GroupStatistics` from tallies (groups, 3, m); 'the others' are the other groups."""
    said = tallies[:, :2, :].astype(float)
    votes = tallies.sum(axis=1)[:, None, :].astype(float)
    others_said = said.sum(axis=0, keepdims=True) - said
    others_votes = votes.sum(axis=0, keepdims=True) - votes
    p = (said + 1) / (votes + 2)
    pt = 2 * np.sqrt(votes + 1) * ((said + 1) / (votes + 1) - 0.5)
    r = p / ((others_said + 1) / (others_votes + 2))
    here, there = votes + 1, others_votes + 1
    pooled = (said + 1 + others_said + 1) / (here + there)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / here + 1 / there))
    # With everyone saying the same the pooled share is 1 or more and there is nothing to tell apart.
    usable = (pooled < 1) & (spread > 0)
    gap = (said + 1) / here - (others_said + 1) / there
    rt = np.divide(gap, spread, out=np.zeros_like(gap), where=usable)
    return GroupStatistics(votes[:, 0, :], p, pt, r, rt)


def representative_statements(
    tallies: np.ndarray, statements: tuple[str, ...]
) -> tuple[tuple[Representative, ...], ...]:
    """At most five statements per group that tell it apart, strongest first.

    Both tests past z 1.2816, then Benjamini-Hochberg at 0.10 on the larger p-value over groups ×
    statements × directions; and as many votes in the group as may be published.
    """
    statistics = group_statistics(tallies)
    p_values = np.maximum(ndtr(-statistics.rt), ndtr(-statistics.pt))
    chosen = (statistics.rt > SIGNIFICANT_Z) & (statistics.pt > SIGNIFICANT_Z)
    chosen &= benjamini_hochberg(p_values)
    chosen &= (statistics.votes >= SMALLEST_COUNT)[:, None, :]
    order = statistics.order
    found = []
    for group in range(len(tallies)):
        directions, columns = np.nonzero(chosen[group])
        strengths = order[group, directions, columns]
        best = np.argsort(-strengths, kind="stable")[:REPRESENTATIVE_MAX]
        found.append(
            tuple(
                Representative(
                    statements[columns[i]],
                    DIRECTIONS[directions[i]],
                    float(statistics.p[group, directions[i], columns[i]]),
                    float(
                        statistics.p[group, directions[i], columns[i]] / statistics.r[group, directions[i], columns[i]]
                    ),
                    float(strengths[i]),
                )
                for i in best
            )
        )
    return tuple(found)


def benjamini_hochberg(p_values: np.ndarray, rate: float = FALSE_DISCOVERY_RATE) -> np.ndarray:
    """Mask of the tests that stand at this false discovery rate (Benjamini & Hochberg, 1995)."""
    flat = p_values.ravel()
    order = np.argsort(flat, kind="stable")
    passed = flat[order] <= rate * np.arange(1, len(flat) + 1) / len(flat)
    mask = np.zeros(len(flat), dtype=bool)
    if passed.any():
        mask[order[: int(np.flatnonzero(passed)[-1]) + 1]] = True
    return mask.reshape(p_values.shape)


def common_ground_scores(tallies: np.ndarray) -> np.ndarray:
    """(Π_g pa)^(1/k) per statement from tallies (groups, 3, m)."""
    votes = tallies.sum(axis=1)
    shares = (tallies[:, 0, :] + 1) / (votes + 2)
    return np.exp(np.log(shares).mean(axis=0))


def common_ground(
    tallies: np.ndarray, sizes: np.ndarray, statements: tuple[str, ...], rng: np.random.Generator
) -> tuple[CommonGround, ...]:
    """Statements that score 0.6 or more with at least 7 votes in every group, highest first.

    sizes: how many people each group holds; drawing people anew within each group gives the interval.
    """
    scores = common_ground_scores(tallies)
    enough = tallies.sum(axis=1).min(axis=0) >= VOTES_PER_GROUP_MIN
    columns = np.flatnonzero((scores >= COMMON_GROUND_MIN) & enough)
    low, high = score_intervals(tallies[:, :, columns], sizes, rng)
    ranked = sorted(range(len(columns)), key=lambda i: (-scores[columns[i]], columns[i]))
    return tuple(
        CommonGround(statements[columns[i]], float(scores[columns[i]]), float(low[i]), float(high[i])) for i in ranked
    )


def score_intervals(tallies: np.ndarray, sizes: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of the common ground score, each (m,): people drawn anew within their group, 400 times.

    Of one statement it only matters how many of those drawn agree and how many voted, and that is
    multinomial: drawn directly, at a cost that doesn't grow with the number of people.
    """
    votes = tallies.sum(axis=1)
    logs = np.zeros((BOOTSTRAPS, tallies.shape[2]))
    for group, size in enumerate(sizes):
        people = max(int(size), 1)
        drawn_votes = rng.binomial(people, np.minimum(votes[group] / people, 1), logs.shape)
        agree_rate = tallies[group, 0] / np.maximum(votes[group], 1)
        drawn_agrees = rng.binomial(drawn_votes, agree_rate)
        logs += np.log((drawn_agrees + 1) / (drawn_votes + 2))
    if not tallies.shape[2]:
        return np.zeros(0), np.zeros(0)
    low, high = np.quantile(np.exp(logs / len(sizes)), INTERVAL, axis=0)
    return low, high


def uncertain_statements(tallies: np.ndarray, statements: tuple[str, ...]) -> tuple[Uncertain, ...]:
    """Statements that many passed (0.3 of the votes or more), or that promise but lack votes in a group."""
    everyone = tallies.sum(axis=0)
    votes = everyone.sum(axis=0)
    pass_shares = (everyone[2] + 1) / (votes + 2)
    scores = common_ground_scores(tallies)
    many_pass = (votes >= VOTES_PER_GROUP_MIN) & (pass_shares >= PASS_SHARE_MIN)
    few_votes = (tallies.sum(axis=1).min(axis=0) < VOTES_PER_GROUP_MIN) & (scores >= COMMON_GROUND_MIN)
    found = [
        Uncertain(
            statements[column],
            "many_pass" if many_pass[column] else "few_votes",
            float(scores[column]),
            float(pass_shares[column]),
        )
        for column in np.flatnonzero(many_pass | few_votes)
    ]
    return tuple(sorted(found, key=lambda one: (one.reason == "few_votes", -one.pass_share)))


def differences(tallies: np.ndarray, statements: tuple[str, ...]) -> tuple[Difference, ...]:
    """Statements on which two groups differ beyond chance, widest first; 7 votes in every group.

    Tested per group against the others, Benjamini-Hochberg at 0.10 over groups × statements.
    """
    if len(tallies) < 2:
        return ()
    statistics = group_statistics(tallies)
    apart = benjamini_hochberg(2 * ndtr(-np.abs(statistics.rt[:, 0, :]))).any(axis=0)
    apart &= statistics.votes.min(axis=0) >= VOTES_PER_GROUP_MIN
    shares = statistics.p[:, 0, :]
    spread = shares.max(axis=0) - shares.min(axis=0)
    columns = np.flatnonzero(apart)
    columns = columns[np.argsort(-spread[columns], kind="stable")]
    return tuple(
        Difference(statements[c], tuple(float(share) for share in shares[:, c]), float(spread[c])) for c in columns
    )
