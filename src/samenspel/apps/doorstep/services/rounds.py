"""Planning rounds: which doors, in which order, who goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.apps.draws.selectors import approached_until
from samenspel.foundation.errors import Outsider, Refusal

from .. import access, engine
from ..models import Round, RoundCanvasser, Stop, Street
from ..route import route_key

CANVASSERS_MIN = 2
STOPS_MAX = 60


@transaction.atomic
def plan_round(
    *,
    lot: Any,
    name: str,
    starts_at: datetime,
    ends_at: datetime,
    canvassers: Sequence[Any],
    tickets: Sequence[Any],
    by: Any,
    meeting_place: str = "",
    at: datetime | None = None,
) -> Round:
    """Plan a round past the doors of these tickets, in the order of the street.

    Refuses with 'not_coordinator', 'round_backward', 'two_at_least' (nobody rings doorbells alone), 'no_canvasser'
    (someone without that role here), 'no_stops', 'stops_many', 'not_drawn', 'wave_not_open' (someone whose turn in
    the order of the lot has not come), 'no_visit' (a secrecy mark: a letter only), 'register_gone', 'on_other_round'
    (a ticket on another open round).
    """
    where = lot.neighbourhood
    access.require_coordinator(by, where)
    at = at or timezone.now()
    if ends_at <= starts_at:
        raise Refusal(_("The round must end after it starts."), code="round_backward")
    if not tickets:
        raise Refusal(_("Choose at least one address."), code="no_stops")
    if len(tickets) > STOPS_MAX:
        raise Refusal(_("A round has %(max)s addresses at most. Plan a second one."), code="stops_many", max=STOPS_MAX)
    approached = approached_until(lot)
    for ticket in tickets:
        _require_visitable(ticket, lot, approached)
    _release_past(where, at)
    row = Round.objects.create(
        municipality_id=where.municipality_id,
        neighbourhood=where,
        lot=lot,
        name=name.strip(),
        meeting_place=meeting_place.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        planned_by=by,
        planned_at=at,
    )
    _place_canvassers(row, canvassers)
    ordered = sorted(tickets, key=lambda ticket: route_key(ticket.person.address))
    try:
        with transaction.atomic():
            Stop.objects.bulk_create(
                Stop(municipality_id=row.municipality_id, round=row, ticket=ticket, position=number)
                for number, ticket in enumerate(ordered, start=1)
            )
    except IntegrityError as error:
        raise Refusal(_("An address is on another open round already."), code="on_other_round") from error
    return row


def _require_visitable(ticket: Any, lot: Any, approached: int) -> None:
    if ticket.lot_id != lot.pk or ticket.position is None or ticket.position > lot.count:
        raise Outsider(_("This ticket was not drawn."), code="not_drawn")
    if ticket.position > approached:
        raise Refusal(_("These people are not approached yet. Open a wave first."), code="wave_not_open")
    if ticket.person is None:
        raise Refusal(_("This person is no longer in the register."), code="register_gone")
    if ticket.person.is_secret or ticket.person.opted_out:
        raise Outsider(_("This person gets a letter and no visit."), code="no_visit")


def _release_past(where: Any, at: datetime) -> None:
    """Doors of rounds that are over may stand on a new one."""
    Stop.objects.filter(round__neighbourhood=where, round__ends_at__lt=at, is_open=True).update(is_open=False)


@transaction.atomic
def set_canvassers(*, round: Any, canvassers: Sequence[Any], by: Any) -> Round:
    """Change who goes. Who no longer goes sees nothing of the round any more.

    Refuses with 'not_coordinator', 'two_at_least', 'no_canvasser', and with 'has_visits' to take someone off who
    sent in visits.
    """
    access.require_coordinator(by, round.neighbourhood)
    leaving = round.places.exclude(person__in=canvassers)
    if round.visits.filter(by__in=leaving.values("person")).exists():
        raise Refusal(_("Someone you took off has visits on this round."), code="has_visits")
    leaving.delete()
    _place_canvassers(round, canvassers)
    return round


def _place_canvassers(row: Round, canvassers: Iterable[Any]) -> None:
    people = {person.pk: person for person in canvassers}
    if len(people) < CANVASSERS_MIN:
        raise Refusal(_("Choose two people at least: nobody rings doorbells alone."), code="two_at_least")
    for person in people.values():
        if not has_one_of(person, (access.CANVASSER,), neighbourhood=row.neighbourhood):
            raise Refusal(_("Choose people with the role of canvasser."), code="no_canvasser")
    RoundCanvasser.objects.bulk_create(
        [RoundCanvasser(municipality_id=row.municipality_id, round=row, person=one) for one in people.values()],
        ignore_conflicts=True,
    )


@transaction.atomic
def move_stop(*, stop: Stop, up: bool, by: Any) -> None:
    """Change places with the stop before (up) or after; nothing happens at either end."""
    access.require_coordinator(by, stop.round.neighbourhood)
    stops = list(stop.round.stops.select_for_update())
    here = stops.index(stop)
    there = here - 1 if up else here + 1
    if 0 <= there < len(stops):
        stops[here], stops[there] = stops[there], stops[here]
    for number, one in enumerate(stops, start=1):
        one.position = number
    Stop.objects.bulk_update(stops, ["position"])


@transaction.atomic
def remove_stop(*, stop: Stop, by: Any) -> None:
    """Take a door off a round. Refuses with 'has_visits' one that was visited."""
    access.require_coordinator(by, stop.round.neighbourhood)
    if stop.visits.exists() or stop.heard.exists():
        raise Refusal(_("This address was visited: it stays on the round."), code="has_visits")
    stop.delete()


@transaction.atomic
def hint_stop(*, stop: Stop, hint: str, by: Any) -> Stop:
    """Say where the bell is."""
    access.require_coordinator(by, stop.round.neighbourhood)
    stop.hint = " ".join(hint.split())
    stop.save(update_fields=["hint"])
    return stop


@transaction.atomic
def close_round(*, round: Round, by: Any, at: datetime | None = None) -> Round:
    """Close a round: its addresses are no longer handed out, and may stand on another round."""
    access.require_coordinator(by, round.neighbourhood)
    Round.objects.filter(pk=round.pk, closed_at=None).update(closed_at=at or timezone.now())
    round.stops.update(is_open=False)
    round.refresh_from_db()
    return round


@transaction.atomic
def place_streets(*, neighbourhood: Any, points: Mapping[str, tuple[Decimal, Decimal]], by: Any) -> int:
    """Say where streets lie: name → (longitude, latitude) in degrees. Returns how many; a known street moves."""
    access.require_coordinator(by, neighbourhood)
    Street.objects.bulk_create(
        [
            Street(
                municipality_id=neighbourhood.municipality_id,
                neighbourhood=neighbourhood,
                name=name,
                longitude=longitude,
                latitude=latitude,
            )
            for name, (longitude, latitude) in points.items()
        ],
        update_conflicts=True,
        unique_fields=["neighbourhood", "name"],
        update_fields=["longitude", "latitude"],
    )
    return len(points)


@transaction.atomic
def import_streets(*, neighbourhood: Any, data: bytes, file_name: str, by: Any) -> int:
    """Say where streets lie, from a file. Raises FaultsError with row and column of everything that is wrong."""
    access.require_coordinator(by, neighbourhood)
    return place_streets(neighbourhood=neighbourhood, points=engine.read_streets(data, file_name), by=by)
