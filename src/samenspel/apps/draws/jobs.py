"""The long work of this app."""

from __future__ import annotations

from typing import Any

from samenspel.apps.jobs.registry import Progress

from . import services
from .models import PanelDraw


def run_panel_draw(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Lay down the draw {"draw": public id}: the function of the job kind 'draws.panel'."""
    draw = PanelDraw.objects.select_related("neighbourhood__municipality", "pool").get(public_id=payload["draw"])
    draw = services.lay_down_prepared(draw=draw, progress=progress)
    return {"draw": draw.public_id, "commitment": draw.commitment}
