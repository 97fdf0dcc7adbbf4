"""Who stands ready for when members leave, as the sortition engine sees it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samenspel.engines import sortition

from .panel import PoolMember, pool_of, quotas_of

# Losses in members: more digits would promise more than a sample tells.
LOSS_DIGITS = 4


@dataclass(frozen=True)
class ChosenAlternates:
    """Tickets of the alternates, and how good they are.

    `losses` holds decimal strings, in members too few or too many over all targets plus empty seats: 'expected' and
    its 'standard_error', 'without' alternates (all on `check_scenarios` fresh cases); 'sample' on the `scenarios`
    cases that the set was chosen on, and 'bound', below which no set of this size can go on those.
    """

    tickets: tuple[str, ...]
    losses: Mapping[str, str]
    scenarios: int
    check_scenarios: int


def choose_alternates(
    document: Mapping[str, Any],
    *,
    members: Collection[str],
    count: int,
    everyone_percent: int,
    extra_percent: Mapping[tuple[str, str], int],
    withdrawn: Collection[str],
) -> ChosenAlternates:
    """The alternates for `members` out of the pool of a published bundle: from that alone anyone can count it again.

    A member stays with (1 - everyone) times the product of (1 - extra) over the member's values. Raises FaultsError.
    """
    targets = quotas_of(document["targets"])
    found = sortition.alternates(
        pool_of(_members_of(document)),
        targets,
        members=members,
        count=count,
        drop_out=_drop_out(targets, everyone_percent, extra_percent),
        withdrawn=withdrawn,
        one_per_household=document["one_per_household"],
    )
    losses = {
        "expected": found.expected_loss,
        "standard_error": found.standard_error,
        "without": found.loss_without,
        "sample": found.sample_loss,
        "bound": found.sample_bound,
    }
    return ChosenAlternates(
        tickets=found.people,
        losses={name: f"{loss:.{LOSS_DIGITS}f}" for name, loss in losses.items()},
        scenarios=found.scenarios,
        check_scenarios=found.check_scenarios,
    )


def possible_alternates(document: Mapping[str, Any], *, members: Collection[str], withdrawn: Collection[str]) -> int:
    """How many alternates there can be: nobody of the panel, who withdrew, or of one household with another."""
    people = _members_of(document)
    rest = [person for person in people if person.ticket not in {*members, *withdrawn}]
    if not document["one_per_household"]:
        return len(rest)
    taken = {person.household for person in people if person.ticket in set(members)} - {None}
    homes = {person.household for person in rest} - taken - {None}
    return len(homes) + sum(person.household is None for person in rest)


def _members_of(document: Mapping[str, Any]) -> Sequence[PoolMember]:
    return [
        PoolMember(
            ticket=person["id"],
            features=person["features"],
            household=None if person["household"] is None else str(person["household"]),
        )
        for person in document["pool"]
    ]


def _drop_out(
    targets: sortition.Targets, everyone_percent: int, extra_percent: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], float]:
    """Chances per value that multiply to those asked for: what is for everyone is spread over the features."""
    stays = (1 - everyone_percent / 100) ** (1 / max(len(targets.features), 1))
    return {
        (quota.feature, quota.value): 1 - stays * (1 - extra_percent.get((quota.feature, quota.value), 0) / 100)
        for quota in targets.quotas
    } | {key: percent / 100 for key, percent in extra_percent.items() if key not in _keys(targets)}


def _keys(targets: sortition.Targets) -> set[tuple[str, str]]:
    return {(quota.feature, quota.value) for quota in targets.quotas}
