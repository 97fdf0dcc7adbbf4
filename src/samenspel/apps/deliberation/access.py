"""Who may run a conversation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts import selectors as accounts
from samenspel.foundation.errors import Outsider

# The secretariat and the council itself; their choices stand in the moderation log.
ORGANISERS = ("area_manager", "council_member", "administrator")


def is_organiser(person: Any, neighbourhood: Any) -> bool:
    """True when this person may open questions and read statements before they appear."""
    return accounts.has_one_of(person, ORGANISERS, neighbourhood=neighbourhood)


def require_organiser(person: Any, neighbourhood: Any) -> None:
    """Refuses with 'not_an_organiser'."""
    if not is_organiser(person, neighbourhood):
        raise Outsider(
            _("Only the council and its secretariat can do this for their own neighbourhood."),
            code="not_an_organiser",
        )
