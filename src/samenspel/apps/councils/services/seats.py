"""The course of a seat: offered, taken or declined, left, ended; half of the chairs renewed at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from .. import engine, selectors
from ..acts import record
from ..models import Council, Seat, SeatHolding, Term
from ..periods import FIRST_HALF, SECOND_HALF, TERM_DAYS_MAX, Past, halfway, last_day

# Why someone leaves a chair, as it stands on the trail.
LEAVING = ("own_request", "moved", "term_ended", "other_office", "died", "other")
DECLINED = "declined"
TERM_ENDED = "term_ended"


@transaction.atomic
def seat_members(
    *,
    council: Council,
    term: Term,
    origin: str,
    holders: Sequence[tuple[str, str]],
    reason: str,
    starts_on: date | None = None,
    source: tuple[str, str] = ("", ""),
    answer_by: date | None = None,
    at: datetime | None = None,
) -> list[SeatHolding]:
    """Seat people on empty chairs of an origin, in order. `holders` are (pseudonym, display name or '').

    `source` is (kind, public id) of what they came from, such as ("lot", …) or ("draw", …): it says by which
    rule the chair is filled when it falls empty. With `answer_by` the chairs are only offered until that day:
    `accept_seat` or `decline_seat` follows, and until then the chair has no vote. Each sits until the day that
    `periods.last_day` lays down. All or none: refuses with 'seats_short' when there are more people than empty
    chairs, 'seated_twice', 'term_over'.
    """
    empty = list(selectors.empty_seats(council, origin))
    if len(holders) > len(empty):
        raise Refusal(_("There are more people than empty chairs."), code="seats_short")
    starts_on = starts_on or max(term.starts_on, timezone.localdate(at))
    try:
        with transaction.atomic():
            holdings = SeatHolding.objects.bulk_create(
                SeatHolding(
                    municipality_id=council.municipality_id,
                    seat=seat,
                    term=term,
                    pseudonym=pseudonym,
                    display_name=display_name,
                    reason=reason,
                    source_kind=source[0],
                    source_id=source[1],
                    starts_on=starts_on,
                    ends_on=_last_day(seat, term, starts_on),
                    accepted_on=None if answer_by else starts_on,
                    answer_by=answer_by,
                )
                for seat, (pseudonym, display_name) in zip(empty, holders, strict=False)
            )
    except IntegrityError as error:
        raise Refusal(_("Someone on this list sits already."), code="seated_twice") from error
    payload = {
        "term": term.number,
        "origin": origin,
        "seats": [{"seat": h.seat.number, "holder": h.pseudonym} for h in holdings],
        "reason": reason,
    }
    if answer_by:
        payload["answer_by"] = answer_by.isoformat()
    record(council, "council.seats_offered" if answer_by else "council.members_seated", payload, at)
    return holdings


def _last_day(seat: Seat, term: Term, starts_on: date) -> date:
    before = seat.holdings.exclude(ended_on=None).order_by("-ended_on", "-pk").first()
    past = Past(before.ends_on, before.ended_on) if before and before.ended_on else None
    ends_on = last_day(starts_on=starts_on, term=(term.starts_on, term.ends_on), half=seat.half, past=past)
    if ends_on < starts_on:
        raise Refusal(_("This term is over. Open the next one first."), code="term_over")
    if (ends_on - starts_on).days > TERM_DAYS_MAX:
        raise Refusal(_("A term lasts at most two years."), code="term_too_long")
    return ends_on


@transaction.atomic
def accept_seat(*, seat: Seat, at: datetime | None = None) -> SeatHolding:
    """Someone takes the chair that was offered, and has a vote from then on. Refuses with 'not_offered'."""
    holding = _offered(seat)
    holding.accepted_on = max(holding.starts_on, timezone.localdate(at))
    holding.save(update_fields=["accepted_on"])
    record(seat.council, "council.seat_accepted", {"seat": seat.number, "holder": holding.pseudonym}, at)
    return holding


@transaction.atomic
def decline_seat(*, seat: Seat, at: datetime | None = None) -> SeatHolding:
    """Someone does not take the chair that was offered; it is empty again. Refuses with 'not_offered'."""
    return _end(_offered(seat), DECLINED, None, at)


def _offered(seat: Seat) -> SeatHolding:
    holding = SeatHolding.objects.select_for_update().filter(seat=seat, ended_on=None, accepted_on=None).first()
    if holding is None:
        raise Refusal(_("This chair is not on offer to anyone."), code="not_offered")
    return holding


@transaction.atomic
def end_holding(*, seat: Seat, reason: str, ended_on: date | None = None, at: datetime | None = None) -> SeatHolding:
    """Someone leaves a chair, which is empty from then on. `reason` is one of `LEAVING`: no story on the trail.

    Refuses with 'reason_unknown', with 'seat_empty' when nobody sits there, and with 'ended_before_start' or
    'ended_after_term'.
    """
    if reason not in LEAVING:
        raise Refusal(_("Choose one of the reasons."), code="reason_unknown")
    holding = SeatHolding.objects.select_for_update().filter(seat=seat, ended_on=None).first()
    if holding is None:
        raise Refusal(_("Nobody sits on this chair."), code="seat_empty")
    return _end(holding, reason, ended_on or timezone.localdate(at), at)


def _end(holding: SeatHolding, reason: str, ended_on: date | None, at: datetime | None) -> SeatHolding:
    # Who declines never sat: the chair's time has not begun.
    ended_on = ended_on or holding.starts_on
    if ended_on < holding.starts_on:
        raise Refusal(_("This day is before the first day on this chair."), code="ended_before_start")
    if holding.ends_on is not None and ended_on > holding.ends_on:
        raise Refusal(_("This day is after the last day on this chair."), code="ended_after_term")
    holding.ended_on, holding.left_because = ended_on, reason
    holding.save(update_fields=["ended_on", "left_because"])
    council = holding.seat.council
    payload = {
        "seat": holding.seat.number,
        "holder": holding.pseudonym,
        "reason": reason,
        "ended_on": ended_on.isoformat(),
    }
    record(council, "council.seat_declined" if reason == DECLINED else "council.member_left", payload, at)
    return holding


@transaction.atomic
def end_due_holdings(*, today: date, municipality: Any = None, at: datetime | None = None) -> int:
    """End every seat whose last day lies behind us: nobody sits longer than was laid down. Returns how many."""
    due = SeatHolding.objects.select_for_update(of=("self",)).filter(ended_on=None, ends_on__lt=today)
    if municipality is not None:
        due = due.filter(municipality=municipality)
    holdings = list(due.select_related("seat__council__neighbourhood", "seat__council__municipality").order_by("pk"))
    for holding in holdings:
        _end(holding, TERM_ENDED if holding.accepted_on else DECLINED, holding.ends_on, at)
    return len(holdings)


@transaction.atomic
def set_rotation(
    *,
    council: Council,
    source: str = "",
    first: Sequence[int] = (),
    decided_by: str = "",
    at: datetime | None = None,
) -> Council:
    """Settle beforehand which half of the drawn chairs is renewed halfway the term, once.

    Either by public numbers (`source`, 'text:…': the order of the chairs follows from them, as the order of a
    lot does, and the first half of that order goes first), or by a decision (`first`, chair numbers, and
    `decided_by`, which decision). Who sits there now sits until halfway the term. Refuses with 'rotation_set',
    'term_missing', 'rotation_late', 'rotation_half', 'rotation_source'.
    """
    council = Council.objects.select_for_update().select_related("neighbourhood", "municipality").get(pk=council.pk)
    if council.rotation_source:
        raise Refusal(_("It was settled already which half is renewed first."), code="rotation_set")
    term = selectors.current_term(council)
    if term is None:
        raise Refusal(_("There is no term yet."), code="term_missing")
    until = halfway(term.starts_on, term.ends_on)
    if timezone.localdate(at) > until:
        raise Refusal(_("This term is over halfway. Settle it in the next one."), code="rotation_late")
    numbers = list(council.seats.filter(origin=Seat.Origin.DRAWN).values_list("number", flat=True))
    going, told = _first_half(numbers, source, first, decided_by)
    drawn = council.seats.filter(origin=Seat.Origin.DRAWN)
    drawn.filter(number__in=going).update(half=FIRST_HALF)
    drawn.exclude(number__in=going).update(half=SECOND_HALF)
    SeatHolding.objects.filter(
        seat__council=council, seat__half=FIRST_HALF, term=term, ended_on=None, starts_on__lte=until
    ).update(ends_on=until)
    Council.objects.filter(pk=council.pk).update(rotation_source=told)
    council.refresh_from_db()
    payload = {"first": sorted(going), "chairs": len(numbers), "until": until.isoformat(), "settled_by": told}
    record(council, "council.rotation_set", payload, at)
    return council


def _first_half(numbers: list[int], source: str, first: Sequence[int], decided_by: str) -> tuple[set[int], str]:
    """(the chairs that are renewed first, how that was settled)."""
    size = len(numbers) // 2
    if source:
        order, text = engine.order_of_chairs(numbers, source)
        return set(order[:size]), text
    if not decided_by.strip():
        raise Refusal(_("Give the public numbers, or say which decision settles it."), code="rotation_source")
    going = set(first)
    # With an odd number of chairs either half may be the larger one.
    if not going <= set(numbers) or len(going) not in (size, len(numbers) - size):
        raise Refusal(_("Choose half of the drawn chairs."), code="rotation_half")
    return going, decided_by.strip()[:300]
