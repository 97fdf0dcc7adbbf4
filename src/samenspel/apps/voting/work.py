"""The vote's long work, as jobs run it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from . import services
from .models import BudgetRound


def count_job(payload: dict[str, Any], progress: Any) -> dict[str, Any]:
    """The job 'voting.count' (payload {"round": public id}): count a closed round."""
    progress(gettext_noop("Counting ballots"), 0, 1)
    services.count_round(budget_round=BudgetRound.objects.get(public_id=payload["round"]))
    progress(gettext_noop("Counting ballots"), 1, 1)
    return {"round": payload["round"]}
