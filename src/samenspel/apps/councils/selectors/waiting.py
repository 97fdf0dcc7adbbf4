"""What waits for the council, for the start page of the workspace."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from samenspel.foundation.desk import Waiting

from .decisions import proposals_of
from .rows import council_of


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
    return found
