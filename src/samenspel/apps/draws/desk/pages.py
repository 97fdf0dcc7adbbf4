"""What the screens of this desk share: who keeps the draws, and finding their rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest

from samenspel.foundation.confirming import Confirm, form_page, posted
from samenspel.foundation.errors import Outsider

from ..access import KEEPER_ROLES

__all__ = ["KEEPER_ROLES", "Confirm", "find", "form_page", "posted"]


def find(getter: Callable[[Any, str], Any], request: HttpRequest, neighbourhood: Any, public_id: str) -> Any:
    """The row for its keeper, in the neighbourhood of the address; 404 for any other."""
    try:
        row = getter(request.user, public_id)
    except Outsider as refusal:
        raise Http404 from refusal
    if row.neighbourhood_id != neighbourhood.pk:
        raise Http404
    return row
