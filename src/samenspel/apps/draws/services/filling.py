"""In the order of the lot: the next wave is approached, and the first yeses get the seats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.councils.services import seat_members
from samenspel.foundation.errors import Refusal

from .. import access, engine
from ..acts import record
from ..models import Lot, SeatGiving, Wave
from ..tickets import lot_ticket_written
from .tickets import approached_count


@transaction.atomic
def open_wave(*, lot: Lot, size: int, by: Any, at: datetime | None = None) -> Wave:
    """Approach the next `size` people in the order of the lot, from now on.

    Refuses with 'not_in_order' for a mirror draw, which approaches everyone at once, 'lot_not_published',
    'wave_empty', and 'wave_beyond' for more people than were announced.
    """
    access.require_keeper(by, lot.neighbourhood)
    at = at or timezone.now()
    locked = Lot.objects.select_for_update().select_related("neighbourhood__municipality").get(pk=lot.pk)
    _require_in_order(locked)
    before = approached_count(lot=locked)
    if size < 1:
        raise Refusal(_("A wave has at least one person."), code="wave_empty")
    if before + size > locked.count:
        raise Refusal(
            _("At most %(left)s people are left of the number that was announced."),
            code="wave_beyond",
            left=locked.count - before,
        )
    wave = Wave.objects.create(
        municipality_id=locked.municipality_id,
        lot=locked,
        number=locked.waves.count() + 1,
        first=before + 1,
        last=before + size,
        opened_by=by,
        opened_at=at,
    )
    record(locked, "lot.wave_opened", {"wave": wave.number, "first": wave.first, "last": wave.last}, at)
    return wave


@transaction.atomic
def give_seats(
    *,
    lot: Lot,
    council: Any,
    term: Any,
    by: Any,
    display_names: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> SeatGiving:
    """Give the seats that are certain now to the first yeses, in the order of the lot, and publish how all stand.

    A yes is certain when fewer people stand before it who said yes or still may than there are seats left;
    so answering early gains nobody anything. What fell empty again is given here too: it goes to the next
    yes. `display_names` is ticket as written → first name, where agreed. Refuses with 'not_in_order',
    'other_neighbourhood', 'nothing_certain', and what councils refuse.
    """
    access.require_keeper(by, lot.neighbourhood)
    at = at or timezone.now()
    locked = Lot.objects.select_for_update().select_related("neighbourhood__municipality").get(pk=lot.pk)
    _require_in_order(locked)
    if council.neighbourhood_id != locked.neighbourhood_id or term.council_id != council.pk:
        raise Refusal(_("This council is of another neighbourhood."), code="other_neighbourhood")
    # Here and not above: the selectors of this app read from its services.
    from ..selectors.filling import filling_of

    now = filling_of(locked, now=at, council=council)
    if not now.certain:
        raise Refusal(_("No seat is certain yet. Wait for who comes first in the order."), code="nothing_certain")
    data, commitment, document = engine.filling_bundle(
        lot_bundle=locked.bundle.encode(),
        lot_commitment=locked.commitment,
        given_back=now.given_back,
        given_before=list(now.given),
        outcomes=[(place.ticket, place.standing.outcome) for place in now.places],
    )
    given = document["given"]
    names = display_names or {}
    written = [lot_ticket_written(locked, ticket) for ticket in given]
    seat_members(
        council=council,
        term=term,
        origin="drawn",
        holders=[(ticket, names.get(ticket, "")) for ticket in written],
        reason=f"lot {locked.public_id}",
        source=("lot", locked.public_id),
        at=at,
    )
    try:
        with transaction.atomic():
            giving = SeatGiving.objects.create(
                municipality_id=locked.municipality_id,
                lot=locked,
                number=locked.givings.count() + 1,
                given=given,
                bundle=data.decode(),
                commitment=commitment,
                given_by=by,
                given_at=at,
            )
    except IntegrityError as error:
        raise Refusal(_("Someone else gave these seats at this moment."), code="given_already") from error
    payload = {
        "commitment": locked.commitment,
        "filling": commitment,
        "given": written,
        "reserve": len(document["reserve"]),
        "seats": locked.seats,
        "given_back": now.given_back,
    }
    record(locked, "lot.filled", payload, at)
    return giving


def _require_in_order(lot: Lot) -> None:
    if lot.filling != Lot.Filling.IN_ORDER:
        raise Refusal(_("For this lot a mirror draw was laid down beforehand."), code="not_in_order")
    if lot.status != Lot.Status.PUBLISHED:
        raise Refusal(_("Publish the lot first."), code="lot_not_published")
