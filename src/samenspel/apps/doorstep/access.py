"""Who may plan rounds, and who sees the addresses of which round."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.errors import Outsider

from .models import Round

COORDINATORS = ("area_manager", "administrator")
CANVASSER = "canvasser"
# Addresses may be fetched from a day before, so that nobody needs a connection in the street.
BEFORE = timedelta(hours=24)
# So long after its end a round still takes in what stayed behind on a phone.
GRACE = timedelta(hours=72)

View = Callable[..., HttpResponse]


def require_coordinator(person: Any, neighbourhood: Any) -> None:
    """Refuse with 'not_coordinator' whoever does not plan rounds in this neighbourhood."""
    if not has_one_of(person, COORDINATORS, neighbourhood=neighbourhood):
        raise Outsider(_("Only the area manager may do this."), code="not_coordinator")


def is_coordinator(person: Any, neighbourhood: Any) -> bool:
    """True when this person plans rounds here."""
    return has_one_of(person, COORDINATORS, neighbourhood=neighbourhood)


def rings(person: Any, neighbourhood: Any) -> bool:
    """True when this person rings doorbells here."""
    return has_one_of(person, (CANVASSER,), neighbourhood=neighbourhood)


def round_for_coordinator(person: Any, neighbourhood: Any, public_id: str) -> Round:
    """A round of this neighbourhood, for who plans them. Refuses with 'unknown' or 'not_coordinator'."""
    require_coordinator(person, neighbourhood)
    row = _round(neighbourhood, public_id)
    if row is None:
        raise Outsider(_("This round does not exist."), code="unknown")
    return row


def round_for_canvasser(person: Any, neighbourhood: Any, public_id: str) -> Round:
    """A round that this person walks. Refuses with 'not_yours' any other, one that does not exist included."""
    row = _round(neighbourhood, public_id)
    if row is None or not _walks(person, row):
        raise Outsider(_("This is not your round."), code="not_yours")
    return row


def may_see_addresses(person: Any, row: Round, now: datetime) -> bool:
    """True for who walks this round, from the day before until it ends, while it is open."""
    is_time = row.starts_at - BEFORE <= now <= row.ends_at
    return row.closed_at is None and is_time and _walks(person, row)


def may_send(row: Round, now: datetime) -> bool:
    """True while a round takes in visits from a phone."""
    return now <= row.ends_at + GRACE


def for_phone(view: View) -> View:
    """The door of what the app on a phone asks: as that of a desk for canvassers, but it answers in JSON.

    401 for who is to sign in (again), with the address to go to; 403 for who has no such role.
    """
    guarded = at_desk(CANVASSER)(view)

    @functools.wraps(view)
    def answered(request: HttpRequest, neighbourhood: str, **kwargs: Any) -> HttpResponse:
        try:
            answer = guarded(request, neighbourhood=neighbourhood, **kwargs)
        except PermissionDenied:
            return JsonResponse({"state": "no_role"}, status=403)
        except Http404:
            return JsonResponse({"state": "unknown"}, status=404)
        if 300 <= answer.status_code < 400:
            return JsonResponse({"state": "sign_in"}, status=401)
        return answer

    answered.phone_door = True  # type: ignore[attr-defined]
    return answered


def _round(neighbourhood: Any, public_id: str) -> Round | None:
    return (
        Round.objects.filter(neighbourhood=neighbourhood, public_id=public_id)
        .select_related("neighbourhood__municipality", "lot")
        .first()
    )


def _walks(person: Any, row: Round) -> bool:
    return row.places.filter(person=person).exists() and has_one_of(
        person, (CANVASSER,), neighbourhood=row.neighbourhood
    )


def round_or_none(person: Any, neighbourhood: Any, public_id: str) -> Round | None:
    """A round that this person walks, or None."""
    try:
        return round_for_canvasser(person, neighbourhood, public_id)
    except Outsider:
        return None
