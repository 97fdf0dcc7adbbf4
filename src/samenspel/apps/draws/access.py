"""Who may handle the register, the pot and the draws: nobody else gets to these rows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.errors import Outsider

from .models import Lot, PanelDraw, Pool, RegisterImport

KEEPER_ROLES = ("area_manager", "administrator")


def require_keeper(person: Any, neighbourhood: Any) -> None:
    """Refuse with 'not_keeper' whoever does not keep the draws of this neighbourhood."""
    if not has_one_of(person, KEEPER_ROLES, neighbourhood=neighbourhood):
        raise Outsider(_("Only the area manager may do this."), code="not_keeper")


def register_for(person: Any, public_id: str) -> RegisterImport:
    """The register import, for its keeper only. Refuses with 'unknown' or 'not_keeper'."""
    return _kept(person, RegisterImport, public_id)


def lot_for(person: Any, public_id: str) -> Lot:
    """The lot, for its keeper only."""
    return _kept(person, Lot, public_id)


def pool_for(person: Any, public_id: str) -> Pool:
    """The pool, for its keeper only."""
    return _kept(person, Pool, public_id)


def draw_for(person: Any, public_id: str) -> PanelDraw:
    """The panel draw with what is not published yet, for its keeper only."""
    return _kept(person, PanelDraw, public_id)


def _kept(person: Any, model: Any, public_id: str) -> Any:
    row = model.objects.select_related("neighbourhood__municipality").filter(public_id=public_id).first()
    if row is None:
        raise Outsider(_("This does not exist."), code="unknown")
    require_keeper(person, row.neighbourhood)
    return row
