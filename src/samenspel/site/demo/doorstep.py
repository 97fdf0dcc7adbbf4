"""Doorbells in the demonstration: an evening on which one sentence was heard, and a round that anyone may walk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from samenspel.apps.doorstep import services
from samenspel.apps.doorstep.route import route_key, street_of
from samenspel.apps.doorstep.selectors import lot_to_visit, street_choices, tickets_in
from samenspel.apps.draws.selectors import drawn_tickets

from .stage import Stage

EVENING = -98
DOORS_THEN, DOORS_NOW, DOORS_TOMORROW = 12, 16, 8
# The evening's doors are those whose answer came in that day, after about sixty others.
FIRST_DOOR = 60
PARKING = "Nee hoor, niks voor mij. Maar dat parkeren… mijn dochter kan nooit op bezoek."
AGE = 72
VISIT_OF = {"not_reached": "not_home", "waiting": "not_home"}
STREETS_PER_ROW = 6


def evening(stage: Stage) -> None:
    """The streets on the map, the route for care, and the round on which the sentence about parking was heard."""
    calendar, cast, where = stage.calendar, stage.cast, stage.neighbourhood
    lot: Any = lot_to_visit(where)
    tickets = list(drawn_tickets(lot).filter(person__is_secret=False))
    services.place_streets(neighbourhood=where, points=_spots(where.outline, tickets), by=cast.manager)
    services.lay_down_care_route(
        neighbourhood=where,
        name="Team zorg Oosterpark (verzonnen)",
        phone="050 000 00 00",
        hours="werkdagen van 9 tot 17 uur; daarbuiten de huisartsenpost",
        steps="Zeg: ik maak me een beetje zorgen. Mag ik iemand vragen om langs te komen?\n"
        "Bel het team waar de bewoner bij is, als dat mag.\n"
        "Zegt de bewoner nee? Bel dan zelf, zonder adres, voor advies.",
        by=cast.manager,
        at=calendar.at(-101, 9),
    )
    starts_at = calendar.at(EVENING, 14)
    row = services.plan_round(
        lot=lot,
        name="Eerste avond",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        meeting_place="buurthuis De Gong",
        canvassers=cast.canvassers,
        tickets=_doors_of_the_evening(tickets, year=calendar.day(EVENING).year),
        by=cast.manager,
        at=calendar.at(-100, 9),
    )
    services.take_addresses(round=row, by=cast.canvassers[0], at=starts_at - timedelta(hours=1))
    with transaction.atomic():
        _visit_all(stage, row, starts_at)
    stage.heard = {heard.signal.text: heard.signal for heard in row.heard.select_related("signal")}
    services.report_wiped(round=row, by=cast.canvassers[0], at=row.ends_at)
    services.close_round(round=row, by=cast.manager, at=row.ends_at + timedelta(hours=1))


def _doors_of_the_evening(tickets: Sequence[Any], *, year: int) -> list[Any]:
    """Twelve doors, among them that of someone of about 72 who says no."""
    later = tickets[FIRST_DOOR:]
    noes = [ticket for ticket in later if ticket.answer == "no"]
    she = min(noes, key=lambda ticket: (abs(year - ticket.person.birth_year - AGE), ticket.position))
    return [she, *[ticket for ticket in later if ticket != she][: DOORS_THEN - 1]]


def _visit_all(stage: Stage, row: Any, starts_at: datetime) -> None:
    stops = list(row.stops.select_related("ticket__person"))
    year = starts_at.year
    noes = [stop for stop in stops if stop.ticket.answer == "no"]
    she = min(noes, key=lambda stop: (abs(year - stop.ticket.person.birth_year - AGE), stop.position))
    for number, stop in enumerate(stops, start=1):
        told: dict[str, Any] = {"took_part_before": stop.ticket.took_part_before}
        if stop == she:
            told = {
                "took_part_before": False,
                "heard": PARKING,
                "place": "Zaagmuldersweg",
                "consent": True,
                "lighter_role": "reading_along",
            }
        elif stop.ticket.answer == "thinking":
            told |= {"needs": ("buddy",)}
        visited_at = starts_at + timedelta(minutes=9 * number)
        visit = services.NewVisit(
            key=UUID(int=EVENING % 2**64 * 2**64 + number),
            outcome=VISIT_OF.get(stop.ticket.answer, stop.ticket.answer),
            visited_at=visited_at,
            stop=stop.public_id,
            **told,
        )
        services.record_visit(round=row, visit=visit, by=stage.cast.canvassers[0], at=visited_at)


def open_rounds(stage: Stage) -> None:
    """A round that is going on, so that a visitor can ring along at once, and one for tomorrow."""
    calendar, cast, where = stage.calendar, stage.cast, stage.neighbourhood
    lot = lot_to_visit(where)
    rounds = (
        ("Ronde om te proberen", calendar.now - timedelta(minutes=30), calendar.at(13, 23), DOORS_NOW),
        ("Morgenavond", calendar.at(1, 18, 30), calendar.at(1, 20, 30), DOORS_TOMORROW),
    )
    for name, starts_at, ends_at, doors in rounds:
        row = services.plan_round(
            lot=lot,
            name=name,
            starts_at=starts_at,
            ends_at=ends_at,
            meeting_place="buurthuis De Gong",
            canvassers=cast.canvassers,
            tickets=_near_each_other(lot, doors),
            by=cast.manager,
            at=calendar.at(-1, 9),
        )
        stop = row.stops.first()
        if stop is not None:
            services.hint_stop(stop=stop, hint="Trap op, tweede verdieping. Bovenste bel.", by=cast.manager)


def _near_each_other(lot: Any, doors: int) -> list[Any]:
    """So many doors in as few streets as will do."""
    streets = sorted(street_choices(lot), key=lambda one: (-one.doors, one.name))
    chosen: list[str] = []
    while streets and len(tickets_in(lot, chosen, most=doors)) < doors:
        chosen.append(streets.pop(0).name)
    return tickets_in(lot, chosen, most=doors)


def _spots(outline: Any, tickets: Sequence[Any]) -> dict[str, tuple[Decimal, Decimal]]:
    """A made-up spot for each made-up street: rows within the middle of the neighbourhood."""
    corners = list(_corners(outline["coordinates"]))
    west, east = min(x for x, _y in corners), max(x for x, _y in corners)
    south, north = min(y for _x, y in corners), max(y for _x, y in corners)
    counted = Counter(street_of(ticket.person.address) for ticket in tickets)
    streets = sorted(counted, key=lambda street: route_key(f"{street} 1"))
    rows = -(-len(streets) // STREETS_PER_ROW)
    return {
        street: (
            _between(west, east, (number % STREETS_PER_ROW + 0.5) / STREETS_PER_ROW),
            _between(south, north, (number // STREETS_PER_ROW + 0.5) / rows),
        )
        for number, street in enumerate(streets)
    }


def _corners(coordinates: Any) -> Any:
    for part in coordinates:
        if isinstance(part[0], int | float):
            yield part[0], part[1]
        else:
            yield from _corners(part)


def _between(low: float, high: float, share: float) -> Decimal:
    return Decimal(str(low + (high - low) * (0.3 + 0.4 * share))).quantize(Decimal("0.000001"))
