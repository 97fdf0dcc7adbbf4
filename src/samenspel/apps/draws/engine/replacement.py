"""Who comes in for members that left, as the sortition and evidence engines see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from samenspel import __version__
from samenspel.engines import sortition
from samenspel.engines.evidence import commitment_of, decimal_share, replacement_bundle, seal

from .panel import LaidDown, PoolMember, Progress, pool_of, quotas_of, telling, written_chance


def lay_down_replacement(
    *,
    members: Sequence[PoolMember],
    follows: Mapping[str, Any],
    commitment: str,
    staying: Collection[str],
    left_out: Collection[str],
    panel_count: int,
    announced: str,
    progress: Progress | None = None,
) -> LaidDown:
    """Work out the numbered completions of a panel. `follows` is the bundle of the draw whose members left.

    Raises EngineError or FaultsError: no_open_seats, no_candidates, stays_and_left.
    """
    known = {person["id"] for person in follows["pool"]}
    result = sortition.replacements(
        pool_of([member for member in members if member.ticket in known]),
        quotas_of(follows["targets"]),
        follows["seats"],
        staying=staying,
        left=left_out,
        completions=panel_count,
        one_per_household=follows["one_per_household"],
        progress=telling(progress, panel_count),
    )
    bundle = replacement_bundle(
        follows={**follows, "commitment": commitment},
        staying=staying,
        left_out=left_out,
        completions=result.completions,
        software=f"samenspel {__version__}",
        announced=announced,
    )
    shares = result.lottery_chances.values()
    chances = {
        "min_chance": written_chance(result.min_chance),
        "bound_min_chance": written_chance(result.bound_min_chance),
        "gap": written_chance(max(0.0, result.gap)),
        "lottery_min_chance": written_chance(min(shares)),
        "mean_chance": decimal_share(result.seats_filled, len(result.chances)),
        "max_chance": written_chance(max(shares)),
    }
    return LaidDown(
        bundle=seal(bundle), commitment=commitment_of(bundle), seats=result.seats_filled, chances=chances, binding=()
    )
