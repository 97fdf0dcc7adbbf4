"""Whom a draw reaches: from letter to seat, per group, beside the neighbourhood. Small numbers stay hidden.

Everything here is public. When the people of a register are erased nobody can count per group again, so the
counts are kept then as they were published (`Lot.reach`), with the small ones already hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .. import engine
from ..models import Lot, LotTicket, PanelDraw, RegisterPerson, Volunteer

STAGES = ("invited", "reached", "yes", "seated")
KNOWN = ("age", "sex", "housing", "area_part")


@dataclass(frozen=True)
class ReachRow:
    """One group. Counts of people per stage, None where hidden; `neighbourhood_share` is 0 to 1, None if unknown.

    `panel` counts the members of a wider panel, 0 where there is none.
    """

    value: str
    neighbourhood_share: float | None
    invited: int | None
    reached: int | None
    yes: int | None
    seated: int | None
    panel: int | None


@dataclass(frozen=True)
class ReachTable:
    """Every group of one feature."""

    feature: str
    rows: tuple[ReachRow, ...]


@dataclass(frozen=True)
class Reach:
    """From letter to seat, for one lot. `never_before` of `known_before` who said yes took part for the first time."""

    lot: Lot
    invited: int
    reached: int
    yes: int
    seated: int
    panel: int
    never_before: int | None
    known_before: int
    # Of everyone who was spoken with, whatever they answered.
    spoken_never_before: int | None
    spoken_known_before: int
    lighter_roles: Mapping[str, int | None]
    tables: tuple[ReachTable, ...]
    is_kept: bool


def reach_of(lot: Lot) -> Reach:
    """The reach of a lot as the public may see it."""
    rows = list(_approached(lot))
    seated, panel = _seated_tickets(lot), _panel_tickets(lot)
    reached = [row for row in rows if row["answer"] in LotTicket.REACHED]
    yes = [row for row in rows if row["answer"] == LotTicket.Answer.YES]
    kept = lot.reach if lot.register.erased_at is not None else {}
    lighter = Counter(row["lighter_role"] for row in rows if row["lighter_role"])
    tables = tuple(_kept_tables(kept)) if kept else _tables(lot, rows, seated, panel)
    return Reach(
        lot=lot,
        invited=len(rows),
        reached=len(reached),
        yes=len(yes),
        seated=len(seated),
        panel=len(panel),
        never_before=_never(yes) if not kept else kept["never_before"],
        known_before=_known(yes) if not kept else kept["known_before"],
        spoken_never_before=_never(reached) if not kept else kept["spoken_never_before"],
        spoken_known_before=_known(reached) if not kept else kept["spoken_known_before"],
        lighter_roles=_shown(lighter, LotTicket.LighterRole.values) if not kept else kept["lighter_roles"],
        tables=tables,
        is_kept=bool(kept),
    )


def reach_to_keep(lot: Lot) -> dict[str, Any]:
    """What stays of the reach when the people are erased: the counts as they are published."""
    reach = reach_of(lot)
    return {
        "never_before": reach.never_before,
        "known_before": reach.known_before,
        "spoken_never_before": reach.spoken_never_before,
        "spoken_known_before": reach.spoken_known_before,
        "lighter_roles": dict(reach.lighter_roles),
        "tables": [
            {
                "feature": table.feature,
                "rows": [
                    {
                        "value": row.value,
                        # A decimal string: a share in JSON that reads the same everywhere.
                        "neighbourhood": None if row.neighbourhood_share is None else f"{row.neighbourhood_share:.6f}",
                        **{stage: getattr(row, stage) for stage in (*STAGES, "panel")},
                    }
                    for row in table.rows
                ],
            }
            for table in reach.tables
        ],
    }


def _kept_tables(kept: Mapping[str, Any]) -> Iterable[ReachTable]:
    for table in kept["tables"]:
        yield ReachTable(
            table["feature"],
            tuple(
                ReachRow(
                    value=row["value"],
                    neighbourhood_share=None if row["neighbourhood"] is None else float(row["neighbourhood"]),
                    invited=row["invited"],
                    reached=row["reached"],
                    yes=row["yes"],
                    seated=row["seated"],
                    panel=row["panel"],
                )
                for row in table["rows"]
            ),
        )


def _approached(lot: Lot) -> Iterable[dict[str, Any]]:
    """Number, answer, first time and (until they are erased) the features of everyone who was approached."""
    # Here and not above: services read nothing from this module until they erase.
    from ..services.tickets import approached_count

    fields = ("number", "answer", "took_part_before", "lighter_role", "person__birth_year", "person__strata")
    return lot.tickets.filter(position__lte=min(lot.count, approached_count(lot=lot))).values(*fields)


def _seated_tickets(lot: Lot) -> set[int]:
    """Lot tickets of who got a seat from this lot: in its order, or by a draw from its pool."""
    given = {ticket for giving in lot.givings.values_list("given", flat=True) for ticket in giving}
    draws = PanelDraw.objects.filter(pool__lot=lot, status=PanelDraw.Status.PUBLISHED).exclude(
        purpose=PanelDraw.Purpose.PANEL
    )
    return given | _tickets_of(draws)


def _panel_tickets(lot: Lot) -> set[int]:
    return _tickets_of(
        PanelDraw.objects.filter(pool__lot=lot, status=PanelDraw.Status.PUBLISHED, purpose=PanelDraw.Purpose.PANEL)
    )


def _tickets_of(draws: Iterable[PanelDraw]) -> set[int]:
    found: set[int] = set()
    for draw in draws:
        numbers = [int(ticket) for ticket in draw.panel]
        volunteers = Volunteer.objects.filter(pool_id=draw.pool_id, ticket__in=numbers)
        found.update(volunteers.exclude(lot_ticket=None).values_list("lot_ticket__number", flat=True))
    return found


def _features(row: Mapping[str, Any], year: Any) -> dict[str, str]:
    if row["person__birth_year"] is None:
        return {}
    return {**row["person__strata"], "age": engine.age_band(row["person__birth_year"], year)}


def _tables(lot: Lot, rows: list[dict[str, Any]], seated: set[int], panel: set[int]) -> tuple[ReachTable, ...]:
    told = [(row, _features(row, lot.register.drawn_on)) for row in rows]
    known = [name for name in KNOWN if told and any(name in features for _row, features in told)]
    population = _population(lot, known)
    return tuple(_table(name, told, seated, panel, population[name]) for name in known)


def _population(lot: Lot, names: Iterable[str]) -> dict[str, Counter[str]]:
    """Everyone of the register per group: the neighbourhood as it was when the lot fell."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    people = RegisterPerson.objects.filter(register=lot.register).values_list("birth_year", "strata")
    for birth_year, strata in people.iterator():
        facts = {**strata, "age": engine.age_band(birth_year, lot.register.drawn_on)}
        for name, counter in counts.items():
            if name in facts:
                counter[facts[name]] += 1
    return counts


def _table(
    name: str,
    told: list[tuple[dict[str, Any], dict[str, str]]],
    seated: set[int],
    panel: set[int],
    population: Counter[str],
) -> ReachTable:
    values = sorted({*population, *(features[name] for _row, features in told if name in features)})
    counts: dict[str, Counter[str]] = {value: Counter() for value in values}
    for row, features in told:
        if name not in features:
            continue
        counter = counts[features[name]]
        counter["invited"] += 1
        counter["reached"] += row["answer"] in LotTicket.REACHED
        counter["yes"] += row["answer"] == LotTicket.Answer.YES
        counter["seated"] += row["number"] in seated
        counter["panel"] += row["number"] in panel
    # Stage by stage: each adds up to a total that everyone knows.
    stages = (*STAGES, "panel")
    columns = [engine.shown_parts([counts[value][stage] for value in values]) for stage in stages]
    people = sum(population.values())
    return ReachTable(
        name,
        tuple(
            ReachRow(value, round(population[value] / people, 6) if people else None, *cells)
            for value, cells in zip(values, zip(*columns, strict=True), strict=True)
        ),
    )


def _never(rows: Iterable[Mapping[str, Any]]) -> int | None:
    counts = Counter(row["took_part_before"] for row in rows if row["took_part_before"] is not None)
    return engine.shown_parts([counts[False], counts[True]])[0]


def _known(rows: Iterable[Mapping[str, Any]]) -> int:
    return sum(1 for row in rows if row["took_part_before"] is not None)


def _shown(counts: Mapping[str, int], values: Iterable[str]) -> dict[str, int | None]:
    """Counts that are no parts of a known total: not everyone says, or someone says several."""
    return {name: engine.shown_count(counts.get(name, 0)) for name in values}


@dataclass(frozen=True)
class Needs:
    """What it takes to say yes, in totals for who organises it: need or kind of compensation → people, None if few."""

    asked: int
    needs: Mapping[str, int | None]
    compensation: Mapping[str, int | None]


def needs_of(lot: Lot) -> Needs:
    """What those who said yes (or think about it) need, in totals; small numbers stay hidden here too."""
    rows = lot.tickets.filter(answer__in=[LotTicket.Answer.YES, LotTicket.Answer.THINKING])
    told = list(rows.values_list("needs", "compensation"))
    needs = Counter(need for wanted, _kind in told for need in wanted)
    kinds = Counter(kind for _wanted, kind in told if kind)
    return Needs(
        asked=len(told),
        needs=_shown(needs, LotTicket.Need.values),
        compensation=_shown(kinds, LotTicket.Compensation.values),
    )


def latest_reach(neighbourhood: Any) -> Reach | None:
    """The reach of the newest published lot, or None."""
    lot = (
        Lot.objects.filter(neighbourhood=neighbourhood, status=Lot.Status.PUBLISHED)
        .select_related("register", "neighbourhood")
        .first()
    )
    return reach_of(lot) if lot else None


def wishes_of(lot: Lot) -> list[LotTicket]:
    """The tickets whose holders asked for something, in the order of the lot. For the keeper's eyes."""
    asked = lot.tickets.exclude(needs=[], compensation="", lighter_role="").exclude(answer=LotTicket.Answer.MOVED)
    return list(asked.select_related("person").order_by("position"))
