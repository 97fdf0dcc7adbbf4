"""Puts an act of a draw on the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from samenspel.apps.trail.services import record_act


def record(subject: Any, kind: str, payload: dict[str, Any], at: datetime) -> None:
    """Record a public act about a register import, lot, pool or panel draw."""
    kinds = {"RegisterImport": "register", "Lot": "lot", "Pool": "pool", "PanelDraw": "draw"}
    record_act(
        municipality=subject.neighbourhood.municipality,
        kind=kind,
        subject_kind=kinds[type(subject).__name__],
        subject_id=subject.public_id,
        payload=payload,
        neighbourhood=subject.neighbourhood.public_id,
        at=at,
    )
