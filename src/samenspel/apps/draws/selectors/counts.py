"""How many: from drawn to seated, and how the panel compares with the neighbourhood.

Counts of people pass through the product's one rule for small numbers. The seats of a panel are the
exception: its targets are published, and so is who sits where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .. import engine
from ..models import LotTicket, PanelDraw


@dataclass(frozen=True)
class Funnel:
    """People at each step; None where there was no such step, or where the number stays hidden.

    `never_before` and `seated_never_before` tell who never took part in anything before, out of those of
    whom it is known (`known_before`, `seated_known_before`).
    """

    drawn: int | None
    reached: int | None
    volunteers: int
    seated: int | None
    never_before: int | None
    known_before: int
    seated_never_before: int | None
    seated_known_before: int


@dataclass(frozen=True)
class FeatureRow:
    """One value: its share of the neighbourhood (0 to 1), volunteers and seats; None where unknown or hidden."""

    value: str
    neighbourhood_share: float | None
    volunteers: int | None
    volunteers_share: float | None
    seats: int | None
    seats_share: float | None
    seats_min: int | None
    seats_max: int | None


@dataclass(frozen=True)
class FeatureTable:
    """How neighbourhood, volunteers and panel compare on one feature."""

    feature: str
    rows: tuple[FeatureRow, ...]


def funnel_of(draw: PanelDraw) -> Funnel:
    """From drawn to seated, for the pool of a draw."""
    pool = draw.pool
    answers = Counter(
        pool.lot.tickets.filter(position__lte=pool.lot.count).values_list("answer", flat=True) if pool.lot else []
    )
    volunteers = list(pool.volunteers.exclude(ticket=None).values_list("ticket", "took_part_before"))
    seated = {int(ticket) for ticket in shown_panel(draw)}
    before = [took_part for _ticket, took_part in volunteers if took_part is not None]
    seated_before = [took for ticket, took in volunteers if took is not None and ticket in seated]
    return Funnel(
        drawn=pool.lot.count if pool.lot else None,
        reached=sum(answers[answer] for answer in LotTicket.REACHED) if pool.lot else None,
        volunteers=len(volunteers),
        seated=len(seated) or None,
        never_before=_never(before),
        known_before=len(before),
        seated_never_before=_never(seated_before),
        seated_known_before=len(seated_before),
    )


def _never(took_part_before: Iterable[bool]) -> int | None:
    counts = Counter(took_part_before)
    shown = engine.shown_parts([counts[False], counts[True]])
    return shown[0]


def shown_panel(draw: PanelDraw) -> list[str]:
    """The tickets of the panel, once two people have published them."""
    return list(draw.panel) if draw.status == PanelDraw.Status.PUBLISHED else []


def feature_tables(draw: PanelDraw, document: Mapping[str, Any]) -> tuple[FeatureTable, ...]:
    """A table per feature of the targets, in their order. `document` is the draw's bundle."""
    targets: dict[str, dict[str, Mapping[str, Any]]] = {}
    for target in draw.targets:
        targets.setdefault(target["feature"], {})[target["value"]] = target
    shown = shown_panel(draw)
    seated = {*shown, *draw.staying} if shown else set()
    return tuple(
        _feature_table(feature, values, draw.pool.population.get(feature, {}), document["pool"], seated)
        for feature, values in targets.items()
    )


def _feature_table(
    feature: str,
    targets: Mapping[str, Mapping[str, Any]],
    population: Mapping[str, int],
    people: Iterable[Mapping[str, Any]],
    seated: set[str],
) -> FeatureTable:
    pool: Counter[str] = Counter()
    panel: Counter[str] = Counter()
    for person in people:
        value = person["features"][feature]
        pool[value] += 1
        panel[value] += person["id"] in seated
    shown = dict(zip(targets, engine.shown_parts([pool[value] for value in targets]), strict=True))
    inhabitants = sum(population.get(value, 0) for value in targets)
    return FeatureTable(
        feature,
        tuple(
            FeatureRow(
                value=value,
                neighbourhood_share=population.get(value, 0) / inhabitants if inhabitants else None,
                volunteers=shown[value],
                volunteers_share=_share(shown[value], sum(pool.values())),
                seats=panel[value] if seated else None,
                seats_share=panel[value] / len(seated) if seated else None,
                seats_min=target["min"],
                seats_max=target["max"],
            )
            for value, target in targets.items()
        ),
    )


def _share(part: int | None, whole: int) -> float | None:
    return None if part is None or not whole else part / whole
