"""Officials who go and look in the street."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.picture.services import raise_signal
from samenspel.foundation.errors import Refusal

from ..access import require_official
from ..models import Domain, StreetVisit


@transaction.atomic
def record_visit(
    *,
    neighbourhood: Any,
    by: Any,
    visited_on: date,
    street: str,
    seen: str,
    with_whom: str = "",
    domain: Domain | None = None,
    signal_text: str = "",
    at: datetime | None = None,
) -> StreetVisit:
    """Record a visit to the street; with `signal_text` what was heard becomes a signal with a course of its own.

    Refuses with 'not_an_official', 'street_missing', 'seen_missing' or 'day_ahead'.
    """
    at = at or timezone.now()
    require_official(by, neighbourhood)
    if not street.strip():
        raise Refusal(_("Say where you were."), code="street_missing")
    if not seen.strip():
        raise Refusal(_("Write down in a few words what you saw."), code="seen_missing")
    if visited_on > timezone.localdate(at):
        raise Refusal(_("This day is still to come."), code="day_ahead")
    signal_id = ""
    if signal_text.strip():
        signal = raise_signal(
            neighbourhood=neighbourhood,
            text=signal_text.strip(),
            source="table",
            source_role="official",
            place=street.strip(),
            at=at,
        )
        signal_id = signal.public_id
    return StreetVisit.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        by=by,
        domain=domain,
        visited_on=visited_on,
        street=street.strip(),
        with_whom=with_whom.strip(),
        seen=seen.strip(),
        signal_id=signal_id,
        recorded_at=at,
    )
