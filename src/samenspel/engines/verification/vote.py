"""A vote's bundle: every ballot, the rule and the outcome; checked by counting again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from samenspel.engines.budgeting import Count, Election, count, read_pabulib, write_pabulib
from samenspel.engines.errors import EngineError
from samenspel.engines.verification.report import Check, check_of

KIND = "samenspel-vote"
FORMAT = 1
SHAPE = {
    "kind": str,
    "version": int,
    "election": str,
    "rule": str,
    "utility": str,
    "completion": str,
    "lot": [str],
    "votes_min": int,
    "winners": [str],
    "spent": int,
}


def vote_bundle(*, election: Election, counted: Count) -> dict[str, Any]:
    """The vote and its count, to be sealed by `evidence.seal`.

    The ballots go in as the text of a `pb` file, which other programs can count too; take care that its
    voter ids are pseudonyms. `spent` is in the election's integer units. Raises EngineError as
    `write_pabulib` does.
    """
    return {
        "kind": KIND,
        "version": FORMAT,
        "election": write_pabulib(election).decode("utf-8"),
        "rule": counted.rule,
        "utility": counted.utility,
        "completion": counted.completion,
        "lot": list(counted.lot),
        "votes_min": counted.votes_min,
        "winners": list(counted.winners),
        "spent": counted.spent,
    }


def vote_checks(bundle: Mapping[str, Any]) -> Iterator[Check]:
    """The checks of a `samenspel-vote` bundle of the right shape: the ballots are read and counted again."""
    try:
        election = read_pabulib(bundle["election"].encode("utf-8"))
        again = count(
            election,
            rule=bundle["rule"],
            utility=bundle["utility"],
            completion=bundle["completion"],
            lot=bundle["lot"],
            votes_min=bundle["votes_min"],
        )
    except EngineError as error:
        yield Check("ballots", False, f"the ballots can't be counted ({error})")
        return
    sentence = f"{election.voters} ballots over {len(election.projects)} projects were counted again"
    yield Check("ballots", True, sentence)
    yield check_of("winners", list(_other_winners(bundle["winners"], again.winners)), "the winners are the same")
    differs = [] if bundle["spent"] == again.spent else [f"the winners cost {again.spent}, not {bundle['spent']}"]
    yield check_of("spent", differs, f"the winners cost {again.spent} together")


def _other_winners(stated: list[str], counted: tuple[str, ...]) -> Iterator[str]:
    yield from (f"project {one} won and is not named" for one in counted if one not in stated)
    yield from (f"project {one} is named and did not win" for one in stated if one not in counted)
    if sorted(stated) == sorted(counted) and stated != list(counted):
        yield "the winners were bought in another order"
    elif len(set(stated)) != len(stated):
        yield "a project is named twice"
