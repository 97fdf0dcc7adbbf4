"""What waits for the council, for the start page of the workspace."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from samenspel.foundation.desk import Waiting

from ..models import Council, Seat
from .decisions import proposals_of
from .rows import council_of
from .seats import ending_soon, seats_of


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """Proposals that wait for votes or for the outcome, for the start page."""
    council = council_of(neighbourhood)
    if council is None:
        return []
    found = []
    for decision in proposals_of(council):
        voted = decision.votes.exists()
        told = gettext("Decision ‘%(title)s’: lay down the outcome") if voted else None
        told = told or gettext("Decision ‘%(title)s’: record the votes")
        address = reverse("councils-desk:decision", args=[neighbourhood.slug, decision.public_id])
        due_on = timezone.localdate(decision.meeting.starts_at) if decision.meeting else None
        found.append(Waiting(told % {"title": decision.title}, address, due_on))
    return [*found, *_about_seats(council, neighbourhood)]


def _about_seats(council: Council, neighbourhood: Any) -> list[Waiting]:
    """Chairs on offer, and terms that are almost over while nothing was done for the next."""
    today = timezone.localdate()
    home = reverse("councils-desk:council", args=[neighbourhood.slug])
    found = [
        Waiting(
            gettext("Seat %(number)s is on offer: write down the answer") % {"number": view.number},
            reverse("councils-desk:offered", args=[neighbourhood.slug, view.number]),
            view.answer_by,
        )
        for view in seats_of(council)
        if view.is_offered
    ]
    near = [view for view in ending_soon(council, today=today) if view.origin == Seat.Origin.DRAWN]
    if near and near[0].ends_on:
        told = ngettext(
            "The time of %(number)s seat is almost over", "The time of %(number)s seats is almost over", len(near)
        )
        found.append(Waiting(told % {"number": len(near)}, home, near[0].ends_on))
    return found
