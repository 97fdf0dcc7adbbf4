"""The bundle of a replacement: members left a panel, and numbered completions are laid down before the lot falls.

A bundle of kind `samenspel-replacement` names the draw that it follows by that draw's commitment, who stays and who
can't be drawn, and holds the completions as its `panels`. Its outcome and commitment work as those of a draw.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence.canonical import canonical_bytes
from samenspel.engines.evidence.pick import REPLACEMENT_KIND, chances_of

FORMAT = 1
# Among the completions that bring the panel nearest to its targets, chances are leximin.
RULE = "nearest-targets-leximin"


def replacement_bundle(
    *,
    follows: Mapping[str, Any],
    staying: Collection[str],
    left_out: Collection[str],
    completions: Sequence[Sequence[str]],
    software: str,
    announced: str | None = None,
) -> dict[str, Any]:
    """The replacement whose lot has not fallen yet; hand it to `canonical.seal` to write it.

    `follows` is {"commitment", "seats", "one_per_household", "targets", "pool"} of the draw whose members left,
    the last four as its bundle holds them. `completions` are the ids who come in, in number order. Deviation and
    chances are reckoned here. Raises EngineError: no_panels, unknown_id, and those of `canonical_bytes`.
    """
    if not completions:
        raise EngineError("no_panels")
    pool = list(follows["pool"])
    features = {person["id"]: person["features"] for person in pool}
    for person_id in (*staying, *left_out, *(one for completion in completions for one in completion)):
        if person_id not in features:
            raise EngineError("unknown_id", id=person_id)
    gone = {*staying, *left_out}
    bundle = {
        "kind": REPLACEMENT_KIND,
        "version": FORMAT,
        "software": software,
        "rule": RULE,
        "follows": follows["commitment"],
        "seats": follows["seats"],
        "one_per_household": follows["one_per_household"],
        "targets": list(follows["targets"]),
        "pool": pool,
        "staying": sorted(staying),
        "left_out": sorted(left_out),
        "panels": [sorted(completion) for completion in completions],
        "deviation": deviation_of((*staying, *completions[0]), features, follows["targets"]),
        "chances": chances_of((person["id"] for person in pool if person["id"] not in gone), completions),
        "announced": announced,
        "picked": None,
        "panel": None,
        "randomness": None,
    }
    canonical_bytes(bundle)
    return bundle


def deviation_of(
    members: Iterable[str], features: Mapping[str, Mapping[str, str]], targets: Iterable[Mapping[str, Any]]
) -> int:
    """How many members are too few or too many, over all targets together."""
    having = [features[person_id] for person_id in members]
    total = 0
    for target in targets:
        count = sum(one.get(target["feature"]) == target["value"] for one in having)
        total += max(0, target["min"] - count) + max(0, count - target["max"])
    return total
