"""A draw's bundle checked: its panels, its chances, and that its pick follows from the randomness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import chances_of, panel_number, parse_source, require_genuine
from samenspel.engines.verification.report import Check, check_of
from samenspel.engines.verification.shape import EACH

SHAPE = {
    "kind": str,
    "version": int,
    "software": str,
    "algorithm": str,
    "seats": int,
    "one_per_household": bool,
    "targets": [{"feature": str, "value": str, "min": int, "max": int}],
    "pool": [{"id": str, "features": {EACH: str}, "household": (int, None)}],
    "panels": [[str]],
    "chances": {EACH: str},
    "announced": (str, None),
    "picked": (int, None),
    "panel": ([str], None),
    "randomness": (str, None),
}


def draw_checks(bundle: Mapping[str, Any]) -> Iterator[Check]:
    """The checks of a `samenspel-draw` bundle of the right shape, in the order a citizen would ask."""
    people = {person["id"]: person for person in bundle["pool"]}
    panels: list[list[str]] = bundle["panels"]
    yield pool_check(bundle, people)
    members = check_of(
        "panel-members",
        list(_wrong_members(panels, people, bundle["seats"])),
        f"all {len(panels)} panels have {bundle['seats']} different people from the pool",
    )
    yield members
    if members.ok:
        yield check_of(
            "targets",
            list(_missed_targets(panels, people, bundle["targets"])),
            f"all {len(panels)} panels meet all {len(bundle['targets'])} targets",
        )
        yield _household_check(bundle, people)
    yield chances_check(bundle, [person["id"] for person in bundle["pool"]])
    yield pick_check(bundle)


def pick_check(bundle: Mapping[str, Any]) -> Check:
    """Whether the panel named is the one that the announced randomness points to."""
    return check_of("pick", list(_wrong_pick(bundle)), _pick_sentence(bundle))


def pool_check(bundle: Mapping[str, Any], people: Mapping[str, Any]) -> Check:
    """Whether everyone is in the pool once, and there are panels."""
    counts = Counter(person["id"] for person in bundle["pool"])
    found = [f"{person_id} is in the pool {n} times" for person_id, n in counts.items() if n > 1]
    if not bundle["panels"]:
        found.append("there are no panels")
    return check_of("pool", found, f"{len(people)} people are in the pool, each once")


def _wrong_members(panels: Sequence[Sequence[str]], people: Mapping[str, Any], seats: int) -> Iterator[str]:
    for number, panel in enumerate(panels):
        if len(panel) != seats:
            yield f"panel {number:03d} has {len(panel)} people for {seats} seats"
        if len(set(panel)) != len(panel):
            yield f"panel {number:03d} names someone twice"
        for person_id in panel:
            if person_id not in people:
                yield f"panel {number:03d} names {person_id}, who is not in the pool"


def _missed_targets(
    panels: Sequence[Sequence[str]], people: Mapping[str, Any], targets: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    for number, panel in enumerate(panels):
        counts = Counter(item for person_id in panel for item in people[person_id]["features"].items())
        for target in targets:
            found = counts[target["feature"], target["value"]]
            if not target["min"] <= found <= target["max"]:
                yield (
                    f"panel {number:03d} has {found} of {target['feature']} {target['value']}, "
                    f"allowed is {target['min']} to {target['max']}"
                )


def _household_check(bundle: Mapping[str, Any], people: Mapping[str, Any]) -> Check:
    if not bundle["one_per_household"]:
        return Check("households", True, "more people of one household were allowed")
    found = []
    for number, panel in enumerate(bundle["panels"]):
        households = [people[person_id]["household"] for person_id in panel]
        counts = Counter(household for household in households if household is not None)
        found += [f"panel {number:03d} has {n} people of household {h}" for h, n in counts.items() if n > 1]
    return check_of("households", found, "no panel has two people of one household")


def chances_check(bundle: Mapping[str, Any], candidates: Sequence[str]) -> Check:
    """Whether every candidate's chance is their share of the panels, and nobody else has one."""
    stated: dict[str, str] = bundle["chances"]
    if not bundle["panels"]:
        return Check("chances", False, "without panels there are no chances")
    counted = chances_of(candidates, bundle["panels"])
    found = [
        f"{person_id} is in {chance} of the panels, the bundle says {stated.get(person_id, 'nothing')}"
        for person_id, chance in counted.items()
        if stated.get(person_id) != chance
    ]
    found += [
        f"{person_id} has a chance but is not in the pool" for person_id in sorted(stated.keys() - counted.keys())
    ]
    return check_of("chances", found, "everyone's chance is the share of panels that they are in")


def _wrong_pick(bundle: Mapping[str, Any]) -> Iterator[str]:
    picked, panel, randomness = bundle["picked"], bundle["panel"], bundle["randomness"]
    if randomness is None:
        if picked is not None or panel is not None:
            yield "a panel is named without the randomness that points to it"
        return
    try:
        source = parse_source(randomness)
        if bundle["announced"] is not None and bundle["announced"] != source.announcement:
            yield f"{bundle['announced']} was announced, {source.announcement} was used"
        require_genuine(source)
        number = panel_number(len(bundle["panels"]), source)
    except EngineError as error:
        yield f"the randomness {randomness[:60]} can't be used ({error.code})"
        return
    if randomness != source.text:
        yield f"the randomness is not written as {source.text[:60]}"
    if picked != number:
        yield f"{source.text[:60]} points to panel {number:03d}, the bundle says {picked}"
    elif panel != bundle["panels"][number]:
        yield f"the panel named is not panel {number:03d}"


def _pick_sentence(bundle: Mapping[str, Any]) -> str:
    if bundle["randomness"] is None or bundle["picked"] is None:
        return "the lot has not fallen yet"
    return f"{bundle['randomness'][:60]} points to panel {bundle['picked']:03d}"
