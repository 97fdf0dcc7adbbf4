"""A replacement's bundle checked: who could come in, how near every completion is to the targets, and the pick.

That no completion could be nearer is the solver's word; that all of them are as near as the bundle says is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from samenspel.engines.evidence import deviation_of
from samenspel.engines.verification.draw import chances_check, pick_check, pool_check
from samenspel.engines.verification.report import Check, check_of
from samenspel.engines.verification.shape import EACH

SHAPE = {
    "kind": str,
    "version": int,
    "software": str,
    "rule": str,
    "follows": str,
    "seats": int,
    "one_per_household": bool,
    "targets": [{"feature": str, "value": str, "min": int, "max": int}],
    "pool": [{"id": str, "features": {EACH: str}, "household": (int, None)}],
    "staying": [str],
    "left_out": [str],
    "panels": [[str]],
    "deviation": int,
    "chances": {EACH: str},
    "announced": (str, None),
    "picked": (int, None),
    "panel": ([str], None),
    "randomness": (str, None),
}


def replacement_checks(bundle: Mapping[str, Any]) -> Iterator[Check]:
    """The checks of a `samenspel-replacement` bundle of the right shape."""
    people = {person["id"]: person for person in bundle["pool"]}
    gone = {*bundle["staying"], *bundle["left_out"]}
    candidates = [person_id for person_id in people if person_id not in gone]
    yield pool_check(bundle, people)
    named = check_of(
        "candidates",
        list(_wrong_names(bundle, people)),
        f"{len(candidates)} people could come in; who stays or left is not among them",
    )
    yield named
    if named.ok:
        yield check_of(
            "mending",
            list(_other_deviations(bundle, people)),
            f"every completion misses the targets by {bundle['deviation']} in all",
        )
        yield _household_check(bundle, people)
    yield chances_check(bundle, candidates)
    yield pick_check(bundle)


def _wrong_names(bundle: Mapping[str, Any], people: Mapping[str, Any]) -> Iterator[str]:
    for person_id, times in Counter([*bundle["staying"], *bundle["left_out"]]).items():
        if person_id not in people:
            yield f"{person_id} is not in the pool"
        if times > 1:
            yield f"{person_id} is named {times} times as staying or gone"
    gone = {*bundle["staying"], *bundle["left_out"]}
    size = len(bundle["panels"][0]) if bundle["panels"] else 0
    if not 1 <= size <= bundle["seats"] - len(bundle["staying"]):
        yield f"{size} people come in beside {len(bundle['staying'])} for {bundle['seats']} seats"
    for number, completion in enumerate(bundle["panels"]):
        if len(completion) != size:
            yield f"completion {number:03d} has {len(completion)} people, the first has {size}"
        if len(set(completion)) != len(completion):
            yield f"completion {number:03d} names someone twice"
        for person_id in completion:
            if person_id not in people or person_id in gone:
                yield f"completion {number:03d} names {person_id}, who could not come in"


def _other_deviations(bundle: Mapping[str, Any], people: Mapping[str, Any]) -> Iterator[str]:
    features = {person_id: person["features"] for person_id, person in people.items()}
    for number, completion in enumerate(bundle["panels"]):
        found = deviation_of((*bundle["staying"], *completion), features, bundle["targets"])
        if found != bundle["deviation"]:
            yield f"completion {number:03d} misses the targets by {found}, the bundle says {bundle['deviation']}"


def _household_check(bundle: Mapping[str, Any], people: Mapping[str, Any]) -> Check:
    if not bundle["one_per_household"]:
        return Check("households", True, "more people of one household were allowed")
    taken = {people[person_id]["household"] for person_id in bundle["staying"]} - {None}
    found = []
    for number, completion in enumerate(bundle["panels"]):
        homes = [home for person_id in completion if (home := people[person_id]["household"]) is not None]
        counts = Counter(homes)
        found += [
            f"completion {number:03d} brings a second person of household {home}"
            for home in counts
            if home in taken or counts[home] > 1
        ]
    return check_of("households", found, "nobody comes in beside someone of their own household")
