"""The drawn get their seats in the council."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.councils.services import seat_members
from samenspel.foundation.errors import Refusal

from .. import access
from ..models import PanelDraw


@transaction.atomic
def seat_panel(
    *,
    draw: PanelDraw,
    council: Any,
    term: Any,
    by: Any,
    display_names: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> list[Any]:
    """Give the drawn their seats in the council, known by ticket number (and a first name where agreed).

    `display_names` is ticket → name. Who comes in for a member that left sits for the rest of that member's time.
    Refuses with 'not_published', 'no_seats' a wider panel, 'other_neighbourhood', 'seated', and what councils
    refuses. Returns the seat holdings.
    """
    access.require_keeper(by, draw.neighbourhood)
    at = at or timezone.now()
    if council.neighbourhood_id != draw.neighbourhood_id or term.council_id != council.pk:
        raise Refusal(_("This council is of another neighbourhood."), code="other_neighbourhood")
    locked = PanelDraw.objects.select_for_update().get(pk=draw.pk)
    if locked.status != PanelDraw.Status.PUBLISHED:
        raise Refusal(_("Publish the draw first."), code="not_published")
    if locked.purpose == PanelDraw.Purpose.PANEL:
        raise Refusal(_("A wider panel has no seats in the council."), code="no_seats")
    if locked.seated_at is not None:
        raise Refusal(_("These people have their seats already."), code="seated")
    names = display_names or {}
    holdings = seat_members(
        council=council,
        term=term,
        origin="drawn",
        holders=[(ticket, names.get(ticket, "")) for ticket in locked.panel],
        reason=f"draw {draw.public_id}",
        source=("draw", draw.public_id),
        at=at,
    )
    PanelDraw.objects.filter(pk=draw.pk).update(seated_at=at)
    draw.refresh_from_db()
    return holdings
