"""How far a lot is whose seats go in its order: for the desk with tickets, for the public without reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from samenspel.apps.councils import selectors as councils

from .. import engine
from ..models import Lot, LotTicket, SeatGiving, Wave
from ..services.tickets import approached_count
from ..tickets import lot_ticket_written


@dataclass(frozen=True)
class Place:
    """Someone who was approached, by place in the order. For the keeper's eyes: `state` says why."""

    position: int
    ticket: int
    written: str
    wave: int
    standing: engine.Standing
    attempts: int
    gets_visits: bool
    has_seat: bool


@dataclass(frozen=True)
class Filling:
    """The course of a lot in its order, now.

    `given` are the tickets that got a seat so far, in the order in which they did; `certain` get one now,
    `reserve` said yes and wait. `free` is how many seats are left to give, `given_back` how many fell empty
    again before their time.
    """

    lot: Lot
    waves: tuple[Wave, ...]
    places: tuple[Place, ...]
    given: tuple[int, ...]
    certain: tuple[int, ...]
    reserve: tuple[int, ...]
    given_back: int
    givings: tuple[SeatGiving, ...]

    @property
    def approached(self) -> int:
        return len(self.places)

    @property
    def left(self) -> int:
        """How many of those announced were not approached yet."""
        return self.lot.count - self.approached

    @property
    def free(self) -> int:
        return (self.lot.seats or 0) + self.given_back - len(self.given)

    @property
    def counts(self) -> Counter[str]:
        """State → people."""
        return Counter(place.standing.state for place in self.places)

    @property
    def next_wave(self) -> int:
        """How many to approach next, so that the seats left are filled on average; 0 when enough may say yes."""
        hoped = len(self.certain) + len(self.reserve)
        needed = self.free - hoped
        if needed <= 0:
            return 0
        open_now = self.counts["waiting"] + self.counts["deciding"]
        return max(0, min(engine.expected_doors(needed) - open_now, self.left))


def filling_of(lot: Lot, *, now: datetime | None = None, council: Any = None) -> Filling:
    """How everyone who was approached stands at this moment, and who gets a seat by the rule."""
    now = now or timezone.now()
    council = council or councils.council_of(lot.neighbourhood)
    waves = tuple(lot.waves.order_by("number"))
    givings = tuple(lot.givings.order_by("number"))
    given = tuple(ticket for giving in givings for ticket in giving.given)
    places = tuple(_places(lot, waves, set(given), now))
    given_back = _given_back(council, lot) if council else 0
    free = (lot.seats or 0) + given_back - len(given)
    outcomes = [(place.ticket, place.standing.outcome) for place in places]
    certain, reserve = engine.give_seats(outcomes, free=free, given_before=given)
    return Filling(lot, waves, places, given, tuple(certain), tuple(reserve), given_back, givings)


def _places(lot: Lot, waves: tuple[Wave, ...], given: set[int], now: datetime) -> list[Place]:
    if not waves:
        return []
    tickets = (
        lot.tickets.filter(position__lte=waves[-1].last)
        .annotate(attempt_count=Count("attempts"))
        .select_related("person")
        .order_by("position")
    )
    return [_place(lot, ticket, _wave_of(waves, ticket.position or 0), given, now) for ticket in tickets]


def _wave_of(waves: tuple[Wave, ...], position: int) -> Wave:
    return next(wave for wave in waves if wave.first <= position <= wave.last)


def _place(lot: Lot, ticket: Any, wave: Wave, given: set[int], now: datetime) -> Place:
    gets_visits = ticket.person is None or not ticket.person.is_secret
    return Place(
        position=ticket.position,
        ticket=ticket.number,
        written=lot_ticket_written(lot, ticket.number),
        wave=wave.number,
        standing=engine.standing(
            answer=ticket.answer,
            reached_at=ticket.reached_at,
            approached_at=wave.opened_at,
            gets_visits=gets_visits,
            now=now,
        ),
        attempts=ticket.attempt_count,
        gets_visits=gets_visits,
        has_seat=ticket.number in given,
    )


def _given_back(council: Any, lot: Lot) -> int:
    """Seats from this lot that fell empty before their last day: they go to the next yes."""
    held = councils.holders_from(council, "lot", lot.public_id)
    return sum(1 for h in held if h.ended_on is not None and (h.ends_on is None or h.ended_on < h.ends_on))


@dataclass(frozen=True)
class WaveLine:
    """A wave in public: how many were approached, and how many of them may still answer."""

    number: int
    first: int
    last: int
    opened_on: date
    open_count: int


@dataclass(frozen=True)
class FillingPage:
    """What everyone may see of a lot in its order. No reasons: only yes, still open, or passed."""

    lot: Lot
    seats: int
    approached: int
    yes: int
    open_count: int
    passed: int
    # Tickets that got a seat, and of those who still sits.
    given: tuple[str, ...]
    seated: tuple[str, ...]
    reserve_count: int
    free: int
    waves: tuple[WaveLine, ...]
    # (ticket, 'seat' | 'yes' | 'open' | 'passed') in the order of the lot.
    course: tuple[tuple[str, str], ...]
    givings: tuple[SeatGiving, ...]
    verified: bool | None
    answer_hours: int = engine.ANSWER_HOURS
    attempts: int = engine.ATTEMPTS_MIN
    letter_days: int = engine.LETTER_DAYS


def filling_page(lot: Lot, *, now: datetime | None = None) -> FillingPage:
    """The public page of a lot whose seats go in its order."""
    now_filling = filling_of(lot, now=now)
    outcomes = Counter(place.standing.outcome for place in now_filling.places)
    open_in = Counter(place.wave for place in now_filling.places if place.standing.outcome == "open")
    last = now_filling.givings[-1] if now_filling.givings else None
    return FillingPage(
        lot=lot,
        seats=lot.seats or 0,
        approached=now_filling.approached,
        yes=outcomes["yes"],
        open_count=outcomes["open"],
        passed=outcomes["passed"],
        given=tuple(lot_ticket_written(lot, ticket) for ticket in now_filling.given),
        seated=_still_seated(lot),
        reserve_count=len(now_filling.reserve),
        free=now_filling.free,
        waves=tuple(
            WaveLine(w.number, w.first, w.last, timezone.localdate(w.opened_at), open_in[w.number])
            for w in now_filling.waves
        ),
        course=tuple(
            (place.written, "seat" if place.has_seat else place.standing.outcome) for place in now_filling.places
        ),
        givings=now_filling.givings,
        verified=engine.verify(last.bundle.encode(), last.commitment).ok if last else None,
    )


def _still_seated(lot: Lot) -> tuple[str, ...]:
    council = councils.council_of(lot.neighbourhood)
    held = councils.holders_from(council, "lot", lot.public_id) if council else []
    return tuple(holding.pseudonym for holding in held if holding.ended_on is None)


def giving_by_id(neighbourhood: Any, public_id: str) -> SeatGiving | None:
    """The giving of seats of this neighbourhood with this id, or None."""
    return SeatGiving.objects.filter(lot__neighbourhood=neighbourhood, public_id=public_id).first()


@dataclass(frozen=True)
class PlanLine:
    """How many people to approach for so many yeses: on average, and with 95% certainty."""

    yeses: int
    on_average: int
    with_certainty: int


def plan_lines(seats: int) -> list[PlanLine]:
    """The planning for these seats and, to compare, for Groningen's council and for three times as many."""
    wanted = sorted({seats, 11, 33})
    return [PlanLine(n, engine.expected_doors(n), engine.people_to_approach(n)) for n in wanted]


def next_doors(lot: Lot, *, now: datetime | None = None) -> list[LotTicket]:
    """The tickets to visit now, in the order of the lot: approached, not reached yet, a visit allowed."""
    now_filling = filling_of(lot, now=now)
    numbers = [p.ticket for p in now_filling.places if p.standing.state == "waiting" and p.gets_visits]
    return list(lot.tickets.filter(number__in=numbers).select_related("person").order_by("position"))


def approached_until(lot: Lot) -> int:
    """The last place in the order of the lot whose holder may be approached by now; 0 while no wave was opened.

    In the order of the lot the end of the last wave, in a mirror draw everyone who was drawn.
    """
    return min(lot.count, approached_count(lot=lot))


def lapse_soon(filling: Filling, *, now: datetime, hours: int = 24) -> list[Place]:
    """The places whose time to decide is over within so many hours, the first first."""
    near = [
        place
        for place in filling.places
        if place.standing.state == "deciding"
        and place.standing.until
        and place.standing.until <= now + timedelta(hours=hours)
    ]
    return sorted(near, key=lambda place: (place.standing.until or now, place.position))
