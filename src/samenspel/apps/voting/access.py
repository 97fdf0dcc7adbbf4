"""Who may run a budget round, and who may judge a project."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts import selectors as accounts
from samenspel.foundation.errors import Outsider

ORGANISERS = ("area_manager", "administrator")


def _has_one_of(person: Any, roles: tuple[str, ...], neighbourhood: Any) -> bool:
    return any(
        accounts.has_role(person, role, municipality=neighbourhood.municipality_id, neighbourhood=neighbourhood)
        for role in roles
    )


def require_organiser(person: Any, neighbourhood: Any) -> None:
    """Refuses with 'not_an_organiser' who does not run this neighbourhood's rounds."""
    if not _has_one_of(person, ORGANISERS, neighbourhood):
        raise Outsider(_("Only the area manager can do this for their own neighbourhood."), code="not_an_organiser")


def require_expert(person: Any, neighbourhood: Any) -> None:
    """Refuses with 'not_an_expert' who is no expert here."""
    if not _has_one_of(person, ("expert",), neighbourhood):
        raise Outsider(_("Only an expert judges whether a plan is feasible."), code="not_an_expert")
