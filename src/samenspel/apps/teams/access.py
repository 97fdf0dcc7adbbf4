"""Who may do what with the team and what it learns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.errors import Outsider

SET_UP = ("area_manager", "administrator")
TEAM = ("area_team_member", "area_manager")
# Everyone who works for the municipality: whoever decides about a street may go and look there.
OFFICIALS = ("area_team_member", "area_manager", "expert", "controller", "administrator")


def require_set_up(person: Any, neighbourhood: Any) -> None:
    """Refuses with 'not_area_manager' who does not put the team together here."""
    if not has_one_of(person, SET_UP, neighbourhood=neighbourhood):
        raise Outsider(_("Only the area manager or the administrator does this."), code="not_area_manager")


def require_official(person: Any, neighbourhood: Any) -> None:
    """Refuses with 'not_an_official' who does not work for the municipality here."""
    if not has_one_of(person, OFFICIALS, neighbourhood=neighbourhood):
        raise Outsider(_("This is for people who work for the municipality here."), code="not_an_official")
