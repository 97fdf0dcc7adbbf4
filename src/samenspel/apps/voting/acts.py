"""How a round's public acts go on the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from samenspel.apps.trail.services import record_act

from .models import BudgetRound


def tell(budget_round: BudgetRound, kind: str, payload: dict[str, Any], at: datetime | None) -> None:
    """Record an act of this round in the caller's transaction."""
    record_act(
        municipality=budget_round.municipality,
        kind=kind,
        subject_kind="budget_round",
        subject_id=budget_round.public_id,
        payload=payload,
        neighbourhood=budget_round.neighbourhood.public_id,
        at=at,
    )
