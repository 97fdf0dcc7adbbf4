"""Addresses that go to a phone and leave it again, and what is forgotten with the register."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.trail.services import record_act
from samenspel.foundation.errors import Outsider

from .. import access
from ..models import Round, RoundCanvasser, Visit


@transaction.atomic
def take_addresses(*, round: Round, by: Any, on_paper: bool = False, at: datetime | None = None) -> Round:
    """Note that someone takes the addresses of a round along; the public log tells that it happened, not who.

    A canvasser takes an own round from a day before until it ends, a coordinator any round (on paper). Refuses
    with 'not_yours' or 'round_over'.
    """
    now = at or timezone.now()
    prints_it = on_paper and access.is_coordinator(by, round.neighbourhood)
    if not prints_it and not access.may_see_addresses(by, round, now):
        code = "round_over" if round.places.filter(person=by).exists() else "not_yours"
        raise Outsider(_("You cannot see the addresses of this round (any more)."), code=code)
    if not on_paper:
        RoundCanvasser.objects.filter(round=round, person=by).update(downloaded_at=now, wiped_at=None)
    record_act(
        municipality=round.neighbourhood.municipality,
        kind="round.addresses_taken",
        subject_kind="round",
        subject_id=round.public_id,
        payload={"addresses": round.stops.count(), "carrier": "paper" if on_paper else "phone"},
        neighbourhood=round.neighbourhood.public_id,
        at=now,
    )
    return round


@transaction.atomic
def report_wiped(*, round: Round, by: Any, at: datetime | None = None) -> None:
    """Note that the addresses are gone from this person's phone. Refuses nothing: it is only good news."""
    RoundCanvasser.objects.filter(round=round, person=by, downloaded_at__isnull=False, wiped_at=None).update(
        wiped_at=at or timezone.now()
    )


@transaction.atomic
def forget_details(*, municipality: Any) -> int:
    """Blank what visits tell of people who are no longer in the register. Returns how many visits."""
    gone = Visit.objects.filter(municipality=municipality, stop__isnull=False, stop__ticket__person=None).exclude(
        needs="", compensation="", lighter_role="", took_part_before=None
    )
    return gone.update(needs="", compensation="", lighter_role="", took_part_before=None)
