"""Who sits on which chair, until when, and which chairs are empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..models import Council, Seat, SeatHolding

# How a chair is filled when it falls empty: laid down by where its holders come from.
RULES = {"lot": "in_order", "draw": "mirror"}


@dataclass(frozen=True)
class SeatView:
    """A chair as the public sees it; `holder` is '' for an empty chair.

    `is_offered` tells that the holder has not taken it yet. `half` is 1 or 2 where half of the chairs is
    renewed at a time.
    """

    number: int
    origin: str
    origin_label: str
    holder: str
    display_name: str
    half: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_offered: bool = False
    answer_by: date | None = None


@dataclass(frozen=True)
class Vacancy:
    """An empty chair and the rule by which it is filled, which was laid down beforehand.

    `rule`: 'in_order' (the next yes in the order of the lot), 'mirror' (a replacement drawn from the reserve),
    'draw' (drawn chairs that nobody held yet, or whose time is over: by the next draw), 'delegation' (by the
    city council), 'appointment' (officials). `source_kind` and `source_id` name the lot or draw where the last
    holder came from. `since` is the first empty day, None when nobody ever sat there. `rest_until` is the last
    day of the time that is left over from a holder who went early, None when the next one's time is whole.
    """

    seat: Seat
    number: int
    origin: str
    rule: str
    source_kind: str
    source_id: str
    since: date | None
    because: str
    rest_until: date | None


def _held() -> Q:
    return Q(ended_on=None)


def seats_of(council: Council) -> list[SeatView]:
    """All chairs in order, with who sits there now."""
    held: dict[int, SeatHolding] = {h.seat_id: h for h in SeatHolding.objects.filter(_held(), seat__council=council)}
    return [_view(seat, held.get(seat.pk)) for seat in council.seats.order_by("number")]


def _view(seat: Seat, holding: SeatHolding | None) -> SeatView:
    origin_label = str(seat.get_origin_display())
    if holding is None:
        return SeatView(seat.number, seat.origin, origin_label, "", "", half=seat.half)
    return SeatView(
        number=seat.number,
        origin=seat.origin,
        origin_label=origin_label,
        holder=holding.pseudonym,
        display_name=holding.display_name,
        half=seat.half,
        starts_on=holding.starts_on,
        ends_on=holding.ends_on,
        is_offered=holding.accepted_on is None,
        answer_by=holding.answer_by if holding.accepted_on is None else None,
    )


def vacancies(council: Council, *, today: date | None = None) -> list[Vacancy]:
    """The empty chairs in order, each with the rule that fills it. An offered chair is not empty."""
    today = today or timezone.localdate()
    last = {h.seat_id: h for h in SeatHolding.objects.filter(seat__council=council).order_by("ended_on", "pk")}
    return [_vacancy(seat, last.get(seat.pk), today) for seat in empty_seats(council)]


def _vacancy(seat: Seat, last: SeatHolding | None, today: date) -> Vacancy:
    ended = last.ended_on if last else None
    left_early = last is not None and last.ends_on is not None and ended is not None and ended < last.ends_on
    rest_until = last.ends_on if last and left_early and last.ends_on and last.ends_on >= today else None
    fixed = {Seat.Origin.DELEGATED: "delegation", Seat.Origin.OFFICIAL: "appointment"}.get(Seat.Origin(seat.origin))
    rule = fixed or (RULES.get(last.source_kind, "draw") if last and rest_until else "draw")
    return Vacancy(
        seat=seat,
        number=seat.number,
        origin=seat.origin,
        rule=rule,
        source_kind=last.source_kind if last else "",
        source_id=last.source_id if last else "",
        since=ended,
        because=last.left_because if last else "",
        rest_until=rest_until,
    )


def empty_seats(council: Council, origin: str = "") -> QuerySet[Seat]:
    """The chairs that nobody holds and that are not on offer, in order."""
    taken = SeatHolding.objects.filter(_held(), seat__council=council).values("seat_id")
    seats = council.seats.exclude(pk__in=taken).order_by("number")
    return seats.filter(origin=origin) if origin else seats


def empty_seats_count(council: Council, origin: str) -> int:
    """How many chairs of an origin are empty."""
    return empty_seats(council, origin).count()


def seated(council: Council) -> QuerySet[Seat]:
    """The chairs on which someone sits and that have a vote."""
    sitting = SeatHolding.objects.filter(_held(), seat__council=council, accepted_on__isnull=False).values("seat_id")
    return council.seats.filter(pk__in=sitting).exclude(origin=Seat.Origin.OFFICIAL)


def voting_chairs(council: Council) -> int:
    """How many occupied chairs have a vote."""
    return seated(council).count()


def is_occupied(seat: Seat, *, on: date) -> bool:
    """True when someone took this chair and their time is not over on this day."""
    held = seat.holdings.filter(_held(), accepted_on__isnull=False)
    return held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).exists()


def seat_by_number(council: Council, number: int) -> Seat | None:
    """The chair, or None."""
    return council.seats.filter(number=number).select_related("council__neighbourhood").first()


def holders_from(council: Council, source_kind: str, source_id: str) -> list[SeatHolding]:
    """Everyone who ever got a chair from this lot or draw, in order of chair and time."""
    found = SeatHolding.objects.filter(seat__council=council, source_kind=source_kind, source_id=source_id)
    return list(found.select_related("seat").order_by("seat__number", "starts_on", "pk"))


def ending_soon(council: Council, *, today: date, days: int = 90) -> list[SeatView]:
    """The chairs whose last day is near, the first first."""
    near = [view for view in seats_of(council) if view.ends_on and (view.ends_on - today).days <= days]
    return sorted(near, key=lambda view: (view.ends_on or today, view.number))


def sources_of(council: Council) -> list[tuple[str, str, Any]]:
    """(kind, public id, first day) of each lot or draw from which drawn chairs were filled, newest first."""
    rows = (
        SeatHolding.objects.filter(seat__council=council, seat__origin=Seat.Origin.DRAWN)
        .exclude(source_id="")
        .order_by("-starts_on", "-pk")
        .values_list("source_kind", "source_id", "starts_on")
    )
    found: dict[tuple[str, str], Any] = {}
    for kind, public_id, starts_on in rows:
        found.setdefault((kind, public_id), starts_on)
    return [(kind, public_id, day) for (kind, public_id), day in found.items()]
