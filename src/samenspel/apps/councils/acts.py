"""Puts an act of a council on the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from samenspel.apps.trail.services import record_act

from .models import Council


def record(
    council: Council, kind: str, payload: dict[str, Any], at: datetime | None, *, subject: tuple[str, str] | None = None
) -> None:
    """Record a public act of a council; `subject` is (kind, public id) where it is not the council itself."""
    subject_kind, subject_id = subject or ("council", council.public_id)
    record_act(
        municipality=council.municipality,
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        payload=payload,
        neighbourhood=council.neighbourhood.public_id,
        at=at,
    )
