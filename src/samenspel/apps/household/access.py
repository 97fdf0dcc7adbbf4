"""Who may book money."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_any_role
from samenspel.foundation.errors import Outsider

# The words of accounts' roles: who keeps the book, and who may be the second person.
BOOKKEEPERS = ("controller",)
SECOND_PERSONS = ("controller", "area_manager")


def is_bookkeeper(person: Any, *, municipality: Any, neighbourhood: Any = None) -> bool:
    """True for a controller here; without a neighbourhood: of the whole municipality."""
    return has_any_role(person, BOOKKEEPERS, municipality=municipality, neighbourhood=neighbourhood)


def require_bookkeeper(person: Any, *, municipality: Any, neighbourhood: Any = None) -> None:
    """Refuse ('not_controller') anyone who is no controller here."""
    if not has_any_role(person, BOOKKEEPERS, municipality=municipality, neighbourhood=neighbourhood):
        raise Outsider(_("Only a controller books money."), code="not_controller")


def require_second_person(approval: Any, *, municipality: Any, neighbourhood: Any = None) -> None:
    """Refuse ('second_person') an approval by someone who may not be the second person here."""
    person = approval.decided_by if approval is not None else None
    if person is not None and not has_any_role(
        person, SECOND_PERSONS, municipality=municipality, neighbourhood=neighbourhood
    ):
        raise Outsider(_("A controller or the area manager has to approve this."), code="second_person")
