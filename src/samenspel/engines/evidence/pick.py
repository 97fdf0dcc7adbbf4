"""The draw's bundle: what is committed to before the lot falls, and how the panel follows from it.

A bundle of kind `samenspel-draw` is an object that `canonical.seal` can seal. Before the public moment
its `picked`, `panel` and `randomness` are null. The commitment is the SHA-256 of its canonical bytes with
those three null, so it is the same before and after, and covers everything else.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence.canonical import SEAL, canonical_bytes
from samenspel.engines.evidence.randomness import Source, require_genuine, select

KIND = "samenspel-draw"
REPLACEMENT_KIND = "samenspel-replacement"
FORMAT = 1
BALLS_PANELS_MAX = 1000
_OUTCOME = ("picked", "panel", "randomness")
_CHANCE_DECIMALS = 12


def draw_bundle(
    *,
    algorithm: str,
    seats: int,
    targets: Iterable[Mapping[str, Any]],
    pool: Iterable[Mapping[str, Any]],
    panels: Sequence[Sequence[str]],
    one_per_household: bool,
    software: str,
    announced: str | None = None,
) -> dict[str, Any]:
    """The bundle of a draw whose lot has not fallen yet; hand it to `canonical.seal` to write it.

    - `targets`: mappings with feature, value, min, max (the bounds in force, in persons).
    - `pool`: mappings with id, features (feature → value) and, if known, household (any key). Ids go in
      as they are; household keys are replaced by numbers, so that no address is published.
    - `panels`: the ids of each panel, in number order; panel 0 is the first.
    - `one_per_household`: whether a panel holds at most one person of a household.
    - `software`: name and version of what made the panels.
    - `announced`: the public randomness that will be used, if it is fixed: `balls`, `text`, `drand:ROUND` or
      `numbers:NAMES`; `pick` then refuses another.
    The chances are computed here: the share of panels that a person is in. Raises EngineError:
    duplicate_id, unknown_id, no_panels, and those of `canonical_bytes`.
    """
    people = _people(pool)
    _check_panels(people, panels)
    bundle = {
        "kind": KIND,
        "version": FORMAT,
        "software": software,
        "algorithm": algorithm,
        "seats": seats,
        "one_per_household": one_per_household,
        "targets": [{name: target[name] for name in ("feature", "value", "min", "max")} for target in targets],
        "pool": people,
        "panels": [sorted(panel) for panel in panels],
        "chances": chances_of((person["id"] for person in people), panels),
        "announced": announced,
        "picked": None,
        "panel": None,
        "randomness": None,
    }
    canonical_bytes(bundle)  # refuse here what could not be written
    return bundle


def _people(pool: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    households: dict[Any, int] = {}
    people = []
    for person in pool:
        key = person.get("household")
        number = None if key is None else households.setdefault(key, len(households) + 1)
        people.append({"id": person["id"], "features": dict(person["features"]), "household": number})
    return people


def _check_panels(people: Sequence[Mapping[str, Any]], panels: Sequence[Sequence[str]]) -> None:
    if not panels:
        raise EngineError("no_panels")
    counts = Counter(person["id"] for person in people)
    for person_id, count in counts.items():
        if count > 1:
            raise EngineError("duplicate_id", id=person_id)
    for panel in panels:
        for person_id in panel:
            if person_id not in counts:
                raise EngineError("unknown_id", id=person_id)


def chances_of(ids: Iterable[str], panels: Sequence[Sequence[str]]) -> dict[str, str]:
    """For each id the share of panels that it is in, as `decimal_share` writes it."""
    counts = Counter(person_id for panel in panels for person_id in panel)
    return {person_id: decimal_share(counts[person_id], len(panels)) for person_id in ids}


def decimal_share(part: int, whole: int) -> str:
    """part / whole with up to 12 decimals, halves upwards, no trailing zeros: '0.031', '0', '1'.

    Integer arithmetic, so that it is the same everywhere.
    """
    scale = 10**_CHANCE_DECIMALS
    units = (2 * part * scale + whole) // (2 * whole)
    integer, decimals = divmod(units, scale)
    return f"{integer}.{decimals:0{_CHANCE_DECIMALS}d}".rstrip("0").rstrip(".")


def commitment_of(bundle: Mapping[str, Any]) -> str:
    """The hexadecimal commitment to publish before the lot falls; the same before and after the pick."""
    committed = {name: value for name, value in bundle.items() if name != SEAL}
    committed.update(dict.fromkeys(_OUTCOME))
    return hashlib.sha256(canonical_bytes(committed)).hexdigest()


def panel_number(panel_count: int, source: Source) -> int:
    """Which panel the source points to: the balls' own number, else `select` of one panel.

    Raises EngineError: number_outside_panels, too_many_panels_for_balls.
    """
    if source.number is None:
        return select(source.key_string, panel_count, 1)[0]
    if panel_count > BALLS_PANELS_MAX:
        raise EngineError("too_many_panels_for_balls", panels=panel_count)
    if source.number >= panel_count:
        raise EngineError("number_outside_panels", number=source.number, panels=panel_count)
    return source.number


def pick(commitment: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """The bundle with its lot fallen: picked, panel and randomness filled in.

    Raises EngineError: unknown_kind, already_picked, other_source_announced, bad_drand_signature, and
    those of `panel_number`.
    """
    if commitment.get("kind") not in (KIND, REPLACEMENT_KIND):
        raise EngineError("unknown_kind", kind=commitment.get("kind"))
    if any(commitment.get(name) is not None for name in _OUTCOME):
        raise EngineError("already_picked")
    announced = commitment.get("announced")
    if announced is not None and announced != source.announcement:
        raise EngineError("other_source_announced", announced=announced, given=source.announcement)
    require_genuine(source)
    number = panel_number(len(commitment["panels"]), source)
    return {
        **commitment,
        "picked": number,
        "panel": list(commitment["panels"][number]),
        "randomness": source.text,
    }
