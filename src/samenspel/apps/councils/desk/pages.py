"""What the screens of this desk share: who comes here, and finding the council."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from .. import selectors

# Who runs the council's secretariat, and who besides may propose and record votes.
SECRETARIES = ("area_manager", "administrator")
VOICES = ("council_member",)


def home_of(neighbourhood: Any) -> str:
    """The address of the council's desk."""
    return reverse("councils-desk:council", args=[neighbourhood.slug])


def council_of(neighbourhood: Any) -> Any:
    """The council of the neighbourhood in the address, or 404."""
    found = selectors.council_of(neighbourhood)
    if found is None:
        raise Http404
    return found
