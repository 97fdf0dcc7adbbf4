"""Who may run a budget round, and who may judge a project."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts import selectors as accounts
from samenspel.foundation.errors import Outsider

ORGANISERS = ("area_manager", "administrator")


def require_organiser(person: Any, neighbourhood: Any) -> None:
    """Refuses with 'not_an_organiser' who does not run this neighbourhood's rounds."""
    if not accounts.has_one_of(person, ORGANISERS, neighbourhood=neighbourhood):
        raise Outsider(_("Only the area manager can do this for their own neighbourhood."), code="not_an_organiser")


def require_expert(person: Any, neighbourhood: Any) -> None:
    """Refuses with 'not_an_expert' who is no expert here."""
    if not accounts.has_one_of(person, ("expert",), neighbourhood=neighbourhood):
        raise Outsider(_("Only an expert judges whether a plan is feasible."), code="not_an_expert")
