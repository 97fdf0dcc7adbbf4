"""Who may keep dossiers, read them in the workspace, and weigh them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.errors import Outsider, Refusal

from .models import Dossier

KEEPERS = ("area_team_member", "area_manager")
READERS = (*KEEPERS, "council_member", "expert", "controller")
WEIGHERS = (*KEEPERS, "council_member")


def require_keeper(by: Any, neighbourhood: Any) -> None:
    """Refuse who is not in the area team of the neighbourhood ('not_area_team')."""
    if not has_one_of(by, KEEPERS, neighbourhood=neighbourhood):
        raise Outsider(_("Only the area team does this, for its own neighbourhood."), code="not_area_team")


def require_going_on(dossier: Dossier, by: Any) -> None:
    """Refuse an outsider, and any change of a dossier that is over ('dossier_over')."""
    require_keeper(by, dossier.neighbourhood)
    if dossier.is_over:
        raise Refusal(_("This dossier is over. Open a new one and link this one to it."), code="dossier_over")
