"""Stage 2 as the sortition and evidence engines see it: a pool and targets in, a sealed bundle out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from samenspel import __version__
from samenspel.engines import sortition
from samenspel.engines.evidence import (
    commitment_of,
    decimal_share,
    draw_bundle,
    open_sealed,
    parse_source,
    pick,
    seal,
)
from samenspel.engines.tabular import write_csv
from samenspel.engines.verification import verify_bundle

# The smallest chance and its bound, as told: more digits would promise more than a solver keeps.
CHANCE_DIGITS = 6

# The engine's stages as message ids of the steps of a job.
STAGES = {
    "chances": gettext_noop("Working out the fairest chances"),
    "lottery": gettext_noop("Laying down the numbered panels"),
}

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class PoolMember:
    """One volunteer as the engine sees them: the ticket as written, the features, the household's key."""

    ticket: str
    features: Mapping[str, str]
    household: str | None


@dataclass(frozen=True)
class LaidDown:
    """What is published before the lot falls: the sealed bundle, its commitment, and the chances in sum.

    `chances` holds decimal strings: min_chance and bound_min_chance (of the best possible distribution),
    gap, lottery_min_chance, mean_chance and max_chance (of the numbered panels). `binding` names the targets
    at whose bound every panel stands: {"feature", "value", "bound": 'min' or 'max', "seats"}.
    """

    bundle: bytes
    commitment: str
    # How many people each panel holds.
    seats: int
    chances: Mapping[str, str]
    binding: tuple[Mapping[str, Any], ...]


def lay_down_panels(
    *,
    members: Sequence[PoolMember],
    targets: Sequence[Mapping[str, Any]],
    seats: int,
    algorithm: str,
    panel_count: int,
    one_per_household: bool,
    announced: str,
    progress: Progress | None = None,
) -> LaidDown:
    """Work out the numbered panels of a draw. Raises EngineError or FaultsError, for one when quotas clash."""
    result = sortition.draw(
        pool_of(members),
        quotas_of(targets),
        seats,
        algorithm=algorithm,
        panels=panel_count,
        one_per_household=one_per_household,
        progress=telling(progress, panel_count),
    )
    bundle = draw_bundle(
        algorithm=algorithm,
        seats=seats,
        targets=targets,
        pool=[
            {"id": member.ticket, "features": dict(member.features), "household": member.household}
            for member in members
        ],
        panels=result.panels,
        one_per_household=one_per_household,
        software=f"samenspel {__version__}",
        announced=announced,
    )
    return LaidDown(
        bundle=seal(bundle),
        commitment=commitment_of(bundle),
        seats=seats,
        chances=_chances(result, bundle["panels"], members),
        binding=tuple(
            {"feature": use.quota.feature, "value": use.quota.value, "bound": use.binding, "seats": _bound_of(use)}
            for use in result.quotas
            if use.binding is not None
        ),
    )


def pool_of(members: Sequence[PoolMember]) -> sortition.Pool:
    """The volunteers as the sortition engine takes them."""
    return sortition.Pool(
        tuple(
            sortition.Person(id=member.ticket, values=dict(member.features), household=member.household)
            for member in members
        )
    )


def quotas_of(targets: Sequence[Mapping[str, Any]]) -> sortition.Targets:
    """The targets as the sortition engine takes them, with what they may give way to where that was said."""
    return sortition.Targets(
        tuple(
            sortition.Quota(
                feature=t["feature"],
                value=t["value"],
                min=t["min"],
                max=t["max"],
                min_flex=t.get("min_flex"),
                max_flex=t.get("max_flex"),
            )
            for t in targets
        )
    )


def _bound_of(use: sortition.QuotaUse) -> int:
    return use.quota.max if use.binding == "max" else use.quota.min


def telling(progress: Progress | None, panel_count: int) -> Callable[[str, float], None] | None:
    """The engine's stages and shares as steps and counts of panels."""
    if progress is None:
        return None
    return lambda stage, share: progress(STAGES.get(stage, stage), int(share * panel_count), panel_count)


def _chances(result: sortition.Draw, panels: Sequence[Sequence[str]], members: Sequence[PoolMember]) -> dict[str, str]:
    counts = _appearances(panels)
    numbers = [counts[member.ticket] for member in members]
    return {
        "min_chance": written_chance(result.min_chance),
        "bound_min_chance": written_chance(result.bound_min_chance),
        "gap": written_chance(max(0.0, result.gap)),
        "lottery_min_chance": decimal_share(min(numbers), len(panels)),
        "mean_chance": decimal_share(sum(numbers), len(panels) * len(numbers)),
        "max_chance": decimal_share(max(numbers), len(panels)),
    }


def written_chance(chance: float) -> str:
    """A chance of the solver as a decimal string."""
    return f"{chance:.{CHANCE_DIGITS}f}"


def pick_from(bundle: bytes, source_text: str) -> tuple[bytes, int, list[str], str]:
    """(sealed bundle with its lot fallen, panel number, its tickets, the source as recorded).

    Raises EngineError: already_picked, other_source_announced, number_outside_panels,
    bad_drand_signature, and those of the source's form.
    """
    picked = pick(open_sealed(bundle), parse_source(source_text))
    return seal(picked), picked["picked"], picked["panel"], picked["randomness"]


def read_bundle(bundle: str) -> dict[str, Any]:
    """The document in a sealed bundle."""
    return open_sealed(bundle.encode())


@dataclass(frozen=True)
class Verification:
    """What checking a bundle again gave: good or not, how many checks, and what differs."""

    ok: bool
    checks: int
    differs: tuple[str, ...]


def verify(bundle: bytes, commitment: str) -> Verification:
    """Check a bundle against its published commitment, as `samenspel verify` does."""
    report = verify_bundle(bundle, commitment)
    differs = tuple(f"{check.name}: {check.detail}" for check in report.checks if not check.ok)
    return Verification(ok=report.ok, checks=len(report.checks), differs=differs)


def without_outcome(bundle: bytes) -> bytes:
    """A sealed bundle of a draw or a lot as it was before the lot fell."""
    document = open_sealed(bundle)
    outcome = [name for name in ("picked", "panel", "randomness", "order") if name in document]
    return seal(document | dict.fromkeys(outcome))


def panels_as_csv(panels: Sequence[Sequence[str]], seats: int) -> bytes:
    """The numbered panels, one a row: 'panel' and a column per seat; safe to open in a spreadsheet."""
    columns = ["panel", *(f"lot {seat}" for seat in range(1, seats + 1))]
    rows = ([f"{number:03d}", *panel] for number, panel in enumerate(panels))
    return write_csv(columns, rows, delimiter=";")


def panel_counts(document: Mapping[str, Any]) -> dict[str, int]:
    """Ticket → in how many of the numbered panels it is, for everyone who could be drawn."""
    counts = _appearances(document["panels"])
    return {ticket: counts[ticket] for ticket in document["chances"]}


def _appearances(panels: Sequence[Sequence[str]]) -> Counter[str]:
    return Counter(ticket for panel in panels for ticket in panel)


def mean_chance(seats: int, people: int) -> str:
    """Everyone's chance without targets, as a decimal string."""
    return decimal_share(seats, people)


def targets_for_population(population: Mapping[str, Mapping[str, int]], seats: int) -> list[dict[str, Any]]:
    """Targets [{"feature", "value", "min", "max"}] that mirror population counts on so many seats."""
    targets = sortition.targets_from_population(population, seats)
    return [
        {"feature": quota.feature, "value": quota.value, "min": quota.min, "max": quota.max} for quota in targets.quotas
    ]
